"""What the checks of safety share: inputs, runs, and the published set as a reader sees it."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCK, STAGING, JOURNAL = ".muster.lock", ".muster-staging", ".muster-journal.json"

failures = 0


def hold(truth, what):
    """Counts and tells what does not hold."""
    global failures
    if not truth:
        failures += 1
        print(f"FAILED {what}", flush=True)
    return truth


def east(month, last_day, counts):
    """A return of one coordinator as text."""
    names = ("EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova")
    lines = [f"Peildatum;{last_day}", "", "Missie;Bezetting"] + [f"{n};{c}" for n, c in zip(names, counts)]
    return f"opgave-oost-{month}.csv", "\n".join(lines + [f"TOTAAL;{sum(counts)}", ""])


def sample(folder, months, changed=None):
    """The sample returns of some months, with another return of the east in one of them."""
    for month in months:
        shutil.copytree(ROOT / "input" / month, folder / month)
    if changed:
        month, last_day, counts = changed
        (folder / month / f"opgave-oost-{month}.xlsx").unlink()
        name, text = east(month, last_day, counts)
        (folder / month / name).write_text(text)
    return folder


def start(program, *words, **options):
    """Starts muster in a session of its own, so that what it leaves behind can be found."""
    words = [str(program), *map(str, words)]
    environment = {"LC_ALL": "C", "PATH": os.environ["PATH"], "TMPDIR": os.environ.get("TMPDIR", "/tmp")}
    settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True, **{**settings, **options})


def run(program, *words, **options):
    """Runs muster to its end: exit code, standard output, standard error."""
    process = start(program, *words, **options)
    out, err = process.communicate()
    return process.returncode, out, err


def left_running(session, patience=5.0):
    """Processes of a session that still run after a while."""
    until = time.monotonic() + patience
    while True:
        left = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    fields = pathlib.Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[3]) == session and fields[0] != "Z":
                    left.append(int(entry))
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.01)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Standing:
    """The set in a folder, read where its files stand."""

    def __init__(self, out):
        self.journal = (out / JOURNAL).exists()
        self.staging = (out / STAGING).exists()
        moves = set(json.loads((out / JOURNAL).read_text())["moves"]) if self.journal else set()

        def place(name):
            staged = out / STAGING / name
            return staged if name in moves and staged.exists() else out / name

        self.files, self.wrong = None, []
        if not place("manifest.json").exists():
            self.wrong.append("there is no manifest")
            return
        manifest = json.loads(place("manifest.json").read_text())
        self.files = {output["path"]: output["sha256"] for output in manifest["outputs"]}
        for name, expected in self.files.items():
            if not place(name).exists() or sha256(place(name)) != expected:
                self.wrong.append(f"{name} is not as the manifest says")
        if not self.journal:
            there = {path.name for path in out.iterdir() if not path.name.startswith(".")}
            if there != {*self.files, "manifest.json"}:
                self.wrong.append(f"other files: {sorted(there ^ {*self.files, 'manifest.json'})}")
        hidden = {path.name for path in out.iterdir() if path.name.startswith(".")} - {LOCK, STAGING, JOURNAL}
        if hidden:
            self.wrong.append(f"left behind: {sorted(hidden)}")

    def clean(self):
        """Whether nothing of an interrupted run is left."""
        return not (self.wrong or self.journal or self.staging)
