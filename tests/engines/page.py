"""Plays a page: runs its blocks and compares what they give with what the page shows.

A block to run stands below `<!-- run: duckdb -->`, `<!-- run: python -->` or `<!-- run: spark -->`, what it gives below the
`<!-- gives -->` that follows: a table, or a block of text. Blocks of one engine go on where the one before ended. With
`MUSTER_BLESS=1` in the environment the page is written anew instead, to be looked at before it is committed.
"""

import contextlib
import dataclasses
import io
import os
import pathlib
import re

import duckdb

RUN = re.compile(
    r"^<!-- run: (?P<engine>\w+) -->\n```\w+\n(?P<code>.*?)^```\n\n<!-- gives -->\n(?P<shown>```text\n.*?^```\n|(?:\|[^\n]*\n)+)", re.M | re.S
)

# What blocks really gave, by the text of the page that they stand in.
given = {}


@dataclasses.dataclass
class Block:
    """A block of a page, with what the page says that it gives."""

    engine: str
    code: str
    shown: str


def blocks(path, engine=None):
    """The blocks of a page, in its order."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    found = [Block(**part.groupdict()) for part in RUN.finditer(text)]
    marked = text.count("<!-- run: ")
    if len(found) != marked:
        raise SystemExit(f"{path}: {marked} blocks are to be run, and {len(found)} have something that they give below them")
    return [block for block in found if engine in (None, block.engine)]


def compare(block, said, hold):
    """Holds that a block gave what the page shows."""
    given[(block.engine, block.code)] = said
    if os.environ.get("MUSTER_BLESS") != "1":
        hold(said == block.shown, f"docs/lake.md, {block.engine}:\n{block.code}\ngives\n{said}\nand the page shows\n{block.shown}")


def bless(path):
    """Writes the page anew with what its blocks gave."""
    if os.environ.get("MUSTER_BLESS") != "1":
        return

    def anew(part):
        said = given.get((part["engine"], part["code"]), part["shown"])
        return part[0][: part.start("shown") - part.start()] + said

    path = pathlib.Path(path)
    path.write_text(RUN.sub(anew, path.read_text(encoding="utf-8")), encoding="utf-8")


def as_text(said):
    return f"```text\n{said.rstrip()}\n```\n"


def as_table(columns, rows):
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join("" if value is None else str(value) for value in line) + " |\n" for line in lines)


def play(path, folder, hold):
    """Runs the blocks for DuckDB and Python in a folder; those for Spark are run where Spark is."""
    before = pathlib.Path.cwd()
    os.chdir(folder)
    try:
        engine = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
        names = {}
        for block in blocks(path):
            if block.engine == "duckdb":
                result = engine.sql(block.code)
                compare(block, as_table(result.columns, result.fetchall()), hold)
            elif block.engine == "python":
                said = io.StringIO()
                with contextlib.redirect_stdout(said):
                    exec(compile(block.code, str(path), "exec"), names)
                compare(block, as_text(said.getvalue()), hold)
            elif block.engine != "spark":
                raise SystemExit(f"{path}: {block.engine} is no engine")
    finally:
        os.chdir(before)
