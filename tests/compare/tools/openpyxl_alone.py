"""openpyxl alone: rows as they are streamed, checked one by one in plain Python, a workbook a time in two processes."""

import csv
import datetime
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import openpyxl
import pyarrow
import pyarrow.parquet

from common import COUNTS, HEADCOUNT, HEADER_ROW, ON_POSTING, RANKS, ROSTER, SEXES, STATUSES, TOTAL, Job, period, say

ON_POSTING, RANKS, SEXES, STATUSES = set(ON_POSTING), set(RANKS), set(SEXES), set(STATUSES)


def read(file, missions):
    """The headcounts of a return, the lines of its roster, and its problems by kind."""
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    problems, headcounts, total = Counter(), [], None
    rows = book[HEADCOUNT].iter_rows(min_row=HEADER_ROW, values_only=True)
    at = {name: place for place, name in enumerate(next(rows))}
    for row in rows:
        mission, counts = row[at["Missie"]], [row[at[name]] for name in COUNTS]
        if mission == TOTAL:
            total = counts[0]
            continue
        problems["not_null"] += mission is None or counts[0] is None
        problems["allowed"] += mission not in missions
        headcounts.append((period(file), file, mission, row[at["Organisatie"]], *counts))
    counted, keys, lines = Counter(), Counter(), 0
    rows = book[ROSTER].iter_rows(values_only=True)
    at = {name: place for place, name in enumerate(next(rows))}
    columns = ["Uitzendnummer", "Missie", "Rang", "M/V", "Status", "Begindatum", "Geplande einddatum", "Werkelijke einddatum"]
    places = [at[name] for name in columns]
    for row in rows:
        key, mission, rank, sex, status, begun, planned, ended = (row[place] for place in places)
        lines += 1
        keys[key] += 1
        problems["not_null"] += key is None or mission is None or begun is None or status is None
        problems["allowed"] += not (mission in missions and rank in RANKS and sex in SEXES and status in STATUSES)
        is_day = isinstance(begun, datetime.datetime)
        problems["dates"] += is_day and any(isinstance(day, datetime.datetime) and begun > day for day in (planned, ended))
        counted[mission] += status in ON_POSTING
    book.close()
    problems["unique"] += sum(count for count in keys.values() if count > 1)
    problems["unique"] += sum(count for count in Counter(row[2] for row in headcounts).values() if count > 1)
    problems["count"] += sum(counted[row[2]] != row[4] for row in headcounts)
    problems["total"] += total is not None and total != sum(row[4] or 0 for row in headcounts)
    return headcounts, lines, problems


def publish(job, name, columns, rows):
    with open(job.output / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    table = pyarrow.table({column: [row[at] for row in rows] for at, column in enumerate(columns)})
    pyarrow.parquet.write_table(table, job.output / f"{name}.parquet", compression="zstd")


def publish_all(job, found):
    """Writes the headcounts and their sums. Gives the number of each and the problems of all files."""
    problems = Counter(dict.fromkeys(["not_null", "allowed", "dates", "unique", "count", "total"], 0))
    for _, _, own in found:
        problems.update(own)
    headcounts = sorted((row for rows, _, _ in found for row in rows), key=lambda row: row[:2])
    sums = defaultdict(lambda: [0] * len(COUNTS))
    for row in headcounts:
        sums[row[0], row[3]] = [total + (count or 0) for total, count in zip(sums[row[0], row[3]], row[4:])]
    publish(job, "headcount", ["period", "file", "Missie", "Organisatie", *COUNTS], headcounts)
    publish(job, "by_organisation", ["period", "Organisatie", *COUNTS], [(*key, *counts) for key, counts in sorted(sums.items())])
    return len(headcounts), sum(lines for _, lines, _ in found), dict(problems)


def main():
    job = Job()
    task = partial(read, missions=frozenset(job.missions))
    if len(job.files) == 1:
        found = [task(job.files[0])]
    else:
        with ProcessPoolExecutor(2) as pool:
            found = list(pool.map(task, job.files, chunksize=8))
    say(*publish_all(job, found))


if __name__ == "__main__":
    main()
