#!/usr/bin/env python3
"""Imports in a row, over inputs that change: nothing grows and nothing is left. See README.md."""

import argparse
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import common
from common import LOCK, Standing, east, hold, left_running, sample, start


def inputs(folder):
    """The states that the inputs go through, one after another, and then from the beginning."""
    dice = random.Random(1)
    home = sample(folder / "input", ["2026-03", "2026-04", "2026-05"])
    east_of_may, balkan = home / "2026-05" / "opgave-oost-2026-05.xlsx", home / "2026-04" / "opgave-balkan-2026-04.ods"
    whole = {path: path.read_bytes() for path in (east_of_may, balkan)}
    noise = bytes(dice.randrange(256) for _ in range(20_000))
    _, corrected = east("2026-05", "31-05-2026", (8, 3, 4, 1))
    _, wrong = east("2026-05", "31-05-2026", (8, 3, 4, 1))
    added = home / "2026-05" / "opgave-oost-2026-05-v2.csv"
    broken = home / "2026-05" / "bijlage-2026-05.xls"

    def state(at):
        for path, content in whole.items():
            path.write_bytes(content)
        for path in (added, broken):
            path.unlink(missing_ok=True)
        match at % 10:
            case 1:
                added.write_text(corrected)
            case 2:
                balkan.unlink()
            case 3:
                added.write_text(wrong.replace("TOTAAL;16", "TOTAAL;17"))
            case 4:
                east_of_may.write_bytes(whole[east_of_may][:3000])
            case 5:
                broken.write_bytes(noise)
            case 6:
                broken.write_bytes(b"")
            case 7:
                balkan.write_bytes(whole[balkan][:-40] + noise[:40])
            case 8:
                added.write_bytes(noise)

    return home, state


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("muster", type=pathlib.Path)
    parser.add_argument("runs", type=int, nargs="?", default=1000)
    asked = parser.parse_args()
    program = asked.muster.resolve()
    # Windows of whole rounds through the states, so that both see the same inputs.
    window = max(10, min(100, asked.runs // 4 // 10 * 10))
    peaks, took = [], []
    with tempfile.TemporaryDirectory(prefix="muster-soak-") as place:
        folder = pathlib.Path(place)
        home, state = inputs(folder)
        scratch, out, said = folder / "tmp", folder / "out", folder / "said"
        scratch.mkdir()
        os.environ["TMPDIR"] = str(scratch)
        for at in range(asked.runs):
            state(at)
            began = time.monotonic()
            with said.open("w") as errors:
                process = start(program, "import", home, "--output", out, "--quiet", stdout=subprocess.DEVNULL, stderr=errors)
                _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            took.append(time.monotonic() - began)
            peaks.append(used.ru_maxrss)
            hold(process.returncode == 0, f"run {at}: exit {process.returncode}: {said.read_text()}")
            hold(not any(scratch.iterdir()), f"run {at}: temporary files are left")
            hold(not left_running(process.pid), f"run {at}: processes are left")
            hidden = {path.name for path in out.iterdir() if path.name.startswith(".")}
            hold(hidden == {LOCK}, f"run {at}: {sorted(hidden)} in the output folder")
            if at % 25 == 0 or at == asked.runs - 1:
                found = Standing(out)
                hold(found.clean(), f"run {at}: {found.wrong}")
            if common.failures > 20:
                break
    first, last = statistics.median(peaks[:window]), statistics.median(peaks[-window:])
    hold(last <= first * 1.05, f"the peak of memory grew from {first} to {last} KiB")
    print(
        f"{len(peaks)} imports in a row: {statistics.median(took) * 1000:.0f} ms each; peak memory of a run {first / 1024:.1f} MiB in the "
        f"first {window}, {last / 1024:.1f} MiB in the last {window} (medians), {max(peaks) / 1024:.1f} MiB at most; "
        "no files, no processes left"
        if not common.failures
        else f"{common.failures} failures"
    )
    return 1 if common.failures else 0


if __name__ == "__main__":
    sys.exit(main())
