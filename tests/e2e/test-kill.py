#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The battery is flat in the middle of typing, again and again: what was typed more than a second before is there
after a restart, and the store is whole. 10 times in a short run (a fixed seed), 50 in a long one (a new one); a number
as argument overrules.
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
# What is promised of a computer that has nothing else to do. On a busy one each hand-over on the way to the disk
# (timer, thread that seals, thread that writes) may wait as long as the window was slowest to answer.
SECONDS = 1.0
HOPS = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_cases(folder):
    program = BUILD / "tests/e2e/read-cases"
    out = subprocess.run([program, folder], capture_output=True, text=True, check=False, timeout=60)
    if out.returncode != 0:
        raise SystemExit(f"what is kept cannot be read ({out.returncode}): {out.stderr}")
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


def pause_to_save(app):
    """As long as it is promised that what the window shows is on the disk."""
    end = time.monotonic() + SECONDS
    slowest = 0
    while (asked := time.monotonic()) < end:
        app.windows()
        time.sleep(0.02)
        slowest = max(slowest, time.monotonic() - asked)
    time.sleep(0.2 + HOPS * slowest)


def one_kill(folder, number, dice):
    """Types, watches what the window has, kills at a random moment; gives (what the window had more than a second
    before, what the store has, what the window had when)."""
    app = driver.App(BUILD, folder)
    app.start()
    app.wait_to_see("_New application")
    press_until(app, "ctrl+n", "Who helps")
    press_until(app, "ctrl+3", "First names")
    time.sleep(0.3)
    mark = f"q{number:03d}"
    text = mark + "".join(dice.choice(LETTERS) for _ in range(400))
    field = next(app.nodes("text", "First names"))
    end = time.monotonic() + dice.uniform(0.2, 5.0)
    typist = driver.Typist(text, BEAT_MS).start()
    seen = []
    while time.monotonic() < end:
        # Timed when it is known: a busy window answers late, with what it has by then.
        shown = field.text()
        seen.append((time.monotonic(), shown))
        time.sleep(0.02)
    app.kill()
    killed = time.monotonic()
    typist.stop()
    times = [at for at, _ in seen] + [killed]
    slowest = max(after - before for before, after in zip(times, times[1:]))
    promised = SECONDS + HOPS * slowest
    owed = next((text for at, text in reversed(seen) if killed - at > promised), "")
    values = [case["answers"].get("applicant.given_names", "") for case in read_cases(folder)]
    found = next((value for value in values if mark in value), "")
    return owed, found, [f"{at - killed:.2f} s: {text}" for at, text in seen] + [f"promised: {promised:.2f} s"]


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
    return text + "last", next((name for name in kept if text in name), ""), status


def main():
    arguments = [a for a in sys.argv[1:] if a.isdigit()]
    long = bool(os.environ.get("ZPI_TEST_LONG"))
    times = int(arguments[0]) if arguments else 50 if long else 10
    seed = int(os.environ.get("ZPI_TEST_SEED", time.time() if long else 20261128))
    dice = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="kill-")
    failures = owed_in_all = 0
    signals = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
    print(f"1..{times + len(signals) + 1}")
    print(f"# seed {seed}")
    for number, which in enumerate(signals, 1):
        typed, kept, status = one_signal(folder, which)
        good = typed == kept and status == 0
        failures += not good
        print(f"{'ok' if good else 'not ok'} {number} - {which.name}: typed {typed}, kept {kept}, status {status}", flush=True)
    for number in range(times):
        owed, found, seen = one_kill(folder, number, dice)
        owed_in_all += len(owed)
        whole = verify(folder)
        good = found.startswith(owed) and whole
        failures += not good
        print(
            f"{'ok' if good else 'not ok'} {len(signals) + number + 1} - killed: "
            f"{len(owed)} letters owed, {len(found)} found, store {'whole' if whole else 'DAMAGED'}",
            flush=True,
        )
        if not good:
            for line in seen + [f"kept: {case}" for case in read_cases(folder)]:
                print(f"# {line}", flush=True)
    print(f"{'ok' if owed_in_all else 'not ok'} {len(signals) + times + 1} - {owed_in_all} letters owed in all")
    return 1 if failures or not owed_in_all else 0


if __name__ == "__main__":
    sys.exit(main())
