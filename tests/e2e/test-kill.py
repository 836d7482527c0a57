#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The battery is flat in the middle of typing, again and again: what was typed more than a second before is there
after a restart, and the store is whole. 10 times in a short run, 50 in a long one; a number as argument overrules.
And asked to end by a signal (the session ends, a terminal closes, Ctrl+C): everything typed is there."""

import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
BEAT_MS = 50
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_cases(folder):
    program = BUILD / "tests/e2e/read-cases"
    out = subprocess.run([program, folder], capture_output=True, text=True, check=True, timeout=60)
    return [json.loads(line) for line in out.stdout.splitlines() if line.startswith("{")]


def verify(folder):
    zpictl = BUILD / "src/ctl/zpictl"
    done = subprocess.run(
        [zpictl, "--data", folder, "--practice", "verify"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    report = json.loads(done.stdout)
    return done.returncode == 0 and report["ok"] and not report["orphans"]


def press_until(app, key, text):
    """A window that has just come may not have the keyboard yet."""
    for _ in range(10):
        driver.keys(key)
        try:
            app.wait_to_see(text, timeout=4)
            return
        except driver.Lost:
            continue
    raise driver.Lost(f"{key} shows nothing of “{text}”")


def one_kill(folder, number, dice):
    """Types, watches what the window has, kills at a random moment; gives (what the window had more than a second
    before, what the store has)."""
    app = driver.App(BUILD, folder)
    app.start()
    app.wait_to_see("_New application")
    press_until(app, "ctrl+n", "Who helps")
    press_until(app, "ctrl+3", "First names")
    time.sleep(0.3)
    mark = f"q{number:03d}"
    text = mark + "".join(dice.choice(LETTERS) for _ in range(400))
    field = next(app.nodes("text", "First names"))
    typist = subprocess.Popen(["xdotool", "type", "--delay", str(BEAT_MS), text])
    end = time.monotonic() + dice.uniform(0.2, 5.0)
    seen = []
    while time.monotonic() < end:
        seen.append((time.monotonic(), field.text()))
        time.sleep(0.02)
    app.kill()
    killed = time.monotonic()
    typist.kill()
    typist.wait()
    owed = next((text for at, text in reversed(seen) if killed - at > 1.0), "")
    for case in read_cases(folder):
        value = case["answers"].get("applicant.given_names", "")
        if value.startswith(mark):
            return owed, value
    return owed, ""


def one_signal(folder, number):
    """Types, and asks the program to end as soon as the window has the text; gives (typed, kept, how it ended)."""
    app = driver.App(BUILD, folder)
    app.start()
    app.wait_to_see("_New application")
    press_until(app, "ctrl+n", "Who helps")
    press_until(app, "ctrl+3", "First names")
    time.sleep(0.3)
    text = f"z{number.name[3:].lower()}"
    field = next(app.nodes("text", "First names"))
    driver.type_text(text)
    time.sleep(0.7)
    driver.type_text("last")
    driver.wait_for("the letters", lambda: field.text() == text + "last")
    app.process.send_signal(number)
    status = app.process.wait(30)
    app.kill()
    kept = [case["answers"].get("applicant.given_names", "") for case in read_cases(folder)]
    return text + "last", next((name for name in kept if name.startswith(text)), ""), status


def main():
    arguments = [a for a in sys.argv[1:] if a.isdigit()]
    times = int(arguments[0]) if arguments else 50 if os.environ.get("ZPI_TEST_LONG") else 10
    seed = int(os.environ.get("ZPI_TEST_SEED", time.time()))
    dice = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="kill-")
    failures = 0
    signals = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
    print(f"1..{times + len(signals)}")
    print(f"# seed {seed}")
    # First: who is killed while typing leaves a key held down.
    for number, which in enumerate(signals, 1):
        typed, kept, status = one_signal(folder, which)
        good = typed == kept and status == 0
        failures += not good
        print(f"{'ok' if good else 'not ok'} {number} - {which.name}: typed {typed}, kept {kept}, status {status}", flush=True)
    for number in range(times):
        owed, found = one_kill(folder, number, dice)
        whole = verify(folder)
        good = found.startswith(owed) and whole
        failures += not good
        print(
            f"{'ok' if good else 'not ok'} {len(signals) + number + 1} - killed: "
            f"{len(owed)} letters owed, {len(found)} found, store {'whole' if whole else 'DAMAGED'}",
            flush=True,
        )
        if not good:
            print(f"# answers: {[c['answers'] for c in read_cases(folder)][-3:]}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
