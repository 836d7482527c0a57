#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Left alone the program sleeps: its threads wake no more often than a window that does nothing."""

import os
import pathlib
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
from driver import keys  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
SECONDS = 60 if os.environ.get("ZPI_TEST_LONG") else 20
# What comes rarely (the look at the municipality every five minutes) may fall into the time.
MOST_WAKE_UPS = 10
# GTK's caret blinks for ten seconds after the last key; what is timed after start is over by then.
SETTLE_SECONDS = 13

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def wake_ups(pid):
    """How often each thread went to sleep so far."""
    counts = {}
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                counts[status.parent.name] = int(line.split()[1])
    return counts


def ticks(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def measure(app, place):
    time.sleep(SETTLE_SECONDS)
    pid = app.process.pid
    before, used = wake_ups(pid), ticks(pid)
    time.sleep(SECONDS)
    after, used = wake_ups(pid), ticks(pid) - used
    # A thread of a pool that ended meanwhile is left out; one that is new counts from nothing.
    woken = sum(n - before.get(thread, 0) for thread, n in after.items())
    print(f"# {place}: {woken / SECONDS:.2f} wake-ups a second, {used} ticks in {SECONDS} s", flush=True)
    check(f"left alone on {place} it wakes at most {MOST_WAKE_UPS} times in {SECONDS} s",
          woken <= MOST_WAKE_UPS, f"{woken} wake-ups")


def walk(app):
    app.start()
    app.resize()
    app.find(("push button",), "_New application")
    measure(app, "Start")
    app.press("_New application")
    app.wait_to_see("Step 1 of 7")
    keys("ctrl+3")
    app.fill("First names", "Pleuntje")
    app.saved()
    measure(app, "a page with the caret in a field")
    check("the program ends well", app.quit() == 0)


def main():
    with tempfile.TemporaryDirectory() as folder:
        app = driver.App(BUILD, pathlib.Path(folder) / "data")
        try:
            walk(app)
        finally:
            if app.process is not None and app.process.poll() is None:
                app.process.kill()
    print(f"1..{len(results)}", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
