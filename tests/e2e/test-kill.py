#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The battery is flat in the middle of typing, again and again: what was typed more than a second before is there
after a restart, and the store is whole. 10 times in a short run, 50 in a long one; a number as argument overrules."""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
# A keystroke every so many seconds; and how late one may reach the program on a busy machine.
BEAT = 0.05
SLACK = 0.6
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


def one_kill(folder, number, dice):
    """Types a text of its own, kills at a random moment, returns (typed long enough ago, found)."""
    app = driver.App(BUILD, folder)
    app.start()
    driver.keys("ctrl+n")
    time.sleep(0.8)
    driver.keys("ctrl+3")
    time.sleep(0.8)
    text = f"q{number:03d}" + "".join(dice.choice(LETTERS) for _ in range(120))
    start = time.monotonic()
    typist = subprocess.Popen(["xdotool", "type", "--delay", str(int(BEAT * 1000)), text])
    time.sleep(dice.uniform(0.2, 5.0))
    app.kill()
    killed = time.monotonic()
    typist.kill()
    typist.wait()
    n_owed = max(0, int((killed - start - 1.0 - SLACK) / BEAT))
    owed = text[: min(n_owed, len(text))]
    found = ""
    for case in read_cases(folder):
        for value in case["answers"].values():
            if text.startswith(value) and value.startswith(text[:4]):
                found = value
    return owed, found


def main():
    arguments = [a for a in sys.argv[1:] if a.isdigit()]
    times = int(arguments[0]) if arguments else 50 if os.environ.get("ZPI_TEST_LONG") else 10
    seed = int(os.environ.get("ZPI_TEST_SEED", time.time()))
    dice = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="kill-")
    failures = 0
    print(f"1..{times}")
    print(f"# seed {seed}")
    for number in range(times):
        owed, found = one_kill(folder, number, dice)
        whole = verify(folder)
        good = found.startswith(owed) and whole
        failures += not good
        print(
            f"{'ok' if good else 'not ok'} {number + 1} - killed: "
            f"{len(owed)} letters owed, {len(found)} found, store {'whole' if whole else 'DAMAGED'}",
            flush=True,
        )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
