"""frictionless: declared schemas over each sheet, and checks of one's own for what holds between cells, rows and sheets. A workbook a time in
two processes; sums and outputs are plain Python."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from frictionless import Check, Checklist, Dialect, Resource, Schema, errors, system
from frictionless.formats import ExcelControl

from common import COUNTS, HEADCOUNT, HEADER_ROW, ON_POSTING, RANKS, ROSTER, SEXES, STATUSES, TOTAL, Job, period, say
from openpyxl_alone import publish_all

REQUIRED = {"required": True}


def roster_schema(missions):
    text, day = {"type": "string"}, {"type": "date"}
    fields = [
        {"name": "Uitzendnummer", **text, "constraints": REQUIRED},
        {"name": "Missie", **text, "constraints": {"required": True, "enum": missions}},
        {"name": "Functie", **text},
        {"name": "Rang", **text, "constraints": {"enum": RANKS}},
        {"name": "M/V", **text, "constraints": {"enum": SEXES}},
        {"name": "Eenheid", **text},
        {"name": "Begindatum", **day, "constraints": REQUIRED},
        {"name": "Geplande einddatum", **day},
        {"name": "Werkelijke einddatum", **day},
        {"name": "Status", **text, "constraints": {"required": True, "enum": STATUSES}},
        {"name": "Status sinds", **day},
        {"name": "Soort uitzending", **text},
    ]
    return Schema.from_descriptor({"fields": fields, "primaryKey": ["Uitzendnummer"]})


def headcount_schema(missions):
    texts = [{"name": "Missie", "type": "string", "constraints": {"required": True, "enum": [*missions, TOTAL]}}]
    texts += [{"name": name, "type": "string"} for name in ["Organisatie", "Regio"]]
    names = ["Beginstand", "Instroom", "Uitstroom", *COUNTS, "Mannen", "Formatie", "Vacatures"]
    counts = [{"name": name, "type": "integer", "constraints": {"required": name == COUNTS[0]}} for name in names]
    return Schema.from_descriptor({"fields": texts + counts, "primaryKey": ["Missie"]})


class Tally(Check):
    """Looks at the lines of a roster: dates in order, and how many are on posting."""

    Errors = [errors.RowConstraintError]

    def __init__(self, counted):
        super().__init__()
        self.counted, self.lines = counted, 0

    def validate_row(self, row):
        self.lines += 1
        self.counted[row["Missie"]] += row["Status"] in ON_POSTING
        begun = row["Begindatum"]
        if begun and any(day and begun > day for day in (row["Geplande einddatum"], row["Werkelijke einddatum"])):
            yield errors.RowConstraintError.from_row(row, note="dates")


class Reconcile(Check):
    """Holds headcounts against the roster and their total, and keeps them."""

    Errors = [errors.RowConstraintError]

    def __init__(self, file, counted):
        super().__init__()
        self.file, self.counted, self.kept = file, counted, []

    def validate_row(self, row):
        mission, count = row["Missie"], row[COUNTS[0]]
        if mission == TOTAL:
            if count != sum(kept[4] or 0 for kept in self.kept):
                yield errors.RowConstraintError.from_row(row, note="total")
            return
        self.kept.append((period(self.file), self.file, mission, row["Organisatie"], *(row[name] for name in COUNTS)))
        if self.counted[mission] != count:
            yield errors.RowConstraintError.from_row(row, note="count")


def kind(error):
    match error.type:
        case "primary-key":
            return "unique"
        case "row-constraint":
            return error.note
        case "constraint-error":
            return "not_null" if '"required"' in error.note else "allowed"
    return error.type


def read(file, missions):
    """The headcounts of a return, the lines of its roster, and its problems by kind."""
    counted, problems = Counter(), Counter()
    tally, reconcile = Tally(counted), Reconcile(file, counted)
    with system.use_context(trusted=True):
        for sheet, schema, first, check in [
            (ROSTER, roster_schema(missions), 1, tally),
            (HEADCOUNT, headcount_schema(missions), HEADER_ROW, reconcile),
        ]:
            dialect = Dialect(header_rows=[first], controls=[ExcelControl(sheet=sheet)])
            report = Resource(path=file, dialect=dialect, schema=schema).validate(Checklist(checks=[check]), limit_errors=10_000)
            problems.update(kind(error) for task in report.tasks for error in task.errors)
            problems.update(error.type for error in report.errors)
    return reconcile.kept, tally.lines, problems


def main():
    job = Job()
    task = partial(read, missions=job.missions)
    if len(job.files) == 1:
        found = [task(job.files[0])]
    else:
        with ProcessPoolExecutor(2) as pool:
            found = list(pool.map(task, job.files, chunksize=8))
    say(*publish_all(job, found))


if __name__ == "__main__":
    main()
