"""pandas with openpyxl or calamine as its reader: one workbook a time in two processes, then whole-table expressions."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pandas as pd

from common import COUNTS, HEADCOUNT, HEADER_ROW, ON_POSTING, RANKS, ROSTER, SEXES, STATUSES, TOTAL, Job, period, say

DATES = ["Begindatum", "Geplande einddatum", "Werkelijke einddatum"]
TEXTS = ["Uitzendnummer", "Missie", "Rang", "M/V", "Status"]


def read(file, engine):
    with pd.ExcelFile(file, engine=engine) as book:
        headcount = pd.read_excel(book, sheet_name=HEADCOUNT, header=HEADER_ROW - 1, usecols=["Missie", "Organisatie", *COUNTS], dtype=dict.fromkeys(COUNTS, "Int64"))
        roster = pd.read_excel(book, sheet_name=ROSTER, usecols=[*TEXTS, *DATES], dtype=dict.fromkeys(TEXTS, "str"))
    for name in DATES:
        roster[name] = pd.to_datetime(roster[name])
    own = {"file": file, "period": period(file)}
    return headcount.assign(**own), roster.assign(**own)


def main():
    job = Job()
    task = partial(read, engine=job.engine)
    if len(job.files) == 1:
        sheets = [task(job.files[0])]
    else:
        with ProcessPoolExecutor(2) as pool:
            sheets = list(pool.map(task, job.files, chunksize=8))
    lines = pd.concat([headcount for headcount, _ in sheets], ignore_index=True)
    roster = pd.concat([roster for _, roster in sheets], ignore_index=True)
    headcount, totals = lines[lines["Missie"] != TOTAL], lines[lines["Missie"] == TOTAL]

    in_register = roster["Missie"].isin(job.missions)
    known = in_register & roster["Rang"].isin(RANKS) & roster["M/V"].isin(SEXES) & roster["Status"].isin(STATUSES)
    begun = roster["Begindatum"]
    counted = roster[roster["Status"].isin(ON_POSTING)].groupby(["file", "Missie"]).size().rename("counted")
    compared = headcount.join(counted, on=["file", "Missie"])
    added = totals.set_index("file")["Bezetting"] != headcount.groupby("file")["Bezetting"].sum()
    problems = {
        "not_null": roster[["Uitzendnummer", "Missie", "Begindatum", "Status"]].isna().any(axis=1).sum()
        + headcount[["Missie", "Bezetting"]].isna().any(axis=1).sum(),
        "allowed": (~known).sum() + (~headcount["Missie"].isin(job.missions)).sum(),
        "dates": ((begun > roster["Geplande einddatum"]) | (begun > roster["Werkelijke einddatum"])).sum(),
        "unique": roster.duplicated(["file", "Uitzendnummer"], keep=False).sum() + headcount.duplicated(["file", "Missie"], keep=False).sum(),
        "count": (compared["counted"].fillna(0) != compared["Bezetting"]).sum(),
        "total": added.sum(),
    }
    headcount = headcount.sort_values(["period", "file"], kind="stable")
    sums = headcount.groupby(["period", "Organisatie"], as_index=False)[COUNTS].sum()
    for name, frame in {"headcount": headcount, "by_organisation": sums}.items():
        frame.to_csv(job.output / f"{name}.csv", index=False)
        frame.to_parquet(job.output / f"{name}.parquet", index=False, compression="zstd")
    say(len(headcount), len(roster), {name: int(count) for name, count in problems.items()})


if __name__ == "__main__":
    main()
