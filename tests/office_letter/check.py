#!/usr/bin/env python3
"""Opens the letter's Word documents as others do and compares them with the Markdown.

    python3 tests/office_letter/check.py target/debug/muster

Needs python-docx; with LibreOffice (soffice) and pdftotext it also looks at the pages. Exits with 1 if anything differs.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import docx
from docx.oxml.ns import qn

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = [
    ("nl", ["--period", "2026-05"]),
    ("en", ["--period", "2026-05"]),
    ("nl", ["--period", "2026-05", "--internal"]),
    ("en", ["--period", "2026-05", "--internal", "--since", "2026-03"]),
    ("nl", ["--period", "2026-03", "--period", "2026-04", "--period", "2026-05"]),
]


def made(muster, folder, name, lang, options):
    """The letter as a file, with what is published left aside."""
    target = folder / name
    subprocess.run([muster, "letter", "--no-history", "--quiet", "--lang", lang, "--to", target, *options], cwd=ROOT, check=True)
    return target


def markdown_rows(text):
    """The cells of all tables, without the rules below their headers."""
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    cells = [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in re.split(r" \| ", line[2:-2])] for line in lines]
    return cells


def problems(muster, folder, number, lang, options):
    found = []
    text = made(muster, folder, f"{number}.md", lang, options).read_text(encoding="utf-8")
    path = made(muster, folder, f"{number}.docx", lang, options)
    document = docx.Document(path)
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    if rows != markdown_rows(text):
        found.append("the tables differ from the Markdown")
    for table in document.tables:
        header = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        if header != [True] + [False] * (len(header) - 1):
            found.append("the first row, and no other, should be a header")
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    if titles != [line[2:] for line in text.splitlines() if line.startswith("# ")]:
        found.append(f"the headings differ: {titles}")
    for mark in re.findall(r"^> \*\*(.*?)\*\*", text, re.MULTILINE):
        if not any(paragraph.text.startswith(mark) for paragraph in document.paragraphs):
            found.append(f"there is no mark {mark}")
    if document.core_properties.language != {"nl": "nl-NL", "en": "en-GB"}[lang]:
        found.append("the language is not told")
    return found + on_pages(folder, path, titles)


def on_pages(folder, path, titles):
    """What LibreOffice makes of it: a page for each month at least, with the total on it."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        return []
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
    subprocess.run(convert, check=True, capture_output=True)
    pages = subprocess.run(["pdftotext", "-layout", path.with_suffix(".pdf"), "-"], check=True, capture_output=True, text=True).stdout
    pages = [page for page in pages.split("\f") if page.strip()]
    if len(pages) < len(titles) or not all(any(title in page for page in pages) for title in titles):
        return ["LibreOffice does not show every month on a page of its own"]
    return [] if re.search(r"^ *TOTA", pages[0], re.MULTILINE) else ["LibreOffice shows no total"]


def main():
    muster = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/muster").resolve()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for number, (lang, options) in enumerate(CASES):
            found = problems(muster, pathlib.Path(folder), number, lang, options)
            failed |= bool(found)
            print("differs" if found else "same   ", lang, *options)
            for problem in found:
                print(f"        {problem}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
