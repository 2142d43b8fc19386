"""pandera over polars frames that fastexcel read: the rules as schemas, the rest as in `polars_fastexcel.py`."""

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from common import RANKS, SEXES, STATUSES, Job, say
from polars_fastexcel import publish, read_all, reconcile


def in_order(data):
    begun = pl.col("Begindatum")
    late = (begun > pl.col("Geplande einddatum")) | (begun > pl.col("Werkelijke einddatum"))
    return data.lazyframe.select(~late.fill_null(False))


def schemas(missions):
    text, day = pl.String, pl.Date
    roster = pa.DataFrameSchema(
        {
            "Uitzendnummer": pa.Column(text),
            "Missie": pa.Column(text, pa.Check.isin(missions)),
            "Rang": pa.Column(text, pa.Check.isin(RANKS), nullable=True),
            "M/V": pa.Column(text, pa.Check.isin(SEXES), nullable=True),
            "Status": pa.Column(text, pa.Check.isin(STATUSES)),
            "Begindatum": pa.Column(day),
            "Geplande einddatum": pa.Column(day, nullable=True),
            "Werkelijke einddatum": pa.Column(day, nullable=True),
        },
        checks=pa.Check(in_order, name="in_order"),
        unique=["file", "Uitzendnummer"],
    )
    headcount = pa.DataFrameSchema(
        {"Missie": pa.Column(text, pa.Check.isin(missions)), "Bezetting": pa.Column(pl.Int64, pa.Check.ge(0))}, unique=["file", "Missie"]
    )
    return headcount, roster


KINDS = {"not_nullable": "not_null", "isin": "allowed", "in_order": "dates", "multiple_fields_uniqueness": "unique"}


def validate(schema, frame, problems):
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            check = getattr(error.check, "name", None) or str(error.check)
            kind = next((kind for name, kind in KINDS.items() if check.startswith(name)), check)
            cases = error.failure_cases
            problems[kind] = problems.get(kind, 0) + (cases.height if isinstance(cases, pl.DataFrame) else 1)


def main():
    job = Job()
    headcount, totals, roster = read_all(job)
    problems = dict.fromkeys(KINDS.values(), 0)
    for schema, frame in zip(schemas(job.missions), [headcount, roster]):
        validate(schema, frame, problems)
    problems |= reconcile(headcount, totals, roster)
    publish(job, headcount)
    say(headcount.height, roster.height, problems)


if __name__ == "__main__":
    main()
