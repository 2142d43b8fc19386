#!/usr/bin/env python3
"""Does to a running muster what befalls programs: kills, full disks, other runs. See README.md."""

import argparse
import os
import pathlib
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import common
from common import JOURNAL, STAGING, Standing, hold, left_running, run, sample, start

not_run = []


class World:
    """Two inputs that take turns in one output folder, and the two sets that they give."""

    def __init__(self, name, program, folder, inputs, words):
        self.name, self.program, self.inputs, self.words = name, program, inputs, words
        self.out = folder / f"out-{name}"
        self.sets = {}
        for turn in ["a", "b", "a", "b"]:
            self.publish(turn)
            found = Standing(self.out)
            hold(found.clean(), f"{name}: {turn}: {found.wrong}")
            hold(self.sets.setdefault(turn, found.files) == found.files, f"{name}: {turn} is another set the second time")
        hold(self.sets["a"] != self.sets["b"], f"{name}: both sets are alike")

    def line(self, turn):
        return ["import", self.inputs[turn], "--output", self.out, *self.words]

    def publish(self, turn):
        code, _, err = run(self.program, *self.line(turn))
        return hold(code == 0, f"{self.name}: {turn}: exit {code}: {err}")

    def standing(self):
        """What stands: a, b, or None where it is neither; and the state."""
        found = Standing(self.out)
        return next((turn for turn, files in self.sets.items() if files == found.files), None), found

    def is_whole(self, turn, what):
        """Holds that one of the sets stands and nothing else is left."""
        label, found = self.standing()
        return hold(label == turn and found.clean(), f"{what}: {label} instead of {turn}, {found.wrong}, {found.journal}, {found.staging}")


def until(path, process):
    """Waits for a file, without a pause: what follows takes milliseconds. False if the process ended before."""
    name = os.fspath(path)
    while not os.path.lexists(name):
        if process.poll() is not None:
            return False
    return True


def lengths(world):
    """How long a run takes, how long of that it publishes, and of that moves."""
    whole, publishing, moving = [], [], []
    for at in range(8):
        turn = "ab"[at % 2]
        began = time.monotonic()
        process = start(world.program, *world.line(turn), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if until(world.out / STAGING, process):
            staged = time.monotonic()
            if until(world.out / JOURNAL, process):
                moved = time.monotonic()
                process.wait()
                moving.append(time.monotonic() - moved)
                publishing.append(time.monotonic() - staged)
        process.wait()
        whole.append(time.monotonic() - began)
    # Rather too short than too long: a kill that comes late is one for nothing.
    short = lambda numbers: statistics.quantiles(numbers, n=4)[0] if len(numbers) > 1 else 0.01
    return short(whole), short(publishing), short(moving)


def kills(world, number, dice):
    """Kills runs, and holds after each that the set is one of the two, or will be after one more run."""
    whole, publishing, moving = lengths(world)
    print(f"{world.name}: a run takes {whole * 1000:.0f} ms; it publishes for {publishing * 1000:.0f} of these and moves for {moving * 1000:.0f}")
    counts = dict.fromkeys(["old", "old, half a set in staging", "new", "to be finished"], 0)
    label, _ = world.standing()
    tried = ended = 0
    # A run that was over before the kill reached it proves nothing, and is tried again.
    while tried - ended < number and tried < number * 4:
        at, tried = tried, tried + 1
        before, turn = label, "b" if label == "a" else "a"
        process = start(world.program, *world.line(turn), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        match at % 3:
            case 0:
                time.sleep(dice.uniform(0, whole * 0.9))
            case 1:
                until(world.out / STAGING, process)
                time.sleep(dice.uniform(0, publishing * 0.6))
            case _:
                until(world.out / JOURNAL, process)
                if dice.random() < 0.3:
                    time.sleep(dice.uniform(0, moving * 0.5))
        over = process.poll() is not None
        process.kill()
        process.wait()
        hold(not left_running(process.pid), f"kill {at}: processes are left")
        label, found = world.standing()
        hold(not found.wrong, f"kill {at}: {found.wrong}")
        hold(label in (before, turn), f"kill {at}: neither the old set nor the new one")
        hold(not found.journal or label == turn, f"kill {at}: a journal of another set")
        if over:
            ended += 1
            hold(label == turn and found.clean(), f"kill {at}: it was over")
        elif found.journal:
            counts["to be finished"] += 1
        elif label == turn:
            counts["new"] += 1
        else:
            counts["old, half a set in staging" if found.staging else "old"] += 1
        afterwards(world, at, label, dice)
        label, _ = world.standing()
    killed = tried - ended
    print(f"{world.name}: {killed} runs killed: " + ", ".join(f"{many} {what}" for what, many in counts.items()) + f" ({ended} more were over before)", flush=True)
    hold(killed >= number, f"{world.name}: only {killed} kills came in time")
    for what in ("old, half a set in staging", "to be finished"):
        # On a machine that is busy many kills come late; a tenth of what is usual is still a proof.
        hold(counts[what] >= max(1, number // 30), f"{world.name}: {counts[what]} kills left {what}: too few to prove anything")


def afterwards(world, at, label, dice):
    """One more run, of one kind or another."""
    kind = dice.randrange(3)
    if kind == 0:
        code, _, err = run(world.program, "import", world.inputs["empty"], "--output", world.out)
        hold(code == 3, f"kill {at}: nothing to read: exit {code}: {err}")
        world.is_whole(label, f"kill {at}, then a run that reads nothing")
        return
    if kind == 1:
        tree = lambda: sorted((str(path), path.lstat().st_mtime_ns) for path in world.out.rglob("*"))
        left = tree()
        code, _, err = run(world.program, "status", "--input", world.inputs["a"], "--output", world.out, "--fail-on", "never")
        hold(code == 0, f"kill {at}: status: exit {code}: {err}")
        hold(tree() == left, f"kill {at}: looking changed something")
    turn = dice.choice("ab")
    world.publish(turn)
    world.is_whole(turn, f"kill {at}, then a run")


def limited(world):
    """Where no file may become larger than so much: what a full disk does, on any machine."""
    turn, other = "a", "b"
    world.publish(other)
    largest = max(path.stat().st_size for path in world.out.iterdir())
    world.publish(turn)
    failed = 0
    # The last is one byte less than the largest file needs.
    for size in (0, 1, 200, 512, 1000, 3000, 5000, 8000, 20_000, 50_000, 100_000, largest - 1):
        def limits(size=size):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        code, _, err = run(world.program, *world.line(other), preexec_fn=limits, restore_signals=False)
        failed += code == 3
        if hold(code == 3, f"files of {size} bytes: exit {code}: {err}"):
            hold("too large" in err and "previous output still stands" in err, f"files of {size} bytes: {err}")
        world.is_whole(turn, f"files of {size} bytes")
        world.publish(turn)
    print(f"{world.name}: {failed} runs that could write no further: the old set stands after each")


def together(world, dice):
    """Two runs at once: each publishes or says that it is another's turn, and nothing is mixed."""
    told = published = rounds = 0
    while rounds < 20 or (told < 5 and rounds < 80):
        rounds += 1
        both = {turn: start(world.program, *world.line(turn), stdout=subprocess.DEVNULL) for turn in dice.sample("ab", 2)}
        ends = {turn: (process.communicate()[1], process.returncode) for turn, process in both.items()}
        won = [turn for turn, (_, code) in ends.items() if code == 0]
        for err, code in ends.values():
            told += code == 3
            hold(code == 0 or (code == 3 and "Another muster is already writing" in err), f"two at once: exit {code}: {err}")
        published += len(won)
        label, found = world.standing()
        hold(won and label in won and found.clean(), f"two at once: {label} of {won}, {found.wrong}")
    hold(told, "two at once: they never met")
    print(f"{world.name}: {rounds} pairs of runs at once: {published} published, {told} were told that another does")


def looking(world, folder):
    """Who looks while others publish sees one set or the other."""
    may = sample(folder / "may", ["2026-05"])
    questions = [["status", "--fail-on", "never"], ["diff", "2026-03", "2026-04"], ["letter", "--period", "2026-04"]]
    ask = lambda question: run(world.program, *question, "--input", may, "--output", world.out)
    answers = {}
    for turn in "ab":
        world.publish(turn)
        for question in questions:
            code, out, err = ask(question)
            # A letter with open errors is one all the same, and tells so by its exit code.
            hold(code in (0, 1), f"{question}: exit {code}: {err}")
            answers.setdefault(question[0], set()).add((code, out))
    hold(all(len(known) == 2 for known in answers.values()), f"the sets give the same answers: {[len(one) for one in answers.values()]}")
    asked = 0
    for at in range(30):
        process = start(world.program, *world.line("ab"[at % 2]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        question = questions[at % 3]
        if at % 2:
            until(world.out / STAGING, process)
        code, out, err = ask(question)
        asked += 1
        hold((code, out) in answers[question[0]], f"{question[0]} while another publishes: exit {code}: {err}")
        hold(process.wait() == 0, "the run that published meanwhile")
    world.is_whole("b", "after looking")
    print(f"{world.name}: {asked} questions while another published: each was answered from one set or the other")


def vanishing(world, folder, dice):
    """Returns that go away during a run, one of them or the whole folder."""
    counts = {0: 0, 3: 0}
    whole, _, _ = lengths(world)
    for at in range(16):
        world.publish("a")
        before = Standing(world.out).files
        copy = folder / "vanishing"
        shutil.copytree(world.inputs["b"], copy)
        process = start(world.program, "import", copy, "--output", world.out, *world.words)
        time.sleep(dice.uniform(0, whole * (0.2 if at % 2 else 0.7)))
        if at % 2:
            shutil.rmtree(copy)
        else:
            next(copy.rglob("opgave-balkan-*.ods")).unlink()
        _, err = process.communicate()
        code = process.returncode
        if hold(code in counts, f"inputs that go away: exit {code}: {err}"):
            counts[code] += 1
        found = Standing(world.out)
        hold(found.clean(), f"inputs that go away: {found.wrong}")
        hold(code == 0 or found.files == before, "inputs that go away: the old set does not stand")
        hold("panicked" not in err, f"inputs that go away: {err}")
        shutil.rmtree(copy, ignore_errors=True)
    print(f"{world.name}: 16 runs whose returns went away: {counts[0]} published what was left, {counts[3]} left the old set")


def namespace():
    """How to get a place where file systems can be mounted that nobody else sees; None where that cannot be had."""
    for words in (["unshare", "--user", "--map-root-user", "--mount"], ["unshare", "--mount"], ["sudo", "-n", "unshare", "--mount"]):
        try:
            with tempfile.TemporaryDirectory() as folder:
                if not subprocess.run([*words, "mount", "-t", "tmpfs", "none", folder], capture_output=True).returncode:
                    return words
        except FileNotFoundError:
            pass
    return None


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)


def full_disk(program, folder, inputs):
    """A disk that is full at one step or another. The old set stands; with room again the new one is published."""
    disk = folder / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=16m", "none", disk)
    world = World("disk", program, disk, inputs, ["--no-history"])
    world.publish("b")
    need = sum(path.stat().st_size + 4096 for path in world.out.iterdir())
    filler, failed, fitted = disk / "filler", 0, 0
    for free in [0, 4096, 8192, 16_384, 40_960, *(need * at // 12 // 4096 * 4096 for at in range(2, 13))]:
        world.publish("a")
        room = os.statvfs(disk)
        filler.write_bytes(bytes(max(0, room.f_bavail * room.f_bsize - free)))
        code, _, err = run(program, *world.line("b"))
        if code == 0:
            fitted += 1
            world.is_whole("b", f"{free} bytes free")
        else:
            failed += 1
            hold(code == 3 and "the disk is full" in err and "previous output still stands" in err, f"{free} bytes free: exit {code}: {err}")
            world.is_whole("a", f"{free} bytes free")
        filler.unlink()
        world.publish("b")
        world.is_whole("b", f"with room again after {free} bytes")
    hold(failed >= 10, f"the disk was full {failed} times only")
    print(f"full disk: {failed} runs failed, at as many fillings, {fitted} fitted; with room again each published")
    full_beside(program, disk, inputs, filler)
    subprocess.run(["umount", disk], check=True)
    mount("-t", "tmpfs", "-o", "size=16m,nr_inodes=70", "none", disk)
    out = disk / "out"
    code, _, err = run(program, "import", inputs["a"], "--output", out)
    before = Standing(out)
    hold(code == 0 and before.clean(), f"a disk that takes few files: exit {code}: {err}")
    code, _, err = run(program, "import", inputs["b"], "--output", out, "--no-history")
    after = Standing(out)
    hold(code == 3 and "the disk is full" in err, f"a disk that takes no more files: exit {code}: {err}")
    hold(after.clean() and after.files == before.files, f"a disk that takes no more files: {after.wrong}")
    subprocess.run(["umount", disk], check=True)


def full_beside(program, disk, inputs, filler):
    """What is written beside the set, on a full disk: what was there stands, and nothing is left."""
    common_words = ["--input", inputs["a"], "--output", disk / "out-disk"]
    jobs = {
        "letter": ["letter", *common_words, "--period", "2026-05", "--to", disk / "letters" / "letter.docx"],
        "template": ["template", *common_words, "--coordinator", "oost", "--to", disk / "forms", "--force"],
        "feedback": ["feedback", *common_words, "--to", disk / "sent", "--fail-on", "never"],
    }
    (disk / "letters").mkdir()
    tree = lambda: {str(path): path.read_bytes() for path in disk.rglob("*") if path.is_file()}
    for name, words in jobs.items():
        code, _, err = run(program, *words)
        hold(code in (0, 1), f"{name}: exit {code}: {err}")
        before = tree()
        room = os.statvfs(disk)
        filler.write_bytes(bytes(room.f_bavail * room.f_bsize))
        code, _, err = run(program, *words)
        filler.unlink()
        hold(code == 3 and "the disk is full" in err, f"{name} on a full disk: exit {code}: {err}")
        after = tree()
        hold(after == before, f"{name} on a full disk changed {sorted(set(after.items()) ^ set(before.items()))[:1]}")
        code, _, err = run(program, *words)
        hold(code in (0, 1), f"{name} with room again: exit {code}: {err}")


def read_only(program, folder, inputs):
    """A folder that can be read only: the set stands, can be looked at, and is replaced once it can be written."""
    world = World("read-only", program, folder, inputs, ["--no-history"])
    label, _ = world.standing()
    mount("--bind", world.out, world.out)
    mount("-o", "remount,bind,ro", world.out)
    code, _, err = run(program, *world.line("a"))
    hold(code == 3 and "read-only" in err, f"read-only: exit {code}: {err}")
    world.is_whole(label, "read-only")
    code, out, err = run(program, "status", "--input", inputs["a"], "--output", world.out, "--fail-on", "never")
    hold(code == 0 and out, f"read-only: status: exit {code}: {err}")
    mount("-o", "remount,bind,rw", world.out)
    world.publish("a")
    world.is_whole("a", "once it can be written")
    print("read-only folder: nothing is written, the set can be looked at, and is replaced once that can be")


def inside(program, folder):
    """The part that mounts, in a place of its own."""
    folder = pathlib.Path(folder)
    inputs = {turn: folder / turn for turn in ("a", "b", "empty")}
    full_disk(program, folder, inputs)
    read_only(program, folder, inputs)
    return 1 if common.failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("muster", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20260531)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    program = asked.muster.resolve()
    if asked.inside:
        return inside(program, asked.inside)
    dice = random.Random(asked.seed)
    # Most of it where flushing costs nothing, so that there is time for more; the rest on a disk, where a run takes longer to publish.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="muster-safety-", dir=memory) as place, tempfile.TemporaryDirectory(prefix="muster-safety-") as slow:
        folder = pathlib.Path(place)
        inputs = {
            "a": sample(folder / "a", ["2026-03", "2026-04", "2026-05"]),
            # Without May, whose letters are so to be removed.
            "b": sample(folder / "b", ["2026-03", "2026-04"], ("2026-04", "30-04-2026", (8, 3, 4, 1))),
            # March and April are carried forward from the set before.
            "may": sample(folder / "late", ["2026-05"], ("2026-05", "31-05-2026", (9, 2, 5, 1))),
            "empty": folder / "empty",
        }
        inputs["empty"].mkdir()
        plain = World("all anew", program, folder, inputs, ["--no-history"])
        carried = World("carried forward", program, pathlib.Path(slow), {**inputs, "b": inputs["may"]}, [])
        kills(plain, asked.kills * 3 // 4, dice)
        kills(carried, asked.kills - asked.kills * 3 // 4, dice)
        limited(plain)
        together(plain, dice)
        looking(plain, folder)
        vanishing(plain, folder, dice)
        words = namespace()
        if words is None:
            not_run.append("a full disk and a read-only folder: nothing can be mounted here (tried unshare with and without a user namespace, and sudo)")
        else:
            command = [*words, sys.executable, __file__, program, "--inside", folder]
            hold(subprocess.run(list(map(str, command))).returncode == 0, "a full disk or a read-only folder")
    for what in not_run:
        print(f"\n*** NOT CHECKED: {what} ***\n", file=sys.stderr)
    print(f"{common.failures} failures" if common.failures else "all of it holds" + (", as far as it was checked" if not_run else ""))
    return 1 if common.failures else 0


if __name__ == "__main__":
    sys.exit(main())
