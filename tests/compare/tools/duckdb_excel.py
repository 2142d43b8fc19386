"""DuckDB with its extension for workbooks: everything in SQL, with two threads."""

import pathlib

import duckdb

from common import COUNTS, HEADCOUNT, HEADER_ROW, ON_POSTING, RANKS, ROSTER, SEXES, STATUSES, TOTAL, Job, say


DATES = ["Begindatum", "Geplande einddatum", "Werkelijke einddatum"]


def quoted(values):
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def main():
    job = Job()
    extensions = pathlib.Path(duckdb.__file__).parent.parent / "duckdb_ext" / "extensions"
    engine = duckdb.connect(config={"threads": 2, "extension_directory": str(extensions), "autoinstall_known_extensions": False})
    engine.execute("LOAD excel")
    # The reader takes one workbook a time and tells neither its name nor the row.
    counts = ", ".join(f'"{name}"::BIGINT AS "{name}"' for name in COUNTS)
    # It takes the type of a column from its first cell, so that an end date that the first line lacks is none any more. As text it is
    # the number that the workbook holds.
    days = ", ".join(f'DATE \'1899-12-30\' + "{name}"::INTEGER AS "{name}"' for name in DATES)
    for at, file in enumerate(job.files):
        own = f"'{file}' AS file, regexp_extract('{file}', '(\\d{{4}}-\\d{{2}})\\.xlsx$', 1) AS period"
        headcount = f"""SELECT {own}, row_number() OVER () AS line, "Missie", "Organisatie", {counts}
            FROM read_xlsx('{file}', sheet = '{HEADCOUNT}', range = 'A{HEADER_ROW}:M', header = true, stop_at_empty = true)"""
        roster = f"""SELECT {own}, "Uitzendnummer", "Missie", "Rang", "M/V", "Status", {days}
            FROM read_xlsx('{file}', sheet = '{ROSTER}', header = true, all_varchar = true)"""
        for table, query in {"lines": headcount, "roster": roster}.items():
            engine.execute(f"CREATE TABLE {table} AS {query}" if at == 0 else f"INSERT INTO {table} {query}")
    engine.execute(f"CREATE VIEW headcount AS FROM lines WHERE Missie <> '{TOTAL}'")
    missions = quoted(job.missions)
    problems = {
        "not_null": """SELECT (SELECT count(*) FROM roster WHERE Uitzendnummer IS NULL OR Missie IS NULL OR Begindatum IS NULL OR Status IS NULL)
            + (SELECT count(*) FROM headcount WHERE Missie IS NULL OR Bezetting IS NULL)""",
        "allowed": f"""SELECT (SELECT count(*) FROM roster WHERE Missie NOT IN ({missions}) OR Rang NOT IN ({quoted(RANKS)})
                OR "M/V" NOT IN ({quoted(SEXES)}) OR Status NOT IN ({quoted(STATUSES)}))
            + (SELECT count(*) FROM headcount WHERE Missie NOT IN ({missions}))""",
        "dates": 'SELECT count(*) FROM roster WHERE Begindatum > "Geplande einddatum" OR Begindatum > "Werkelijke einddatum"',
        "unique": """SELECT (SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM roster GROUP BY file, Uitzendnummer HAVING n > 1))
            + (SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM headcount GROUP BY file, Missie HAVING n > 1))""",
        "count": f"""SELECT count(*) FROM headcount
            LEFT JOIN (SELECT file, Missie, count(*) AS counted FROM roster WHERE Status IN ({quoted(ON_POSTING)}) GROUP BY ALL)
            USING (file, Missie) WHERE coalesce(counted, 0) <> Bezetting""",
        "total": f"""SELECT count(*) FROM lines JOIN (SELECT file, sum(Bezetting) AS added FROM headcount GROUP BY file) USING (file)
            WHERE Missie = '{TOTAL}' AND added <> Bezetting""",
    }
    found = {name: int(engine.execute(query).fetchone()[0]) for name, query in problems.items()}
    sums = ", ".join(f'sum("{name}")::BIGINT AS "{name}"' for name in COUNTS)
    for name, query in {
        "headcount": "SELECT * EXCLUDE (line) FROM headcount ORDER BY period, file, line",
        "by_organisation": f"SELECT period, Organisatie, {sums} FROM headcount GROUP BY ALL ORDER BY ALL",
    }.items():
        engine.execute(f"COPY ({query}) TO '{job.output}/{name}.csv' (HEADER)")
        engine.execute(f"COPY ({query}) TO '{job.output}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    rows = [engine.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ["headcount", "roster"]]
    say(*rows, found)


if __name__ == "__main__":
    main()
