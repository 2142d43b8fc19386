#!/usr/bin/env python3
"""Holds that marked workbooks open in office programs as the returns they were made of. See README.md."""

import argparse
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

ROWS = [("EUM Armenia", 6, 2), ("EUAM Ukraine", 3, 1), ("EUMM Georgia", 5, 1), ("EUPM Moldova", 1, 0)]
FRONT = ("Bevindingen", "Findings")

failures = 0


def hold(truth, what):
    global failures
    if not truth:
        failures += 1
        print(f"FAILED {what}")


def headcount_xlsxwriter(book, date1904=False):
    """A headcount whose total is one too high."""
    sheet = book.add_worksheet("Bezetting")
    head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    sheet.write("A1", "Peildatum")
    sheet.write_datetime("B1", datetime.datetime(2025, 5, 31), book.add_format({"num_format": "dd-mm-yyyy"}))
    sheet.write_row("A3", ["Missie", "Bezetting", "Vrouwen"], head)
    for at, row in enumerate(ROWS):
        sheet.write_row(3 + at, 0, row)
    sheet.write_row("A8", ["TOTAAL", 16])
    sheet.write_formula("C8", "=SUM(C4:C7)", None, 4)
    return sheet


def rich(path, **options):
    book = xlsxwriter.Workbook(path, options)
    sheet = headcount_xlsxwriter(book)
    bold = book.add_format({"bold": True})
    sheet.set_column("A:A", 31)
    sheet.freeze_panes(3, 1)
    sheet.print_area("A1:C8")
    sheet.repeat_rows(2)
    sheet.autofilter("A3:C7")
    sheet.data_validation("D4:D7", {"validate": "list", "source": ["ja", "nee"]})
    sheet.conditional_format("B4:B7", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
    sheet.conditional_format("C4:C7", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_rich_string("A10", bold, "Let op: ", "alleen politie")
    sheet.merge_range("A11:C11", "Toelichting", book.add_format({"align": "center"}))
    sheet.write_url("A12", "https://www.example.org/missies")
    sheet.write_url("A13", "internal:'O''Hara & zn'!A1", string="naar de lijst")
    sheet.write_comment("B8", "Nagevraagd", {"author": "Landelijke Eenheid"})
    sheet.write_comment("A5", "Zie brief", {"author": "Landelijke Eenheid"})
    sheet.set_header("&C&\"Arial,Bold\"Opgave")
    sheet.insert_textbox("E2", "Let op")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Bezetting!$B$4:$B$7", "categories": "=Bezetting!$A$4:$A$7"})
    sheet.insert_chart("E10", chart)
    other = book.add_worksheet("O'Hara & zn")
    other.add_table("A1:B4", {"columns": [{"header": "Code"}, {"header": "Tekst"}], "data": [["a", 1], ["b", 2], ["c", 3]]})
    other.write_comment("A2", "Van een ander")
    other.print_area("A1:B4")
    hidden = book.add_worksheet("Keuzes")
    hidden.write("A1", "ja")
    hidden.hide()
    line = book.add_chart({"type": "line"})
    line.add_series({"values": "=Bezetting!$B$4:$B$7"})
    book.add_chartsheet("Grafiek").set_chart(line)
    book.define_name("Totaal", "=Bezetting!$B$8")
    book.define_name("Keuzes!Lokaal", "=Keuzes!$A$1")
    book.close()


def by_openpyxl(path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Bezetting"
    sheet.append(["Peildatum", datetime.date(2025, 3, 31)])
    sheet.append([])
    sheet.append(["Missie", "Bezetting", "Vrouwen"])
    for row in ROWS:
        sheet.append(list(row))
    sheet.append(["TOTAAL", 16])
    sheet["B8"].comment = Comment("Nagevraagd", "Landelijke Eenheid", width=200, height=80)
    sheet["B8"].number_format = "0.0"
    sheet.row_dimensions[4].height = 33
    sheet.column_dimensions["A"].width = 40
    book.create_sheet("Bevindingen")["A1"] = "van de afzender"
    book.save(path)


def large(path):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Bezetting")
    sheet.write_row("A1", ["Missie", "Bezetting"])
    for at in range(3000):
        sheet.write_row(1 + at, 0, [f"Onbekende missie {at}", 1])
    book.close()


def persons(path):
    book = xlsxwriter.Workbook(path)
    headcount_xlsxwriter(book)
    sheet = book.add_worksheet("Personeel")
    sheet.write_row("A1", ["Uitzendnummer", "Achternaam", "Missie", "M/V", "Begindatum", "E-mail"])
    for at, name in enumerate(["Voor Geheimnaam", "A.B. van der Geheimenis", "Geheimrath, C."]):
        sheet.write_row(1 + at, 0, [f"NP-{at}", name, "EUM Armenia", "M", "07-01-2025"])
        sheet.write_url(1 + at, 5, f"mailto:geheim{at}@dienst.example")
    book.close()


def delimited(path):
    lines = ["Peildatum;30-06-2025", "", "Missie;Bezetting;=1+1"] + [f"{m};{n};=A1" for m, n, _ in ROWS] + ["TOTAAL;16;"]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


RETURNS = {
    "opgave-oost-2025-01.xlsx": rich,
    "opgave-oost-2025-02.xlsx": lambda path: rich(path, in_memory=True, use_zip64=True),
    "opgave-oost-2025-03.xlsx": by_openpyxl,
    "opgave-oost-2025-04.xlsx": large,
    "opgave-oost-2025-05.xlsx": persons,
    "opgave-oost-2025-06.csv": delimited,
}


def run(*words, **options):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **options)


def audit(path):
    """The mistakes of a workbook, without where they stand."""
    from openxml_audit import OpenXmlValidator

    result = OpenXmlValidator().validate(str(path))
    # Texts that stand in their cells are allowed; the audit only says that a program will move them.
    told = {f"{error.part_uri}: {error.description}" for error in result.errors if "inline-string cell" not in error.description}
    return sorted(told)


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def cells(sheet):
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                found[cell.coordinate] = plain(cell.value)
    return found


def compare(before, after, name, formulas=True):
    """Holds that all cells of a workbook are in another one, on sheets of the same names."""
    one = openpyxl.load_workbook(before, data_only=not formulas)
    other = openpyxl.load_workbook(after, data_only=not formulas)
    hold(other.sheetnames[0].startswith(FRONT), f"{name}: the findings stand in front, not {other.sheetnames[0]}")
    hold(other.sheetnames[1:] == one.sheetnames, f"{name}: sheets {other.sheetnames} of {one.sheetnames}")
    for sheet in one.worksheets:
        same = cells(sheet) == cells(other[sheet.title])
        hold(same, f"{name}: cells of {sheet.title}")
    return one, other


def looks(one, other, name):
    """Holds that what openpyxl sees beside cells is the same."""
    for sheet in one.worksheets:
        again = other[sheet.title]
        hold(sheet.merged_cells.ranges == again.merged_cells.ranges, f"{name}: merged cells of {sheet.title}")
        hold(sheet.sheet_state == again.sheet_state, f"{name}: {sheet.title} hidden or not")
        hold(sheet.freeze_panes == again.freeze_panes, f"{name}: panes of {sheet.title}")
        hold(str(sheet.print_area) == str(again.print_area), f"{name}: print area of {sheet.title}")
        hold(sheet.print_title_rows == again.print_title_rows, f"{name}: print titles of {sheet.title}")
        hold(sheet.auto_filter.ref == again.auto_filter.ref, f"{name}: filter of {sheet.title}")
        hold(list(sheet.tables) == list(again.tables), f"{name}: tables of {sheet.title}")
        validations = lambda book: [(str(v.sqref), v.formula1) for v in book.data_validations.dataValidation]
        hold(validations(sheet) == validations(again), f"{name}: validations of {sheet.title}")
        formats = lambda book: sorted(str(area.sqref) for area in book.conditional_formatting)
        hold(formats(sheet) == formats(again), f"{name}: conditional formats of {sheet.title}")
        widths = lambda book: {key: column.width for key, column in book.column_dimensions.items()}
        hold(widths(sheet) == widths(again), f"{name}: widths of {sheet.title}")
        for row in sheet.iter_rows():
            for cell in row:
                now = again[cell.coordinate]
                marked = now.fill.fill_type == "solid" and now.fill.fgColor.rgb in ("FFFFC7CE", "FFFFEB9C", "FFDDEBF7", "FFD9D9D9")
                hold(cell.number_format == now.number_format, f"{name}: format of {sheet.title}!{cell.coordinate}")
                hold(marked or repr(cell.font) == repr(now.font), f"{name}: font of {sheet.title}!{cell.coordinate}")
                if cell.comment:
                    hold(now.comment and cell.comment.text in now.comment.text, f"{name}: note at {sheet.title}!{cell.coordinate}")
    front = other.worksheets[0]
    links = [cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink]
    for link in links:
        sheet, cell = link.rsplit("!", 1)
        hold(sheet.strip("'").replace("''", "'") in other.sheetnames and cell, f"{name}: link to {link}")
    hold(links, f"{name}: there are links")
    hold(front.freeze_panes is not None and front.print_title_rows, f"{name}: the sheet in front is laid out")


def findings(muster, folder, root):
    said = subprocess.run(
        [muster, "check", "--no-history", "--format", "json", "--fail-on", "never", "--lang", "en", "--schemas", root / "schemas", folder],
        check=True, capture_output=True, text=True,
    )
    rows = json.loads(said.stdout)["findings"]
    keep = lambda row: {key: value for key, value in row.items() if key in ("code", "severity", "period", "mission", "sheet", "cell", "value", "expected")}
    return sorted(json.dumps(keep(row), sort_keys=True) for row in rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("muster", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    asked = parser.parse_args()
    muster, root = asked.muster.resolve(), pathlib.Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        returns, back = place / "returns", place / "feedback"
        returns.mkdir()
        for name, make in RETURNS.items():
            make(str(returns / name))
        for path in (root / "input").glob("*/opgave-*"):
            (returns / path.parent.name).mkdir(exist_ok=True)
            shutil.copy(path, returns / path.parent.name)
        run(muster, "feedback", "--no-history", "--schemas", root / "schemas", "--to", back, "--lang", "en", returns)
        workbooks = sorted(back.glob("*.xlsx"))
        hold(len(workbooks) >= len(RETURNS) + 6, f"{len(workbooks)} workbooks were made")

        for path in workbooks:
            mistakes = audit(path)
            original = next((one for one in returns.rglob(path.name)), None)
            before = audit(original) if original else []
            hold(not [mistake for mistake in mistakes if mistake not in before], f"{path.name}: {mistakes[:5]}")
        # The audit must be able to fail.
        broken = place / "broken.xlsx"
        with zipfile.ZipFile(workbooks[0]) as whole, zipfile.ZipFile(broken, "w") as out:
            for part in whole.namelist():
                text = whole.read(part)
                if part == "xl/worksheets/sheet1.xml":
                    text = text.replace(b"<sheetData>", b"<legacyDrawing xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='x'/><sheetData>", 1)
                out.writestr(part, text)
        hold(audit(broken), "a mistake that is put in is found")

        kept = [path for path in workbooks if (returns / path.name).is_file() and path.name != "opgave-oost-2025-05.xlsx"]
        for path in kept:
            one, other = compare(returns / path.name, path, path.name)
            if path.name != "opgave-oost-2025-04.xlsx":
                looks(one, other, path.name)

        saved = place / "saved"
        profile = f"-env:UserInstallation=file://{place}/profile"
        run("soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, *workbooks)
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", saved, *workbooks)
        for path in workbooks:
            hold((saved / path.name).is_file(), f"{path.name}: LibreOffice saves it")
            hold((saved / path.with_suffix(".pdf").name).stat().st_size > 1000, f"{path.name}: LibreOffice prints it")
        for path in kept:
            compare(returns / path.name, saved / path.name, f"{path.name} saved by LibreOffice", formulas=False)

        # One month at a time, as it would come in again.
        for path in kept:
            first, second = place / "first", place / "second"
            for folder, source in ((first, returns / path.name), (second, saved / path.name)):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                shutil.copy(source, folder / path.name)
            one, other = findings(muster, first, root), findings(muster, second, root)
            hold(one == other, f"{path.name} saved by LibreOffice: findings differ\n  {set(one) ^ set(other)}")

        if asked.keep:
            shutil.copytree(saved, asked.keep, dirs_exist_ok=True)
            shutil.copytree(back, asked.keep / "feedback", dirs_exist_ok=True)
    print(f"{len(workbooks)} workbooks looked at; {failures} failures" if failures else f"{len(workbooks)} workbooks looked at: all hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
