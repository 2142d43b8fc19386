"""Makes small returns in the layout of the workloads: to try the tools, and to hold that they find what they say they do."""

import datetime
import pathlib

import openpyxl

ROSTER = [
    "Uitzendnummer", "Missie", "Functie", "Rang", "M/V", "Eenheid", "Begindatum", "Geplande einddatum", "Werkelijke einddatum",
    "Status", "Status sinds", "Soort uitzending",
]  # fmt: skip
HEADCOUNT = [
    "Missie", "Organisatie", "Regio", "Beginstand", "Instroom", "Uitstroom", "Bezetting", "In missiegebied", "Waarvan tijdelijk in NL",
    "Vrouwen", "Mannen", "Formatie", "Vacatures",
]  # fmt: skip
MISSIONS = ["EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova"]
RANKS = ["hoofdagent", "brigadier", "inspecteur", "hoofdinspecteur", "commissaris", "agent"]

# The mistakes that can be planted, each into one cell.
MISTAKES = ["not_null", "allowed", "dates", "unique", "count", "total"]


def make(folder, files, lines, mistakes=()):
    """Writes so many returns, at most eleven, with so many lines of a roster, and these mistakes in the first."""
    for at in range(files):
        month = datetime.date(2024 + at // 12, at % 12 + 1, 1)
        folder_of_month = pathlib.Path(folder) / f"{month:%Y-%m}"
        folder_of_month.mkdir(parents=True, exist_ok=True)
        workbook(folder_of_month / f"opgave-oost-{month:%Y-%m}.xlsx", month, lines, mistakes if at == 0 else ())


def is_gone(line):
    """Whether the officer on a line has returned: one in thirteen, and none of the first."""
    return line % 13 == 12


def workbook(path, month, lines, mistakes):
    book = openpyxl.Workbook()
    there = [line for line in range(lines) if not is_gone(line)]
    counts = [sum(1 for line in there if line % len(MISSIONS) == at) for at in range(len(MISSIONS))]
    headcount = book.active
    headcount.title = "Bezetting"
    headcount.append(["Maandopgave"])
    headcount.append(["Peildatum", (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)])
    headcount.append([])
    headcount.append(HEADCOUNT)
    for at, (mission, count) in enumerate(zip(MISSIONS, counts)):
        stated = count + ("count" in mistakes and at == 0)
        headcount.append([mission, "EU", "Oost-Europa", stated, 0, 0, stated, stated, 0, 0, stated, stated, 0])
    headcount.append(["TOTAAL", *[None] * 5, sum(counts) + ("count" in mistakes) + ("total" in mistakes)])
    roster = book.create_sheet("Rooster")
    roster.append(ROSTER)
    start, end = datetime.date(2023, 12, 1), datetime.date(2024, 11, 30)
    for line in range(lines):
        key = f"P{0 if 'unique' in mistakes and line == 4 else line:05}"
        rank = "opperhoofd" if "allowed" in mistakes and line == 2 else RANKS[line % len(RANKS)]
        last = datetime.date(2023, 8, 1) if "dates" in mistakes and line == 3 else end
        mission = None if "not_null" in mistakes and line == 5 else MISSIONS[line % len(MISSIONS)]
        tour, status = [start, last, None], "in missiegebied"
        if is_gone(line):
            tour, status = [datetime.date(2022, 12, 1), datetime.date(2023, 11, 30), datetime.date(2023, 11, 30)], "teruggekeerd"
        roster.append([key, mission, "monitor", rank, "M", "Amsterdam", *tour, status, tour[0], "gedetacheerd"])
    book.save(path)
