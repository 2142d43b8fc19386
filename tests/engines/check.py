#!/usr/bin/env python3
"""Holds that other engines read what muster publishes, and read the same. See README.md."""

import argparse
import csv
import datetime
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import duckdb
import pandas
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.dataset
import pyarrow.parquet

import page

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
PAGE = PROJECT / "docs" / "lake.md"
MONTHS = ["2026-03", "2026-04", "2026-05"]
# Of the sample: per month the sum over missions, and how many missions; the figures of the letters.
OFFICERS = {"2026-03": 39, "2026-04": 36, "2026-05": 37}
MISSIONS = 15
SPLIT = {"headcount", "by_organisation", "by_region", "by_country", "headcount_by_attribute", "training", "planned"}

ARROW = {
    "string": pyarrow.string(),
    "yearmonth": pyarrow.string(),
    "integer": pyarrow.int64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "number": pyarrow.float64(),
}
DUCKDB = {"string": "VARCHAR", "yearmonth": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE", "number": "DOUBLE"}
PANDAS = {
    "string": "string[pyarrow]",
    "yearmonth": "string[pyarrow]",
    "integer": "int64[pyarrow]",
    "boolean": "bool[pyarrow]",
    "date": "date32[day][pyarrow]",
    "number": "double[pyarrow]",
}
SPARK = {"string": "string", "yearmonth": "string", "integer": "bigint", "boolean": "boolean", "date": "date", "number": "double"}

failures = 0


def hold(truth, what):
    global failures
    if not truth:
        failures += 1
        print(f"FAILED {what}")


def same(found, expected, what):
    hold(found == expected, f"{what}\n  found    {str(found)[:600]}\n  expected {str(expected)[:600]}")


def muster(binary, output, *arguments):
    done = subprocess.run(
        [binary, "import", *map(str, arguments), "--output", output, "--lang", "en", "--quiet"], cwd=PROJECT, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"muster import failed with {done.returncode}:\n{done.stderr}")


def files(folder):
    """Hashes of all files of a set but the manifest, by path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    named = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
    named.pop("manifest.json")
    return named


class Set:
    """What was published of some returns, once with a lake and once without, as the standard library reads it."""

    def __init__(self, binary, work, name, source, parted=None):
        self.name, self.flat, self.parted = name, work / name / "flat", parted or work / name / "parted"
        muster(binary, self.flat, source)
        muster(binary, self.parted, source, "--partition", "period")
        self.lake = self.parted / "lake"
        package = json.loads((self.flat / "datapackage.json").read_text(encoding="utf-8"))
        self.tables = [Table(resource) for resource in package["resources"]]
        self.expected = {table.name: from_csv(table, self.flat / f"{table.name}.csv") for table in self.tables}
        self.months = json.loads((self.flat / "manifest.json").read_text(encoding="utf-8"))["periods"]
        same(sorted(path.name for path in self.lake.iterdir()), sorted(table.name for table in self.tables), f"{name}: the lake has every table")


class Table:
    """A published table, with the types that datapackage.json gives its columns."""

    def __init__(self, resource):
        self.name = resource["name"]
        self.types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}

    def lake(self, kinds):
        """Types in the lake, where the month comes last in tables that are split."""
        types = {name: kinds[kind] for name, kind in self.types.items()}
        if self.name in SPLIT:
            types["period"] = types.pop("period")
        return types


def unguarded(text):
    """A text of a CSV file without the apostrophe that keeps spreadsheets from taking it for a formula."""
    bare = text.lstrip("'")
    number = re.fullmatch(r"[+-][0-9][0-9.,]*", bare)
    formula = len(bare) > 1 and bare[0] in "=+-@\t\r\n＝＋－＠" and not number and set(bare) != {"-"}
    return text[1:] if text.startswith("'") and formula else text


def from_csv(table, path):
    """The rows of a CSV file by the standard library, typed by the data package: what all engines are held against."""
    read = {
        "string": unguarded,
        "yearmonth": str,
        "integer": int,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": datetime.date.fromisoformat,
        "number": float,
    }
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        same(rows.fieldnames, list(table.types), f"{table.name}.csv has the columns of the data package")
        return [tuple(None if row[name] == "" else read[kind](row[name]) for name, kind in table.types.items()) for row in rows]


def ordered(rows):
    return sorted(rows, key=lambda row: [(value is None, str(value)) for value in row])


def rows_of(columns, found, table):
    """Rows with their columns in the order of the data package."""
    at = [columns.index(name) for name in table.types]
    return [tuple(row[place] for place in at) for row in found]


def with_pyarrow(own, table):
    flat, lake, expected, last = own.flat, own.lake, own.expected[table.name], own.months[-1]
    what = f"PyArrow, {own.name}, {table.name}"
    whole = pyarrow.parquet.read_table(flat / f"{table.name}.parquet")
    same({field.name: field.type for field in whole.schema}, {name: ARROW[kind] for name, kind in table.types.items()}, f"{what}: types")
    same(rows_of(whole.column_names, zip(*[column.to_pylist() for column in whole.columns]), table), expected, f"{what}: rows, in order")
    month = pyarrow.dataset.partitioning(pyarrow.schema([("period", pyarrow.string())]), flavor="hive")
    split = pyarrow.dataset.dataset(lake / table.name, partitioning=month if table.name in SPLIT else None)
    same({field.name: field.type for field in split.schema}, table.lake(ARROW), f"{what}: types in the lake")
    read = split.to_table()
    # Files are taken in the order of their paths, so that the rows stand as in the whole.
    same(rows_of(read.column_names, zip(*[column.to_pylist() for column in read.columns]), table), expected, f"{what}: rows in the lake")
    if table.name in SPLIT:
        for one in own.months:
            opened = [pathlib.Path(part.path).parent.name for part in split.get_fragments(pyarrow.dataset.field("period") == one)]
            same(opened, [f"period={one}"], f"{what}: a filter opens one file")
        inferred = pyarrow.parquet.read_table(lake / table.name)
        same(inferred.num_rows, len(expected), f"{what}: rows, with partitions found by itself")
    text = pyarrow.csv.ConvertOptions(
        column_types={name: ARROW[kind] for name, kind in table.types.items()}, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    )
    parsed = pyarrow.csv.read_csv(
        flat / f"{table.name}.csv", convert_options=text, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)
    )
    values = [[unguarded(value) if isinstance(value, str) else value for value in column.to_pylist()] for column in parsed.columns]
    same(rows_of(parsed.column_names, zip(*values), table), expected, f"{what}: rows of the CSV")


def with_duckdb(own, table):
    flat, lake, expected, last = own.flat, own.lake, own.expected[table.name], own.months[-1]
    what = f"DuckDB, {own.name}, {table.name}"
    engine = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    path = f"{lake}/{table.name}/*/*.parquet" if table.name in SPLIT else f"{lake}/{table.name}/part-0.parquet"
    types = {name: DUCKDB[kind] for name, kind in table.types.items()}
    for source, kinds, place in [
        (f"'{flat}/{table.name}.parquet'", types, "in the file"),
        (f"'{path}'", table.lake(DUCKDB), "in the lake"),
        (f"read_csv('{flat}/{table.name}.csv', types = {types})", types, "in CSV"),
    ]:
        described = engine.sql(f"DESCRIBE FROM {source}").fetchall()
        same({column[0]: column[1] for column in described}, kinds, f"{what}: types {place}")
        found = engine.sql(f"FROM {source}")
        rows = rows_of(found.columns, found.fetchall(), table)
        if place == "in CSV":
            rows = [tuple(unguarded(value) if isinstance(value, str) else value for value in row) for row in rows]
        same(ordered(rows), ordered(expected), f"{what}: rows {place}")
    same(engine.sql(f"FROM '{flat}/{table.name}.parquet'").fetchall(), expected, f"{what}: rows in order")
    if table.name in SPLIT:
        plan = engine.sql(f"EXPLAIN ANALYZE SELECT * FROM '{path}' WHERE period = '{last}'").fetchall()[0][1]
        # DuckDB says nothing of files passed over where there is but one.
        opened = len(own.months) == 1 or f"Scanning Files: 1/{len(own.months)}" in plan
        hold(opened and "Total Files Read: 1" in plan, f"{what}: a filter opens one file\n{plan}")


def with_pandas(own, table):
    flat, lake, expected, last = own.flat, own.lake, own.expected[table.name], own.months[-1]
    what = f"pandas, {own.name}, {table.name}"

    def rows(frame):
        columns = [[None if value is pandas.NA or value is pandas.NaT else value for value in frame[name]] for name in frame.columns]
        return rows_of(list(frame.columns), zip(*columns), table)

    whole = pandas.read_parquet(flat / f"{table.name}.parquet", dtype_backend="pyarrow")
    types = {name: PANDAS[kind] for name, kind in table.types.items()}
    same({name: str(kind).replace("large_string", "string") for name, kind in whole.dtypes.items()}, types, f"{what}: types")
    same(rows(whole), expected, f"{what}: rows, in order")
    split = pandas.read_parquet(lake / table.name, dtype_backend="pyarrow")
    same(rows(split), expected, f"{what}: rows in the lake")
    plain = pandas.read_parquet(lake / table.name)
    same(len(plain), len(expected), f"{what}: rows in the lake with its own types")
    if table.name in SPLIT:
        one = pandas.read_parquet(lake / table.name, filters=[("period", "==", last)], dtype_backend="pyarrow")
        same(rows(one), [row for row in expected if row[list(table.types).index("period")] == last], f"{what}: one month")


def the_files(folder, tables):
    """What the Parquet files say of themselves."""
    for path in sorted(folder.rglob("*.parquet")):
        what = path.relative_to(folder).as_posix()
        file = pyarrow.parquet.ParquetFile(path)
        metadata = file.metadata
        same(metadata.metadata or {}, {}, f"{what}: no schema but Parquet's own")
        same(metadata.num_row_groups, 1 if metadata.num_rows else 0, f"{what}: one row group")
        for group in range(metadata.num_row_groups):
            for at in range(metadata.num_columns):
                column = metadata.row_group(group).column(at)
                same(column.compression, "ZSTD", f"{what}, {column.path_in_schema}: compression")
                values = file.read_row_group(group, columns=[column.path_in_schema]).column(0)
                known = column.statistics
                same(known.null_count, values.null_count, f"{what}, {column.path_in_schema}: nulls")
                if values.null_count < len(values):
                    least, greatest = pyarrow.compute.min_max(values).as_py().values()
                    same((known.min, known.max), (least, greatest), f"{what}, {column.path_in_schema}: least and greatest")
    for table in tables:
        known = file_schema(folder / f"{table.name}.parquet")
        for name, kind in table.types.items():
            logical = {"date": "Date", "string": "String", "yearmonth": "String"}.get(kind, "None")
            same(known[name], logical, f"{table.name}, {name}: logical type")


def file_schema(path):
    schema = pyarrow.parquet.ParquetFile(path).schema
    return {schema.column(at).name: str(schema.column(at).logical_type) for at in range(len(schema))}


def the_figures(expected, tables):
    """Rows by month, then in the order of the letter; sums as they were published."""
    headcount = next(table for table in tables if table.name == "headcount")
    names = list(headcount.types)
    rows = [dict(zip(names, row)) for row in expected["headcount"]]
    missions = next(table for table in tables if table.name == "dim_mission")
    order = {row["mission_id"]: row["display_order"] for row in (dict(zip(missions.types, row)) for row in expected["dim_mission"])}
    places = [(row["period"], order[row["mission_id"]]) for row in rows]
    same(places, sorted(places), "headcount stands by month and then as in the letter")
    for month, officers in OFFICERS.items():
        own = [row["headcount"] for row in rows if row["period"] == month]
        same((len(own), sum(own)), (MISSIONS, officers), f"headcount of {month}")


def the_lake(binary, work, flat, parted):
    """What the option adds, and that it does so alike whatever the threads and the way there."""
    whole, both = files(flat), files(parted)
    same({name: known for name, known in both.items() if not name.startswith("lake/")}, whole, "the rest of the set is the same with a lake")
    manifest = json.loads((parted / "manifest.json").read_text(encoding="utf-8"))
    same({one["path"]: one["sha256"] for one in manifest["outputs"]}, both, "the manifest lists every file with its hash")
    stepwise, first, then = work / "stepwise", work / "first", work / "then"
    for month in MONTHS:
        shutil.copytree(PROJECT / "input" / month, (then if month == MONTHS[-1] else first) / month)
    muster(binary, stepwise, first, "--partition", "period", "--jobs", 1)
    muster(binary, stepwise, then, "--partition", "period", "--jobs", 2)
    by_month = {name: known for name, known in both.items() if "period=" in name}
    same({name: known for name, known in files(stepwise).items() if "period=" in name}, by_month, "a month has the same bytes when others follow")
    muster(binary, stepwise, PROJECT / "input")
    hold(not (stepwise / "lake").exists(), "without the option the lake is gone")


def with_spark(work, folder, sets):
    """Spark in a process of its own, so that its messages can be kept back."""
    task = work / "spark.json"
    asked = [
        {
            "key": f"{own.name}, {table.name}",
            "flat": f"{own.flat}/{table.name}.parquet",
            "lake": f"{own.lake}/{table.name}",
            "csv": f"{own.flat}/{table.name}.csv",
            "csv_types": {name: SPARK[kind] for name, kind in table.types.items()},
            "month": own.months[-1] if table.name in SPLIT else None,
        }
        for own in sets
        for table in own.tables
    ]
    blocks = page.blocks(PAGE, "spark")
    task.write_text(json.dumps({"tables": asked, "blocks": [block.code for block in blocks]}), encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "ignore", HERE / "spark.py", task], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        hold(False, f"Spark\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}")
        return
    found = json.loads(pathlib.Path(f"{task}.found").read_text(encoding="utf-8"))
    for own, table in ((own, table) for own in sets for table in own.tables):
        what, seen = f"Spark, {own.name}, {table.name}", found["tables"][f"{own.name}, {table.name}"]
        types = {name: SPARK[kind] for name, kind in table.types.items()}
        same(seen["flat"]["types"], types, f"{what}: types in the file")
        same(seen["lake"]["types"], table.lake(SPARK), f"{what}: types in the lake")
        told = [tuple(str(value) if isinstance(value, datetime.date) else value for value in row) for row in own.expected[table.name]]
        for place in ["flat", "lake", "csv"]:
            rows = rows_of(list(seen[place]["types"]), seen[place]["rows"], table)
            if place == "csv":
                rows = [tuple(unguarded(value) if isinstance(value, str) else value for value in row) for row in rows]
            same(ordered(rows), ordered(told), f"{what}: rows, {place}")
        if table.name in SPLIT:
            same(seen["opened"], 1, f"{what}: a filter opens one file")
    for block, said in zip(blocks, found["blocks"], strict=True):
        page.compare(block, said, hold)


# What senders may write where a mission belongs: what another engine could take for a formula, a quote, a tag, a line or a number.
HOSTILE = [
    '=HYPERLINK("x")', "-1+cmd", "@cmd", "'t Hek", "'=1+1", "<script>alert(1)</script>", 'a "b" c', "a,b\tc", "été 警察", "\u202eabc", "007", "NULL", "nan",
    "2026-05", "true", "\\", "\\N", "lang " * 200,
]  # fmt: skip


def hostile(folder):
    """A return with lines that are rejected, whose texts are published."""
    folder.mkdir()
    lines = ['"' + text.replace('"', '""') + f'";{at}' for at, text in enumerate(HOSTILE)]
    text = "\n".join(["Peildatum;30-06-2026", "", "Missie;Bezetting", "EUM Armenia;7", *lines])
    (folder / "opgave-oost-2026-06.csv").write_text(text + "\n", encoding="utf-8")
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("muster", help="the program")
    parser.add_argument("--keep", help="a folder that is not there, for what was published")
    parser.add_argument("--no-spark", action="store_true", help="leave out Spark, which takes the most time")
    asked = parser.parse_args()
    binary = str(pathlib.Path(asked.muster).resolve())
    work = pathlib.Path(tempfile.mkdtemp(prefix="muster-engines-"))
    try:
        begun = time.monotonic()
        sample = Set(binary, work, "sample", PROJECT / "input", work / "page" / "output")
        messy = Set(binary, work, "messy", hostile(work / "hostile"))
        shown = {value for row in messy.expected["rejected"] for value in row if isinstance(value, str)}
        hold(len(messy.expected["rejected"]) >= len(HOSTILE) and any("HYPERLINK" in value for value in shown), "hostile texts are published")
        the_figures(sample.expected, sample.tables)
        the_lake(binary, work, sample.flat, sample.parted)
        for own in [sample, messy]:
            the_files(own.flat, own.tables)
            the_files(own.lake, [])
            for table in own.tables:
                for engine in [with_pyarrow, with_duckdb, with_pandas]:
                    engine(own, table)
        page.play(PAGE, work / "page", hold)
        quick = time.monotonic() - begun
        if not asked.no_spark:
            with_spark(work, work / "page", [sample, messy])
        page.bless(PAGE)
        if asked.keep:
            shutil.copytree(work, asked.keep)
        whole = time.monotonic() - begun
        rows = sum(len(rows) for own in [sample, messy] for rows in own.expected.values())
        print(f"{len(sample.tables)} tables, {rows} rows, {4 - asked.no_spark} engines, {failures} failures ({quick:.0f} s, with Spark {whole:.0f} s)")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
