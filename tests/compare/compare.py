#!/usr/bin/env python3
"""Measures muster beside other tools on the same returns, and writes docs/comparison.md anew. See README.md."""

import argparse
import ast
import csv
import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib

import returns

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
PAGE = PROJECT / "docs" / "comparison.md"
BEGIN, END = "<!-- measured: tests/compare/compare.py writes what stands from here -->", "<!-- end of what was measured -->"
DUCKDB = pathlib.Path(sys.prefix) / "duckdb"
PARTS = {
    "not_null": "a required cell that is empty",
    "allowed": "a value that is not allowed",
    "dates": "an end before its start",
    "unique": "a key that stands twice",
    "count": "a headcount that the roster does not bear out",
    "total": "a total that its lines do not add up to",
}
# The checks of muster that find these.
CODES = {"not_null": "REG-01", "allowed": "ROW-10", "dates": "ROW-09", "unique": "SHT-04", "count": "XSH-01", "total": "SHT-01"}


class Tool:
    """A program to be measured: its name, the package that its version is of, its script, and what it has from elsewhere."""

    def __init__(self, name, packages, script, *options, borrows="", environment=None):
        self.name, self.packages, self.script, self.options = name, packages, HERE / "tools" / script, list(options)
        self.borrows, self.environment = borrows, environment or {}

    def command(self, source, output, missions):
        return [sys.executable, "-W", "ignore", str(self.script), str(source), str(output), str(missions), *self.options]

    def version(self):
        if self.environment:
            found = importlib.metadata.distributions(path=[str(DUCKDB)])
            versions = {one.metadata["Name"].lower(): one.version for one in found}
        else:
            versions = {name: importlib.metadata.version(name) for name in self.packages}
        return ", ".join(f"{name} {versions[name]}" for name in self.packages)

    def lines(self):
        """Lines of code that a user of it wrote for this job, without imports and remarks; what it takes from another script included."""
        return code_lines(self.script)


def code_lines(path, wanted=None):
    """Lines of statements in a script, or in those of its functions that are wanted and what they need of it."""
    tree, counted, elsewhere = ast.parse(path.read_text(encoding="utf-8")), set(), 0
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    roots, seen = tree.body if wanted is None else [functions[name] for name in wanted], set()
    while wanted is not None and len(seen) < len(roots):
        node = next(node for node in roots if node.name not in seen)
        seen.add(node.name)
        used = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        roots += [functions[name] for name in used & functions.keys() if functions[name] not in roots]
    for node in (inner for root in roots for inner in ast.walk(root)):
        if isinstance(node, ast.ImportFrom) and node.module != "common" and (HERE / "tools" / f"{node.module}.py").exists():
            elsewhere += code_lines(HERE / "tools" / f"{node.module}.py", [name.name for name in node.names])
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if isinstance(node, ast.stmt) and not is_text and not isinstance(node, (ast.Import, ast.ImportFrom)):
            inner = getattr(node, "body", None)
            counted.update(range(node.lineno, (inner[0].lineno if inner else node.end_lineno + 1)))
    return len(counted) + elsewhere


class Muster(Tool):
    """muster itself, with the schemas that know the missions of a workload."""

    def __init__(self, binary):
        super().__init__("muster", [], "common.py")
        self.binary = binary

    def command(self, source, output, missions):
        return [self.binary, "import", str(source), "--output", str(output), "--schemas", str(schemas(source)), "--no-history", "--quiet", "--progress", "never"]  # fmt: skip

    def version(self):
        return subprocess.run([self.binary, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]

    def lines(self):
        return 0


def tools():
    return [
        Tool("fastexcel + polars", ["fastexcel", "polars"], "polars_fastexcel.py"),
        Tool("DuckDB + excel", ["duckdb", "duckdb-ext-excel"], "duckdb_excel.py", environment={"PYTHONPATH": str(DUCKDB)}),
        Tool("pointblank", ["pointblank"], "pointblank_polars.py", borrows="reading, the last two parts, sums and files: fastexcel and polars"),
        Tool("pandera", ["pandera"], "pandera_polars.py", borrows="reading, the last two parts, sums and files: fastexcel and polars"),
        Tool("pandas + calamine", ["pandas", "python-calamine"], "pandas_excel.py", "--engine", "calamine"),
        Tool("pandas + openpyxl", ["pandas", "openpyxl"], "pandas_excel.py", "--engine", "openpyxl"),
        Tool("openpyxl", ["openpyxl"], "openpyxl_alone.py", borrows="all checks and sums: plain Python; Parquet: PyArrow"),
        Tool("frictionless", ["frictionless"], "frictionless_excel.py", borrows="sums: plain Python; Parquet: PyArrow"),
    ]


def schemas(source):
    """The schemas that belong to returns: beside them or above, else the project's."""
    for folder in [source, *source.parents][:4]:
        if (folder / "schemas" / "missions.toml").exists():
            return folder / "schemas"
    return PROJECT / "schemas"


def missions_of(source, work):
    """The names that missions go by, one a line, for tools that read no schemas."""
    declared = tomllib.loads((schemas(source) / "missions.toml").read_text(encoding="utf-8"))
    path = work / f"missions-{abs(hash(source))}.txt"
    path.write_text("\n".join(mission["name"] for mission in declared["mission"]), encoding="utf-8")
    return path


def tree(root):
    """A process and all that it started."""
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def memory(process):
    """Its proportional share of memory in bytes: what several processes share counts once."""
    try:
        for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


class Watched:
    """A command that was run once: how long, how much memory at most over its processes, what it said."""

    def __init__(self, command, environment, limit):
        began, self.peak, done = time.monotonic(), 0, threading.Event()
        process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

        def watch():
            while not done.is_set():
                self.peak = max(self.peak, sum(memory(one) for one in tree(process.pid)))
                done.wait(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            self.said, self.errors = (stream.decode(errors="replace") for stream in process.communicate(timeout=limit))
            self.failed = f"ended with {process.returncode}: {self.errors[-800:]}" if process.returncode else ""
        except subprocess.TimeoutExpired:
            for one in tree(process.pid)[::-1]:
                try:
                    os.kill(one, 9)
                except ProcessLookupError:
                    pass
            process.communicate()
            self.said, self.failed = "", f"took longer than {limit} s"
        finally:
            done.set()
            watcher.join()
        self.seconds = time.monotonic() - began


def emptied(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def hold(truth, what):
    if not truth:
        sys.exit(f"The comparison does not hold: {what}")


def the_job_is_done(muster, others, work):
    """Holds that each tool finds each of the planted mistakes, and none where there is none."""
    for planted in [None, *PARTS]:
        source = work / "planted" / str(planted)
        returns.make(source, 1, 20, [planted] if planted else [])
        missions = missions_of(source, work)
        for tool in others:
            output = emptied(work / "out")
            run = Watched(tool.command(source, output, missions), tool.environment, 120)
            hold(not run.failed, f"{tool.name}, {planted}: {run.failed}")
            problems = json.loads(run.said)["problems"]
            found = {name for name, count in problems.items() if count}
            # A line without its mission is missing from the count of that mission, and to some an empty cell is not allowed either.
            follows = {"count", "allowed"} if planted == "not_null" else set()
            hold(found - follows == ({planted} if planted else set()), f"{tool.name} was given {planted} and found {problems}")
            names = {path.name for path in output.iterdir()}
            hold(names == {"headcount.csv", "headcount.parquet", "by_organisation.csv", "by_organisation.parquet"}, f"{tool.name}: {names}")
        run = Watched(muster.command(source, emptied(work / "out"), missions), {}, 120)
        hold(not run.failed, f"muster, {planted}: {run.failed}")
        with open(work / "out" / "findings.csv", encoding="utf-8", newline="") as file:
            codes = {row["code"] for row in csv.DictReader(file) if row["outcome_of"] == ""}
        expected = {CODES[planted]} if planted else set()
        hold(codes & set(CODES.values()) == expected, f"muster was given {planted} and found {codes}")


def sums(output, organisation, headcount):
    """The published sums by month and organisation."""
    with open(output / "by_organisation.csv", encoding="utf-8", newline="") as file:
        return {(row["period"], row[organisation]): float(row[headcount] or 0) for row in csv.DictReader(file)}


def measure(name, source, muster, others, asked, work):
    """The figures of each tool for a workload."""
    missions, rows = missions_of(source, work), []
    expected = None
    for tool in [muster, *others]:
        output = emptied(work / "out")
        command = tool.command(source, output, missions)
        print(f"{name}: {tool.name} …", file=sys.stderr, flush=True)
        once = Watched(command, tool.environment, asked.limit)
        row = {"tool": tool, "peak": once.peak, "failed": once.failed, "runs": 0, "median": None, "spread": None, "read": None}
        rows.append(row)
        if once.failed:
            print(f"  {once.failed}", file=sys.stderr)
            continue
        if tool is muster:
            expected = {key: value for key, value in sums(output, "organisation", "headcount").items() if value}
        else:
            found = {key: value for key, value in sums(output, "Organisatie", "Bezetting").items() if value}
            hold(found == expected, f"{name}: {tool.name} adds up to something else than muster: {found} and {expected}")
            row["read"] = json.loads(once.said)
            problems = row["read"]["problems"]
            hold(not any(problems.values()), f"{name}: {tool.name} finds {problems} where there is nothing")
        runs = asked.runs if once.seconds < asked.slow else min(asked.runs, 2)
        export = work / "hyperfine.json"
        line = shlex.join(["env", *(f"{key}={value}" for key, value in tool.environment.items()), *command])
        subprocess.run(
            ["hyperfine", "--style", "none", "--runs", str(max(runs, 2)), "--warmup", "0", "--prepare", shlex.join(["rm", "-rf", str(output)]), "--export-json", str(export), "--shell", "none", line],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        result = json.loads(export.read_text(encoding="utf-8"))["results"][0]
        row |= {"runs": len(result["times"]), "median": result["median"], "spread": (result["min"], result["max"])}
    return rows


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), platform.machine())
    total = next(int(line.split()[1]) for line in open("/proc/meminfo", encoding="utf-8") if line.startswith("MemTotal"))
    return f"{model}, {os.cpu_count()} cores, {total / 2**20:.0f} GiB of memory, {platform.system()}"


def seconds(value):
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def megabytes(value):
    return f"{value / 1e6:.1f} MB" if value < 1e7 else f"{value / 1e6:.0f} MB" if value < 1e9 else f"{value / 1e9:.2f} GB"


def times(value, own):
    ratio = value / own
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def table(rows):
    """A workload's table, the fastest first."""
    own = next(row for row in rows if isinstance(row["tool"], Muster))
    lines = ["| tool | median | least – most | runs | times muster | peak memory | times muster |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for row in sorted(rows, key=lambda row: row["median"] or float("inf")):
        name = f"**{row['tool'].name}**" if row is own else row["tool"].name
        if row["median"] is None:
            lines.append(f"| {name} | {row['failed'].splitlines()[0][:60].replace('|', ' ')} | | | | {megabytes(row['peak'])} | |")
            continue
        spread = " – ".join(seconds(value) for value in row["spread"])
        ratio, heavier = (times(row[what], own[what]) for what in ["median", "peak"])
        lines.append(f"| {name} | {seconds(row['median'])} | {spread} | {row['runs']} | {ratio} | {megabytes(row['peak'])} | {heavier} |")
    return "\n".join(lines)


def extent(source, rows):
    """What a workload is, in words."""
    files = sorted(source.rglob("*.xlsx")) if source.is_dir() else [source]
    size = sum(file.stat().st_size for file in files)
    read = [row["read"] for row in rows if row["read"]]
    hold(all((one["headcounts"], one["roster"]) == (read[0]["headcounts"], read[0]["roster"]) for one in read), "not all tools read the same lines")
    lines = f" with {read[0]['headcounts']:,} headcounts and {read[0]['roster']:,} lines of a roster" if read else ""
    return f"{len(files):,} {'workbook' if len(files) == 1 else 'workbooks'} of {megabytes(size)}{lines}"


def ahead(rows):
    """Who is ahead of muster, in what, by how much."""
    own = next(row for row in rows if isinstance(row["tool"], Muster))
    said = []
    for what, word in [("median", "time"), ("peak", "memory")]:
        better = sorted((row for row in rows if row["median"] is not None and row[what] < own[what]), key=lambda row: row[what])
        names = [f"{row['tool'].name} ({own[what] / row[what]:.1f} times less)" for row in better]
        said.append(f"Less {word} than muster: {', '.join(names) or 'nobody'}.")
    return " ".join(said)


def report(muster, others, measured):
    date = datetime.date.today().isoformat()
    parts = [BEGIN, "", f"Measured on {date}: {machine()}; Python {platform.python_version()}.", ""]
    for what, rows in measured:
        parts += [f"### {what}", "", table(rows), "", ahead(rows), ""]
    parts += ["### The tools", "", "| tool | version | lines of code for this job | borrows |", "| --- | --- | ---: | --- |"]
    for tool in [muster, *others]:
        borrows = "its schemas are declared" if tool is muster else tool.borrows
        parts.append(f"| {tool.name} | {tool.version()} | {tool.lines() or ''} | {borrows} |")
    return "\n".join([*parts, "", END])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--muster", required=True, help="a release build")
    parser.add_argument("--many", type=pathlib.Path, help="a folder with many returns; schemas beside it or above are used")
    parser.add_argument("--big", type=pathlib.Path, help="one return with a long roster, alone in its folder; the same")
    parser.add_argument("--runs", type=int, default=5, help="timed runs of each tool (default 5)")
    parser.add_argument("--slow", type=float, default=120, help="a tool that takes more seconds is timed twice only (default 120)")
    parser.add_argument("--limit", type=float, default=1800, help="a tool that takes more seconds is given up (default 1800)")
    parser.add_argument("--only", action="append", default=[], help="this tool only; may be repeated")
    parser.add_argument("--page", type=pathlib.Path, default=PAGE, help="the page that is written")
    asked = parser.parse_args()
    muster = Muster(str(pathlib.Path(asked.muster).resolve()))
    others = [tool for tool in tools() if not asked.only or tool.name in asked.only]
    work = pathlib.Path(tempfile.mkdtemp(prefix="muster-compare-"))
    try:
        the_job_is_done(muster, others, work)
        print("every tool finds every planted mistake, and nothing where there is none", file=sys.stderr)
        measured = []
        for name, source in [("many", asked.many), ("big", asked.big)]:
            if source:
                source = (source / "input" if (source / "input").is_dir() else source).resolve()
                rows = measure(name, source, muster, others, asked, work)
                measured.append((extent(source, rows), rows))
        text = report(muster, others, measured)
        if measured:
            page = asked.page.read_text(encoding="utf-8")
            before, rest = page.split(BEGIN)
            asked.page.write_text(before + text + rest.split(END)[1], encoding="utf-8")
        print(text)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
