#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Everything at once on one folder, each killed at any moment: zpictl imports, queues, sends, clears, verifies, makes
backups that are put back elsewhere, hands over and takes back, while a window is open that sends by itself.

What was said to be imported is there for ever, what was said to be queued arrives once, a store that is asked is
whole, and a backup holds what was there before it. 150 things in a short run, 2,000 in a long one."""

import concurrent.futures
import importlib.util
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("zpictl_test", HERE.parent / "service" / "zpictl-test.py")
zpictl_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(zpictl_test)

WINDOW = os.path.join(zpictl_test.BUILD, "src", "app", "zoetermeerpas-intake")
LONG = zpictl_test.LONG
THINGS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000 if LONG else 150
HANDS = 4
PASSPHRASE = b"vier gele fietsen\n"


class Mix:
    def __init__(self, dice):
        self.desk = zpictl_test.Desk()
        self.desk.start_server()
        self.household = self.desk.household(1)
        self.dice = dice
        self.lock = threading.Lock()
        self.left = THINGS
        self.imported = set()
        self.queued = set()
        self.hands = {}
        self.counts = {}
        self.kills = 0
        self.wrong = []

    def complain(self, text):
        with self.lock:
            self.wrong.append(text)

    def hands_on(self, case):
        """One at a time says of a case whether it goes, so that it is known what was said last."""
        with self.lock:
            return self.hands.setdefault(case, threading.Lock())

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def draw(self):
        """What to do next, on which case, and when to be killed; all dice are rolled in one place."""
        with self.lock:
            if self.left == 0:
                return None
            self.left -= 1
            doing = self.dice.choice(DOINGS)
            case = self.dice.choice(sorted(self.imported)) if self.imported else None
            return doing, case, self.dice.uniform(0, 0.5) if self.dice.random() < 0.5 else None

    def run(self, *args, kill_after=None, data=None, stdin=None):
        """(status, answer); the status is None when it was killed."""
        command = [zpictl_test.ZPICTL, "--practice", "--data", data or self.desk.data, *args]
        process = subprocess.Popen(command, env=self.desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        if kill_after is not None:
            killer = threading.Timer(kill_after, process.kill)
            killer.start()
        out, said = process.communicate(stdin, timeout=300)
        if kill_after is not None:
            killer.cancel()
        self.said = said.decode()[-200:]
        if process.returncode == -signal.SIGKILL:
            with self.lock:
                self.kills += 1
            return None, None
        if process.returncode not in (0, 1, 3):
            self.complain(f"{args} ended with {process.returncode}: {said.decode()[-300:]}")
        try:
            return process.returncode, json.loads(out) if out.strip() else None
        except ValueError:
            self.complain(f"{args} said no JSON")
            return process.returncode, None

    def bring_in(self, case, kill_after):
        status, cases = self.run("import", self.household, kill_after=kill_after)
        if status == 0:
            with self.lock:
                self.imported.update(cases)

    def queue(self, case, kill_after):
        with self.hands_on(case):
            status, _ = self.run("queue", case, kill_after=kill_after)
            if status == 0:
                self.queued.add(case)

    def send(self, case, kill_after):
        self.run("send", kill_after=kill_after)

    def look(self, case, kill_after):
        before = set(self.imported)
        status, listed = self.run("list", kill_after=kill_after)
        if status == 0 and not before <= {one["id"] for one in listed}:
            self.complain(f"not listed: {before - {one['id'] for one in listed}}")
        self.run("show", case)

    def clear(self, case, kill_after):
        self.run("clear", "--now", kill_after=kill_after)

    def verify(self, case, kill_after):
        status, report = self.run("verify", kill_after=kill_after)
        if status is not None and not (report and report["ok"]):
            self.complain(f"verify: {report}")

    def back_up(self, case, kill_after):
        before = set(self.imported)
        place = os.path.join(self.desk.top, f"backup-{threading.get_ident()}-{time.monotonic_ns()}")
        status, _ = self.run("backup", place, kill_after=kill_after)
        if not os.path.exists(place):
            if status is not None:
                self.complain(f"no backup: {status}, {self.said}")
            return
        elsewhere = place + "-put-back"
        status, _ = self.run("restore", place, kill_after=kill_after, data=elsewhere)
        if not os.path.exists(os.path.join(elsewhere, "store.db")):
            status, _ = self.run("restore", place, data=elsewhere)
            if status != 0:
                self.complain(f"not put back: {status}")
        _, report = self.run("verify", data=elsewhere)
        if not report or not report["ok"]:
            self.complain(f"the backup is not whole: {report}")
        _, listed = self.run("list", data=elsewhere)
        if not before <= {one["id"] for one in listed or []}:
            self.complain(f"the backup ({status}) lacks {before - {one['id'] for one in listed or []}}: {report}")

    def hand_over(self, case, kill_after):
        place = os.path.join(self.desk.top, f"over-{threading.get_ident()}-{time.monotonic_ns()}")
        with self.hands_on(case):
            self.run("hand-over", case, place, kill_after=kill_after, stdin=PASSPHRASE * 2)
            status, _ = self.run("take-back", case)
            if status == 0:
                self.queued.discard(case)

    def open_window(self, case, kill_after):
        """Sends by itself whatever waits."""
        process = subprocess.Popen([WINDOW, "--practice", "--data", self.desk.data], env=self.desk.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(0.5 + 4 * (kill_after or 0.5))
        if process.poll() is not None and process.returncode != 0:
            self.complain(f"the window ended with {process.returncode}")
        process.kill()
        said = process.communicate()[1].decode()
        if "CRITICAL" in said or "Gtk-WARNING" in said:
            self.complain(said[-300:])

    def work(self, _):
        while True:
            drawn = self.draw()
            if drawn is None:
                return
            doing, case, kill_after = drawn
            if case is None and doing not in ("bring_in", "send", "verify"):
                doing = "bring_in"
            getattr(self, doing)(case, kill_after)
            self.count(doing)

    def settle(self):
        """What lies at another desk comes back, what waits goes."""
        for _ in range(5):
            status, _ = self.run("send")
            if status == 0:
                return
            time.sleep(1)


DOINGS = (["bring_in"] * 5 + ["queue"] * 5 + ["send"] * 5 + ["look"] * 3 + ["clear"] * 2 + ["verify"] * 2
          + ["back_up", "hand_over", "open_window"])


def main():
    seed = int(os.environ.get("ZPI_TEST_SEED", time.time() if LONG else 20261128))
    mix = Mix(random.Random(seed))
    print(f"# seed {seed}, {THINGS} things, {HANDS} at a time", flush=True)
    with concurrent.futures.ThreadPoolExecutor(HANDS) as pool:
        for _ in pool.map(mix.work, range(HANDS)):
            pass
    mix.settle()
    received = mix.desk.received()
    listed = {one["id"]: one["state"] for one in mix.desk.run("list")}
    report = mix.desk.run("verify")
    results = [
        (f"{len(mix.imported)} imported, lost: {mix.imported - set(listed)}",
         mix.imported and mix.imported <= set(listed)),
        (f"{len(mix.queued)} queued, not arrived: {mix.queued - set(received)}",
         mix.queued and mix.queued <= set(received)),
        (f"{len(received)} arrived, doubled: {len(received) - len(set(received))}", len(received) == len(set(received))),
        (f"none in between: {sorted(set(listed.values()))}", set(listed.values()) <= {"draft", "received"}),
        (f"the store is whole: {report['cases']} cases, {report['documents']} documents", report["ok"]),
        (f"{mix.kills} kills, wrong amid: {mix.wrong[:5]}", mix.kills and not mix.wrong),
    ]
    print(f"1..{len(results)}")
    for number, (text, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {text}", flush=True)
    print(f"# done: {mix.counts}")
    mix.desk.close()
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
