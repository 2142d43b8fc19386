"""pointblank over polars frames that fastexcel read: the rules as steps, the rest as in `polars_fastexcel.py`."""

import pointblank as pb
import polars as pl

from common import RANKS, SEXES, STATUSES, Job, say
from polars_fastexcel import publish, read_all, reconcile


def main():
    job = Job()
    headcount, totals, roster = read_all(job)
    begun = pl.col("Begindatum")
    in_order = (begun <= pl.col("Geplande einddatum")).fill_null(True) & (begun <= pl.col("Werkelijke einddatum")).fill_null(True)
    steps = (
        pb.Validate(roster)
        .col_vals_not_null(["Uitzendnummer", "Missie", "Begindatum", "Status"])
        .col_vals_in_set("Missie", job.missions)
        .col_vals_in_set("Rang", RANKS)
        .col_vals_in_set("M/V", SEXES)
        .col_vals_in_set("Status", STATUSES)
        .col_vals_expr(in_order)
        .rows_distinct(["file", "Uitzendnummer"])
        .interrogate()
    )
    sums = (
        pb.Validate(headcount)
        .col_vals_not_null(["Missie", "Bezetting"])
        .col_vals_in_set("Missie", job.missions)
        .rows_distinct(["file", "Missie"])
        .interrogate()
    )
    kinds = {"col_vals_not_null": "not_null", "col_vals_in_set": "allowed", "col_vals_expr": "dates", "rows_distinct": "unique"}
    problems = dict.fromkeys(kinds.values(), 0)
    for validation in [steps, sums]:
        for step in validation.validation_info:
            problems[kinds[step.assertion_type]] += step.n_failed
    problems |= reconcile(headcount, totals, roster)
    publish(job, headcount)
    say(headcount.height, roster.height, problems)


if __name__ == "__main__":
    main()
