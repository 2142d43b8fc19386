"""fastexcel and polars: read by columns with declared types, then whole-table expressions."""

from concurrent.futures import ThreadPoolExecutor

import fastexcel
import polars as pl

from common import COUNTS, HEADCOUNT, HEADER_ROW, ON_POSTING, RANKS, ROSTER, SEXES, STATUSES, TOTAL, Job, period, say

DATES = ["Begindatum", "Geplande einddatum", "Werkelijke einddatum"]
TEXTS = ["Uitzendnummer", "Missie", "Rang", "M/V", "Status"]


def read(file):
    book = fastexcel.read_excel(file)
    headcount = book.load_sheet(
        HEADCOUNT, header_row=HEADER_ROW - 1, use_columns=["Missie", "Organisatie", *COUNTS], dtypes=dict.fromkeys(COUNTS, "int")
    ).to_polars()
    roster = book.load_sheet(
        ROSTER, use_columns=[*TEXTS, *DATES], dtypes=dict.fromkeys(TEXTS, "string") | dict.fromkeys(DATES, "date")
    ).to_polars()
    own = [pl.lit(file).alias("file"), pl.lit(period(file)).alias("period")]
    return headcount.with_columns(own), roster.with_columns(own)


def read_all(job):
    # The reader lets go of Python's lock.
    with ThreadPoolExecutor(2) as pool:
        sheets = list(pool.map(read, job.files))
    lines = pl.concat([headcount for headcount, _ in sheets])
    roster = pl.concat([roster for _, roster in sheets])
    return lines.filter(pl.col("Missie") != TOTAL), lines.filter(pl.col("Missie") == TOTAL), roster


def reconcile(headcount, totals, roster):
    """Headcounts that the roster does not bear out, and totals that their lines do not add up to."""
    counted = roster.filter(pl.col("Status").is_in(ON_POSTING)).group_by("file", "Missie").agg(pl.len().cast(pl.Int64).alias("counted"))
    compared = headcount.join(counted, on=["file", "Missie"], how="left").with_columns(pl.col("counted").fill_null(0))
    sums = headcount.group_by("file").agg(pl.col("Bezetting").sum().alias("sum"))
    added = totals.join(sums, on="file", how="left")
    return {
        "count": compared.filter(pl.col("counted") != pl.col("Bezetting")).height,
        "total": added.filter(pl.col("sum") != pl.col("Bezetting")).height,
    }


def publish(job, headcount):
    headcount = headcount.sort("period", "file", maintain_order=True)
    sums = headcount.group_by("period", "Organisatie").agg(pl.col(COUNTS).sum()).sort("period", "Organisatie")
    for name, frame in {"headcount": headcount, "by_organisation": sums}.items():
        frame.write_csv(job.output / f"{name}.csv")
        frame.write_parquet(job.output / f"{name}.parquet", compression="zstd")


def main():
    job = Job()
    headcount, totals, roster = read_all(job)
    col = pl.col
    rules = {
        "not_null": pl.any_horizontal(col("Uitzendnummer", "Missie", "Begindatum", "Status").is_null()),
        "allowed": ~col("Missie").is_in(job.missions) | ~col("Rang").is_in(RANKS) | ~col("M/V").is_in(SEXES) | ~col("Status").is_in(STATUSES),
        "dates": (col("Begindatum") > col("Geplande einddatum")) | (col("Begindatum") > col("Werkelijke einddatum")),
        "unique": pl.struct("file", "Uitzendnummer").is_duplicated(),
    }
    problems = roster.lazy().select([rule.sum().alias(name) for name, rule in rules.items()]).collect().to_dicts()[0]
    problems["not_null"] += headcount.select(pl.any_horizontal(col("Missie", "Bezetting").is_null()).sum()).item()
    problems["allowed"] += headcount.select((~col("Missie").is_in(job.missions)).sum()).item()
    problems["unique"] += headcount.select(pl.struct("file", "Missie").is_duplicated().sum()).item()
    problems |= reconcile(headcount, totals, roster)
    publish(job, headcount)
    say(headcount.height, roster.height, problems)


if __name__ == "__main__":
    main()
