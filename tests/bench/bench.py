#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Measures the program beside what sets its limit, turn by turn, and prints one table.

    bench.py [--build FOLDER] [--rounds N] [--short] [ROW…]

Each row is one measure: the program's figure, its counterpart's, and the ratio of their medians
with the spread. --short does every row once and small: whether it runs, no verdict on a time.
All figures go to bench.json in the build folder. README.md explains the rows.
"""

import argparse
import glob
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import browser
import uploads

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FRAME_MS = 1000 / 60
SETTLED_S = 0.6
ROWS = {}


def row(function):
    ROWS[function.__name__.replace("_", "-")] = function
    return function


class Skip(Exception):
    """A row whose counterpart is not to be had here."""


class Bench:
    def __init__(self, build, rounds, short, folder):
        self.build = build
        self.rounds = 1 if short else rounds
        self.short = short
        self.folder = pathlib.Path(folder)
        self.stores = {}
        self.figures = []

    def program(self, *parts):
        return str(self.build.joinpath(*parts))

    def sizes(self):
        return (0, 50) if self.short else (0, 1000, 10000)

    def figure(self, name, unit, ours, theirs, against, goal=""):
        """One line of the table; @theirs is a list beside @ours, or a number that is the limit."""
        ours = sorted(ours)
        limit = isinstance(theirs, (int, float))
        theirs = [theirs] if limit else sorted(theirs)
        median, other = statistics.median(ours), statistics.median(theirs)
        ratio = median / other if other else float("nan")
        self.figures.append(
            {"name": name, "unit": unit, "median": median, "lowest": ours[0], "highest": ours[-1],
             "against": against, "counterpart": other, "ratio": ratio, "goal": goal, "runs": len(ours)}
        )
        print(f"#= {name:<44} {median:>10.2f} {unit:<4} ({ours[0]:.2f} to {ours[-1]:.2f}), "
              f"{against} {other:.2f}: {ratio:.2f} ×{f', goal {goal}' if goal else ''}", flush=True)

    # Cases -------------------------------------------------------------------------------------

    def store(self, cases):
        """A data folder with that many drafts, made once."""
        if cases not in self.stores:
            folder = self.folder / f"store-{cases}"
            household = json.loads((SOURCE / "tests/data/households/01-single-wage.json").read_text())
            # What is around it is no word of the format, and would leave an empty draft.
            text = json.dumps(household["application"])
            files = self.folder / f"files-{cases}"
            files.mkdir()
            for i in range(cases):
                (files / f"{i:05}.json").write_text(text.replace("Jansen", f"Voorbeeld{i:05}"))
            # Only what takes something in begins a store, also when there is nothing to take in.
            subprocess.run([self.program("src", "ctl", "zpictl"), "--practice", "--data", str(folder), "import",
                            str(files / "none.json")], check=False, capture_output=True)
            names = sorted(str(f) for f in files.iterdir())
            for at in range(0, len(names), 2000):
                self.zpictl(folder, "import", *names[at : at + 2000])
            self.stores[cases] = folder
        return self.stores[cases]

    def copy_of_store(self, cases):
        folder = self.folder / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.store(cases), folder)
        return folder

    def zpictl(self, folder, *arguments):
        subprocess.run(
            [self.program("src", "ctl", "zpictl"), "--practice", "--data", str(folder), *arguments],
            check=True, stdout=subprocess.DEVNULL,
        )

    # Programs ----------------------------------------------------------------------------------

    def processor(self, command, given=os.devnull):
        """Processor time of one run with what it is @given on standard input, in ms."""
        with open(os.devnull, "wb") as nowhere, open(given, "rb") as something:
            process = subprocess.Popen(command, stdin=something, stdout=nowhere)
            _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status != 0:
            raise SystemExit(f"bench: {command[0]} ended with {status}")
        return (usage.ru_utime + usage.ru_stime) * 1000

    def instructions(self, command, function=None):
        """Instructions of one run by callgrind, of @function with all it calls or of everything."""
        out = self.folder / "callgrind.out"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *command],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        total = re.search(r"^(?:summary|totals): (\d+)", out.read_text(errors="replace"), re.M)
        return int(total.group(1))


class Window:
    """A program with a window, watched by watch.so."""

    def __init__(self, bench, arguments):
        self.log = bench.folder / "watch.log"
        self.log.unlink(missing_ok=True)
        data = bench.build / "data"
        environment = dict(
            os.environ,
            ZPI_BENCH_LOG=str(self.log),
            LD_PRELOAD=bench.program("tests", "bench", "bench-watch.so"),
            GSETTINGS_SCHEMA_DIR=str(data),
            XDG_DATA_DIRS=f"{data}:/usr/local/share:/usr/share",
            GTK_A11Y="none",
            LC_ALL="C.UTF-8",
            LANGUAGE="en",
        )
        self.start_s = time.monotonic()
        self.process = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL)

    def events(self):
        found = []
        if self.log.exists():
            for line in self.log.read_text().splitlines():
                parts = line.split()
                if len(parts) > 1 and parts[-1].isdigit():
                    found.append((parts[0], int(parts[1]) / 1e6, int(parts[-1]) / 1000))
        return found

    def frames(self):
        return [at for kind, at, _ in self.events() if kind == "frame"]

    def settle(self, since=0.0, timeout=60.0):
        """Waits until no frame was drawn for a while; returns when the last one was."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            time.sleep(0.05)
            if self.process.poll() is not None:
                raise SystemExit("bench: the program ended by itself")
            drawn = [at for at in self.frames() if at > since]
            if drawn and time.monotonic() - drawn[-1] > SETTLED_S:
                return drawn[-1]
        raise SystemExit("bench: the window never comes to rest")

    def longest_away(self, since):
        """The longest that the main loop was away since then, in ms."""
        return max([ms for kind, at, ms in self.events() if kind == "away" and at >= since], default=0.0)

    def stall_after(self, key, seconds):
        """The same in the time after a key was pressed."""
        since = self.keys(key)
        time.sleep(seconds)
        return self.longest_away(since)

    def processor_ms(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/schedstat").read_text().split()
        whole = 0
        for task in glob.glob(f"/proc/{self.process.pid}/task/*/schedstat"):
            whole += int(pathlib.Path(task).read_text().split()[0])
        return max(whole, int(fields[0])) / 1e6

    def memory_mb(self):
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+)", rollup, re.M).group(1)) / 1024

    def wake_ups(self):
        count = 0
        for status in glob.glob(f"/proc/{self.process.pid}/task/*/status"):
            text = pathlib.Path(status).read_text()
            count += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.M).group(1))
        return count

    def keys(self, *names):
        now = time.monotonic()
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)
        return now

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def intake_window(bench, folder):
    return Window(
        bench,
        [bench.program("src", "app", "zoetermeerpas-intake"), "--practice", "--data", str(folder)],
    )


def empty_window(bench):
    return Window(bench, [bench.program("tests", "bench", "empty-window")])


def timed_start(window):
    """First frame, at rest, processor (ms), memory (MB)."""
    last = window.settle()
    figures = (
        (window.frames()[0] - window.start_s) * 1000,
        (last - window.start_s) * 1000,
        window.processor_ms(),
        window.memory_mb(),
    )
    window.end()
    return figures


@row
def start(bench):
    """From the command to the last frame of Start; also the first frame, processor and memory."""
    for cases in bench.sizes():
        folder = bench.store(cases)
        timed_start(empty_window(bench))
        timed_start(intake_window(bench, folder))
        ours, theirs = [], []
        for _ in range(bench.rounds):
            ours.append(timed_start(intake_window(bench, folder)))
            theirs.append(timed_start(empty_window(bench)))
        goals = {0: ("1.15", "1.0", "1.15", "1.25"), 1000: ("1.15", "1.15", "1.25", "1.25")}
        goals = goals.get(cases, ("1.15", "1.3", "1.4", "1.25"))
        names = ("first frame", "at rest", "processor", "memory")
        for i, (name, unit) in enumerate(zip(names, ("ms", "ms", "ms", "MB"))):
            bench.figure(f"start, {cases} cases, {name}", unit, [o[i] for o in ours],
                         [t[i] for t in theirs], "empty window", goals[i])


@row
def documents(bench):
    """The memory of a window that shows a case with five photos, beside the empty window's."""
    folder = bench.folder / "photos"
    folder.mkdir()
    papers = []
    for i in range(5):
        papers.append({"soort": "overig", "bestand": str(folder / f"{i}.jpg")})
        subprocess.run(["convert", "-seed", str(i), "-size", "800x600" if bench.short else "4000x3000",
                        "plasma:tomato-steelblue", "-quality", "92", papers[-1]["bestand"]], check=True)
    case = folder / "case.json"
    case.write_text(json.dumps({**uploads.FORM, "bewijsstukken": papers}))
    bench.zpictl(folder / "data", "import", case)
    ours, theirs = [], []
    for _ in range(bench.rounds):
        empty = empty_window(bench)
        empty.settle()
        theirs.append(empty.memory_mb())
        empty.end()
        window = intake_window(bench, folder / "data")
        window.settle()
        for key in ("Return", "ctrl+6"):
            window.settle(window.keys(key))
        ours.append(window.memory_mb())
        window.end()
    bench.figure("five photos in a case, memory", "MB", ours, theirs, "empty window", "1.4")


@row
def chromium(bench):
    """The same beside Chromium with a page that asks what the application form asks."""
    if not browser.chromium():
        raise Skip("no chromium here")
    folder, form = bench.store(0), browser.Form()
    profile = bench.folder / "profile"
    ours, theirs = [], []
    try:
        browser.opened(form, profile)
        for _ in range(bench.rounds):
            window = intake_window(bench, folder)
            last = window.settle()
            time.sleep(1)
            ours.append(((last - window.start_s) * 1000, browser.memory_mb(window.process.pid)))
            window.end()
            theirs.append(browser.opened(form, profile))
    finally:
        form.end()
    for i, (name, unit, goal) in enumerate((("at rest", "ms", "0.3"), ("memory of all processes", "MB", "0.19"))):
        bench.figure(f"start, 0 cases, {name}", unit, [o[i] for o in ours], [t[i] for t in theirs],
                     "Chromium with the form", goal)


@row
def idle(bench):
    """Left alone on Start: how often its threads wake in a second."""
    seconds = 5 if bench.short else 60
    rates = []
    for window in (intake_window(bench, bench.store(0)), empty_window(bench)):
        window.settle()
        time.sleep(1 if bench.short else 13)
        before, used = window.wake_ups(), window.processor_ms()
        time.sleep(seconds)
        rates.append((window.wake_ups() - before) / seconds)
        print(f"# {window.processor_ms() - used:.1f} ms of processor in {seconds} s")
        window.end()
    bench.figure("idle, wake-ups a second", "", rates[:1], max(rates[1], 0.1), "empty window or 0.1")


def lines_of(text, word):
    return [float(line.split()[1]) for line in text.splitlines() if line.split()[:1] == [word]]


def p90(values):
    return sorted(values)[int(len(values) * 0.9)]


@row
def save(bench):
    """One answer on the disk, beside SQLite committing the same bytes."""
    for cases in (10, 50 if bench.short else 10000):
        said = subprocess.run(
            [bench.program("tests", "bench", "bench-store"), "save", str(cases),
             str(10 if bench.short else 200)],
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout
        ours, theirs = lines_of(said, "save"), lines_of(said, "raw")
        bench.figure(f"save, {cases} cases", "ms", ours, theirs, "SQLite", "1.2")
        bench.figure(f"save, {cases} cases, 90 %", "ms", [p90(ours)], [p90(theirs)], "SQLite", "1.2")


@row
def intake(bench):
    """A document of 18 MB taken in, beside sealing and inserting the same pieces."""
    for cases in (10, 50 if bench.short else 10000):
        said = subprocess.run(
            [bench.program("tests", "bench", "bench-store"), "intake", str(cases), str(bench.rounds)],
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout
        bench.figure(f"take in 18 MB, {cases} cases", "ms", lines_of(said, "intake"),
                     lines_of(said, "raw"), "seal and insert", "1.15")


@row
def listing(bench):
    """zpictl list, processor, beside the sqlite3 shell printing the same rows, sealed."""
    cases = bench.sizes()[-1]
    folder = bench.store(cases)
    ctl = [bench.program("src", "ctl", "zpictl"), "--practice", "--data", str(folder), "list"]
    shell = ["sqlite3", str(folder / "store.db"), "SELECT id, number, state, hex(label) FROM cases"]
    ours, theirs = [], []
    for _ in range(bench.rounds):
        ours.append(bench.processor(ctl))
        theirs.append(bench.processor(shell))
    bench.figure(f"list, {cases} cases, processor", "ms", ours, theirs, "sqlite3", "5")


def sent(bench, relay=None):
    town = uploads.Town(bench.program, bench.folder, 300_000 if bench.short else 19_000_000, relay)
    ours, theirs = [], []
    try:
        for _ in range(bench.rounds):
            ours.append(town.sent_by_zpictl() * 1000)
            theirs.append(town.sent_by_curl() * 1000)
    finally:
        town.end()
    megabytes = "1.5" if bench.short else "95"
    bench.figure(f"upload of {megabytes} MB{', TLS' if relay is not None else ''}", "ms", ours, theirs, "curl", "1.25")


@row
def upload(bench):
    """Five documents sent to a municipality on this computer, beside curl sending the same parts."""
    sent(bench)


@row
def upload_tls(bench):
    """The same through TLS, which a relay takes off before the municipality for both."""
    if not shutil.which("node"):
        raise Skip("no node here")
    sent(bench, relay=[])


PLAIN = """
import json, sys
total = 0
for name in sys.argv[1:]:
    with open(name) as f:
        household = json.load(f)["application"]
    income = sum(i.get("bedragInCenten", 0) for i in household.get("inkomen", []))
    total += income <= 200000
print(total)
"""


@row
def check(bench):
    """zpictl check of many households in one call, beside plain Python that parses and adds up."""
    count = 200 if bench.short else 10000
    folder = bench.folder / "check"
    folder.mkdir(exist_ok=True)
    sources = sorted((SOURCE / "tests/data/households").glob("*.json"))
    names = []
    for i in range(count):
        name = folder / f"{i:05}.json"
        whole = json.loads(sources[i % len(sources)].read_text())
        name.write_text(json.dumps(whole))
        names.append(str(name))
    plain = bench.folder / "plain.py"
    plain.write_text(PLAIN)
    ours, theirs = [], []
    for _ in range(1 if bench.short else 3):
        ours.append(bench.processor([bench.program("src", "ctl", "zpictl"), "check", str(folder)]))
        theirs.append(bench.processor(["/usr/bin/python3", str(plain), *names]))
    bench.figure(f"check, {count} households, processor", "ms", ours, theirs, "Python", "1")


@row
def photo(bench):
    """A photo of 12 megapixels turned by the helper, processor, beside gdk-pixbuf alone."""
    picture = bench.folder / "photo.jpg"
    subprocess.run(["convert", "-seed", "4", "-size", "800x600" if bench.short else "4000x3000",
                    "plasma:tomato-steelblue", "-quality", "92", str(picture)], check=True)
    ours, theirs = [], []
    for _ in range(bench.rounds):
        ours.append(bench.processor(
            [bench.program("src", "helper", "zpi-helper"), "edit", "0:rotate=90"], picture))
        theirs.append(bench.processor([bench.program("tests", "bench", "turn-photo"), "88", "3000"], picture))
    bench.figure("a photo turned, processor", "ms", ours, theirs, "gdk-pixbuf", "1.2")


def stalls(bench, name, moments, goal):
    bench.figure(f"{name}, longest stall", "ms", moments, FRAME_MS, "one frame", goal)


@row
def typing(bench):
    """The longest stall of the main loop: opening a case, its sections, typing, searching."""
    cases = bench.sizes()[-1]
    opening, sections, again, letters, search = [], [], [], [], []
    for _ in range(1 if bench.short else 5):
        window = intake_window(bench, bench.copy_of_store(cases))
        window.settle()
        since = window.keys("ctrl+n")
        window.settle(since)
        opening.append(window.longest_away(since))
        for times in (sections, again):
            for section in "3456723":
                times.append(window.stall_after(f"ctrl+{section}", 0.7))
        for letter in "abcdefgh":
            letters.append(window.stall_after(letter, 0.25))
        window.keys("alt+Left")
        time.sleep(1.5)
        window.keys("ctrl+f")
        time.sleep(0.7)
        for letter in "voorbeeld":
            search.append(window.stall_after(letter, 0.3))
        window.end()
    stalls(bench, "a new case", opening, "2")
    stalls(bench, "a section for the first time", sections, "1")
    stalls(bench, "a section again", again, "1")
    stalls(bench, f"typing a letter, {cases} cases", letters, "0.5")
    stalls(bench, f"searching, one key, {cases} cases", search, "1")


# Published test numbers, as of the households in tests/data.
CHILDREN = ("999990019", "999995492", "999991802", "999994141", "999992892", "999993562", "999990937", "999990901")
N_INCOMES, N_DOCUMENTS = 12, 40


def large_case(folder):
    """A form with a partner, eight children, twelve incomes and forty documents, as a file."""
    def person(name, born, number):
        return {"naam": {"voornamen": name, "geslachtsnaam": "Oefening"},
                "geboorte": {"datum": {"type": "Datum", "datum": born}}, "burgerservicenummer": number}

    papers = []
    for i in range(N_DOCUMENTS):
        path = folder / f"{i}.pdf"
        path.write_bytes(uploads.pdf_of(10_000, i))
        papers.append({"soort": "overig", "bestand": str(path)})
    form = {
        "regeling": "zoetermeerpas",
        "aanvrager": person("Anna", "1980-05-01", "999993653"),
        "heeftPartner": True,
        "partner": person("Bram", "1981-06-02", "999993847"),
        "kinderen": [person(f"Kind {i}", f"20{10 + i}-03-09", number) for i, number in enumerate(CHILDREN)],
        "contact": {"emailadres": "oefening@example.nl", "vanWie": "aanvrager"},
        "inkomen": [{"soort": "pensioen", "bedragInCenten": 5000 + i, "periode": "maand"} for i in range(N_INCOMES)],
        "bewijsstukken": papers,
    }
    file = folder / "large.json"
    file.write_text(json.dumps(form))
    return file


@row
def large(bench):
    """The longest stall of the main loop in a large case among many: opened, each section, a letter."""
    cases = bench.sizes()[-1]
    form = large_case(bench.folder)
    opening, sections, again, letters = [], [], [], []
    for _ in range(1 if bench.short else 5):
        store = bench.copy_of_store(cases)
        bench.zpictl(store, "import", str(form))
        window = intake_window(bench, store)
        window.settle()
        since = window.keys("Return")
        window.settle(since)
        opening.append(window.longest_away(since))
        for times in (sections, again):
            for section in "1234567":
                times.append(window.stall_after(f"ctrl+{section}", 1.5))
        window.keys("ctrl+3")
        time.sleep(1)
        for letter in "abcdefgh":
            letters.append(window.stall_after(letter, 0.4))
        window.end()
    stalls(bench, "a large case opened", opening, "2")
    stalls(bench, "its sections for the first time", sections, "1")
    stalls(bench, "its sections again", again, "1")
    stalls(bench, "a letter in it", letters, "0.5")


# Instructions repeat exactly, so they may have a ceiling; counted without optimisation or with, a
# change that makes them grow by a tenth is a change of kind. Of a save 0.4 million are the look at the
# case that says how far it is (zpi_overview_for_case()).
CEILINGS = {"save": 1_300_000, "list": 150_000}


@row
def instructions(bench):
    """What one save and one listed row cost in instructions, by the difference of two counts."""
    store = [bench.program("tests", "bench", "bench-store"), "count", "20"]
    few, many = (bench.instructions([*store, n]) for n in ("10", "110"))
    bench.figure("save, instructions", "k", [(many - few) / 100 / 1000], CEILINGS["save"] / 1000, "ceiling")
    ctl = bench.program("src", "ctl", "zpictl")
    counts = [bench.instructions([ctl, "--practice", "--data", str(bench.store(n)), "list"]) for n in (0, 50)]
    bench.figure("list, instructions a row", "k", [(counts[1] - counts[0]) / 50 / 1000],
                 CEILINGS["list"] / 1000, "ceiling")


def too_many(bench):
    return [f for f in bench.figures if f["against"] == "ceiling" and f["ratio"] > 1]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--build", default=os.environ.get("ZPI_BUILD_ROOT", "build"))
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--short", action="store_true")
    options.add_argument("rows", nargs="*")
    options = options.parse_args()
    build = pathlib.Path(options.build).resolve()
    done = 0
    names = options.rows or list(ROWS)
    print(f"1..{len(names)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(build, options.rounds, options.short, folder)
        for number, name in enumerate(names, 1):
            print(f"# {name}: {ROWS[name].__doc__}", flush=True)
            try:
                ROWS[name](bench)
            except Skip as reason:
                done += 1
                print(f"ok {number} - {name} # SKIP {reason}", flush=True)
                continue
            over = too_many(bench)
            done += not over
            print(f"{'not ok' if over else 'ok'} {number} - {name}", flush=True)
        where = build / ("bench-short.json" if options.short else "bench.json")
        where.write_text(json.dumps(bench.figures, indent=1) + "\n")
    return 0 if done == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
