"""What every tool is told of the job: where to read and write, what is allowed, and how to say what was found."""

import argparse
import json
import pathlib
import re

RANKS = ["aspirant", "surveillant", "agent", "hoofdagent", "brigadier", "inspecteur", "hoofdinspecteur", "commissaris", "hoofdcommissaris", "eerste hoofdcommissaris"]  # fmt: skip
SEXES = ["M", "V"]
ON_POSTING = ["in missiegebied", "tijdelijk in NL"]
STATUSES = [*ON_POSTING, "teruggekeerd", "nog niet vertrokken"]
# The header of the headcount stands in the fourth row, that of the roster in the first.
HEADCOUNT, ROSTER = "Bezetting", "Rooster"
HEADER_ROW = 4
COUNTS = ["Bezetting", "In missiegebied", "Waarvan tijdelijk in NL", "Vrouwen"]
TOTAL = "TOTAAL"


class Job:
    """The job as it stands on the command line: INPUT OUTPUT MISSIONS."""

    def __init__(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("input", type=pathlib.Path)
        parser.add_argument("output", type=pathlib.Path)
        parser.add_argument("missions", type=pathlib.Path)
        parser.add_argument("--engine")
        asked = parser.parse_args()
        self.engine = asked.engine
        self.files = [str(path) for path in sorted(asked.input.rglob("*.xlsx"))] if asked.input.is_dir() else [str(asked.input)]
        self.output = asked.output
        self.output.mkdir(parents=True, exist_ok=True)
        self.missions = asked.missions.read_text(encoding="utf-8").splitlines()


def period(file):
    """The month that a file is for."""
    return re.search(r"\d{4}-\d{2}(?=\.xlsx$)", file)[0]


def say(headcounts, roster, problems):
    """What was done, for whoever compares the tools: lines read, and problems by kind; `None` for what the tool does not look at."""
    print(json.dumps({"headcounts": headcounts, "roster": roster, "problems": problems}))
