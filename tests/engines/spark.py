"""Reads tables with Spark and writes down what it saw. `check.py` starts it, in a process of its own."""

import contextlib
import datetime
import io
import json
import os
import pathlib
import sys
import tempfile

import page

task = pathlib.Path(sys.argv[1])
asked = json.loads(task.read_text(encoding="utf-8"))
settings = tempfile.mkdtemp(prefix="muster-spark-")
(pathlib.Path(settings) / "log4j2.properties").write_text("rootLogger.level = off\n", encoding="utf-8")
os.environ |= {"SPARK_CONF_DIR": settings, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": settings, "PYSPARK_PYTHON": sys.executable}

from pyspark.sql import SparkSession  # noqa: E402  it reads the environment

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.driver.memory", "1g")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "1")
    .config("spark.sql.warehouse.dir", settings)
    .getOrCreate()
)


def plain(value):
    return str(value) if isinstance(value, datetime.date) else value


def read(frame):
    types = dict(frame.dtypes)
    return {"types": types, "rows": [[plain(value) for value in row] for row in frame.collect()]}


def opened(frame):
    """How many files were opened to answer: what the scan itself counted."""
    frame.collect()
    leaves = frame._jdf.queryExecution().executedPlan().collectLeaves()
    return leaves.head().metrics().apply("numFiles").value()


tables = {}
for table in asked["tables"]:
    lake = spark.read.parquet(table["lake"])
    schema = ", ".join(f"`{name}` {kind}" for name, kind in table["csv_types"].items())
    text = spark.read.csv(table["csv"], header=True, schema=schema, quote='"', escape='"', multiLine=True, dateFormat="yyyy-MM-dd")
    tables[table["key"]] = {"flat": read(spark.read.parquet(table["flat"])), "lake": read(lake), "csv": read(text)}
    if table["month"]:
        tables[table["key"]]["opened"] = opened(lake.where(f"period = '{table['month']}'"))

names, said = {"spark": spark}, []
for code in asked["blocks"]:
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        exec(compile(code, "docs/lake.md", "exec"), names)
    said.append(page.as_text(heard.getvalue()))
spark.stop()
pathlib.Path(f"{task}.found").write_text(json.dumps({"tables": tables, "blocks": said}), encoding="utf-8")
