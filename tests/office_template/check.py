#!/usr/bin/env python3
"""Fills in the workbook of `muster template` as a coordinator would, has LibreOffice work it out, and looks at both.

    python3 tests/office_template/check.py PATH/TO/muster

Needs soffice and openpyxl. The persons are those of the sample return of the East for May 2026.
"""

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUSTER = pathlib.Path(sys.argv[1]).resolve()
MAY = ROOT / "input/2026-05/opgave-oost-2026-05.xlsx"
NAME = "opgave-oost-2026-06.xlsx"
# The words of the template, and of the drop-downs for those of the sample.
WORDS = {
    "nl": {
        "fine": "Klopt",
        "all": "Alles telt op",
        "balance": "Vorige maand + in − uit is 7, de bezetting is 8",
        "roster": "Rooster en bezetting verschillen: rooster 3, hier 2",
        "home": "Meer tijdelijk in NL en afwezig dan bezetting",
        "blank": "Nog leeg: vrouwen",
        "lines": "16 regels ingevuld",
        "sex": {"M": "man", "V": "vrouw"},
        "rank": {},
        "unit": {},
        "status": {},
    },
    "en": {
        "fine": "Adds up",
        "all": "Everything adds up",
        "balance": "Last month + in − out is 7, the headcount is 8",
        "roster": "Roster and headcount differ: roster 3, here 2",
        "home": "More temporarily in NL and absent than headcount",
        "blank": "Still blank: women",
        "lines": "16 lines filled in",
        "sex": {"M": "male", "V": "female"},
        "rank": {
            "hoofdagent": "senior constable",
            "brigadier": "sergeant",
            "inspecteur": "inspector",
            "hoofdinspecteur": "chief inspector",
            "commissaris": "superintendent / commissioner",
        },
        "unit": {"Landelijke Expertise en Operaties (LX)": "National Expertise and Operations (LX)"},
        "status": {"in missiegebied": "in mission area"},
    },
}
failures = []


def expect(what, found, wanted):
    if found != wanted:
        failures.append(f"{what}: {found!r} instead of {wanted!r}")


def run(*words, cwd):
    return subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)


def persons():
    rows = openpyxl.load_workbook(MAY)["Personeel"].iter_rows(min_row=2, values_only=True)
    return [row for row in rows if row[0]]


def filled(path, words):
    """The workbook with what is so at the end of June: nobody came or went."""
    book = openpyxl.load_workbook(path)
    headcount, roster = book.worksheets[1], book.worksheets[2]
    for at, (key, mission, _, rank, sex, unit, start, planned, _, status) in enumerate(persons(), start=6):
        values = [key, mission, words["rank"].get(rank, rank), words["sex"][sex], words["unit"].get(unit, unit), start, planned, None, None]
        for col, value in enumerate([*values, words["status"].get(status, status)], start=1):
            roster.cell(at, col).value = value
    for row in range(6, 10):
        mission = headcount.cell(row, 1).value
        own = [person for person in persons() if person[1] == mission]
        for col, value in [(3, 0), (4, 0), (5, len(own)), (6, 0), (9, sum(person[4] == "V" for person in own))]:
            headcount.cell(row, col).value = value
    return book


def worked_out(book, folder):
    """What LibreOffice makes of a workbook, under the name by which it is sent."""
    (folder / "typed").mkdir(exist_ok=True)
    book.save(folder / "typed" / NAME)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run("soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", folder / "2026-06", folder / "typed" / NAME, cwd=folder)
    return openpyxl.load_workbook(folder / "2026-06" / NAME, data_only=True)


def findings(folder):
    line = ["check", "--no-history", "--format", "json", "--fail-on", "never", "--lang", "en", "--schemas", ROOT / "schemas"]
    output = run(MUSTER, *line, "--period", "2026-06", "--input", ROOT / "input", "--input", folder / "2026-06", cwd=folder)
    if output.returncode:
        failures.append(f"muster check: {output.stderr}")
        return []
    own = [finding for finding in json.loads(output.stdout)["findings"] if NAME in (finding.get("file") or "")]
    return [(finding["code"], finding.get("cell")) for finding in own]


def checks(lang):
    words = WORDS[lang]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        line = ["template", "--coordinator", "oost", "--period", "2026-06", "--lang", lang, "--no-history", "--schemas", ROOT / "schemas"]
        made = run(MUSTER, *line, "--input", ROOT / "input", "--to", folder / "blank", cwd=folder)
        expect("muster template", made.returncode, 0)
        blank = folder / "blank" / NAME

        right = worked_out(filled(blank, words), folder)
        headcount, roster = right.worksheets[1], right.worksheets[2]
        for row in range(6, 10):
            expect(f"{lang} K{row}", headcount.cell(row, 11).value, words["fine"])
        expect(f"{lang} K10", headcount["K10"].value, words["all"])
        expect(f"{lang} totals", [headcount.cell(10, col).value for col in range(2, 11)], [16, 0, 0, 16, 0, 0, 16, 6, 0])
        expect(f"{lang} lines", roster["A4"].value, words["lines"])
        expect(f"{lang} as-of date", roster["B2"].value, datetime.datetime(2026, 6, 30))
        # Tours that run past the mandate are for the registry.
        expect(f"{lang} findings", [code for code, _ in findings(folder) if code != "PLA-07"], [])

        for cell, value, said, code in [
            ("E6", 8, words["balance"], "XMN-01"),
            ("F7", 4, words["home"], "XSH-02"),
            ("I8", None, words["blank"], None),
        ]:
            book = filled(blank, words)
            book.worksheets[1][cell] = value
            wrong = worked_out(book, folder)
            expect(f"{lang} {cell} = {value}", wrong.worksheets[1][f"K{cell[1:]}"].value, said)
            codes = [found for found, _ in findings(folder)]
            if code and code not in codes:
                failures.append(f"{lang} {cell} = {value}: {code} is not among {codes}")

        book = filled(blank, words)
        book.worksheets[1]["D7"], book.worksheets[1]["E7"] = 1, 2
        wrong = worked_out(book, folder)
        expect(f"{lang} D7 = 1", wrong.worksheets[1]["K7"].value, words["roster"])


for language in WORDS:
    checks(language)
for failure in failures:
    print(failure, file=sys.stderr)
print("the template adds up in LibreOffice, and muster agrees" if not failures else f"{len(failures)} failures")
sys.exit(bool(failures))
