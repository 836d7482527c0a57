#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Everything at once on one folder, each killed at any moment: zpictl imports, queues, sends, clears, verifies, makes
backups that are put back elsewhere, hands over and takes back, while a window is open that sends by itself.

What was said to be imported is there for ever, what was said to be queued arrives once, a store that is asked is
whole, and a backup holds what was there before it. 150 things in a short run, 2,000 in a long one: some in
practice, others in the sealed store of the real mode, where the keys change meanwhile (a way in that is taken away, or
replaced, and one that the recovery code makes).

    test-mix.py [THINGS [practice|sealed]]
"""

import concurrent.futures
import importlib.util
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("zpictl_test", HERE.parent / "service" / "zpictl-test.py")
zpictl_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(zpictl_test)
sys.path.insert(0, str(HERE))
import sealed  # noqa: E402

WINDOW = os.path.join(zpictl_test.BUILD, "src", "app", "zoetermeerpas-intake")
LONG = zpictl_test.LONG
THINGS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000 if LONG else 150
WHICH = sys.argv[2:] or ["practice", "sealed"]
# The sealed store takes twice as long.
SHARE = {"practice": 2, "sealed": 1}
HANDS = 4
PASSPHRASE = b"vier gele fietsen\n"
FROM_CODE = "een wachtzin uit de code"
REMOVED = "een wachtzin voor even"


class Practice:
    """Practice data, and a municipality that is a program of its own."""

    doings = []
    opening = b""
    longest = 0.5  # seconds, until it is killed

    def __init__(self):
        self.desk = zpictl_test.Desk()
        self.desk.start_server()
        self.top, self.data, self.env = self.desk.top, self.desk.data, self.desk.env
        self.mode = ["--practice"]
        self.household = self.desk.household(1)
        self.received, self.close = self.desk.received, self.desk.close

    def prepare(self, folder):
        pass


class RealMode:
    """The sealed store, and the municipality by TLS."""

    doings = ["rotate"] * 2 + ["recover"]
    longest = 0.4

    def __init__(self):
        self.desk = sealed.Sealed()
        self.top, self.data, self.env = self.desk.top, self.desk.data, self.desk.env
        self.mode = []
        # The keyring of a test is a file: of two programs that write it, one warns that it kept nothing.
        self.env["G_DEBUG"] = "fatal-criticals"
        self.opening = self.desk.secret.encode() + b"\n"
        files = zpictl_test.Desk()
        files.top = self.top
        self.household = files.household(1)
        self.received, self.close = self.desk.town.received, self.desk.close

    def prepare(self, folder):
        """On another computer there is the file of the municipality too."""
        os.makedirs(folder)
        shutil.copy(self.desk.organisation, os.path.join(folder, "organisation.zpi-org"))


class Mix:
    def __init__(self, dice, desk, things):
        self.desk = desk
        self.things = self.left = things
        self.household = desk.household
        self.dice = dice
        self.lock = threading.Lock()
        self.imported = set()
        self.queued = set()
        self.hands = {}
        self.counts = {}
        self.kills = 0
        self.wrong = []
        self.ways_in = threading.Lock()
        self.signing_in = threading.Lock()
        # While somebody changes the keys alone, nobody begins anything.
        self.may_begin = threading.Event()
        self.may_begin.set()

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
            doing = self.dice.choice(DOINGS + self.desk.doings)
            case = self.dice.choice(sorted(self.imported)) if self.imported else None
            return doing, case, self.dice.uniform(0, self.desk.longest) if self.dice.random() < 0.5 else None

    def run(self, *args, kill_after=None, data=None, stdin=None):
        """(status, answer); the status is None when it was killed."""
        self.may_begin.wait()
        command = [zpictl_test.ZPICTL, *self.desk.mode, "--data", data or self.desk.data, *args]
        opening = b"" if args[0] in ("restore", "recover") else self.desk.opening
        process, out, said = self.run_program(command, kill_after, opening + (stdin or b""))
        if process.returncode == -signal.SIGKILL:
            return None, None
        if b"wait first" in said and args[0] != "recover":
            # Each one that was killed while it opened was a try, and the next ones wait. One that is not killed
            # ends that; else they would wait twice as long each time.
            self.count("waited")
            time.sleep(2)
            return self.run(*args, data=data, stdin=stdin)
        if b"nobody is signed in" in said:
            self.sign_in()
        if process.returncode not in (0, 1, 3):
            self.complain(f"{args} ended with {process.returncode}: {said.decode()[-300:]}")
        try:
            return process.returncode, json.loads(out) if out.strip() else None
        except ValueError:
            self.complain(f"{args} said no JSON")
            return process.returncode, None

    def run_program(self, command, kill_after, given):
        process = subprocess.Popen(command, env=self.desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        if kill_after is not None:
            killer = threading.Timer(kill_after, process.kill)
            killer.start()
        out, said = process.communicate(given, timeout=300)
        if kill_after is not None:
            killer.cancel()
        self.said = said.decode()[-200:]
        if process.returncode == -signal.SIGKILL:
            with self.lock:
                self.kills += 1
        return process, out, said

    def sign_in(self):
        """The keys changed, and with them whose sign-in it was."""
        with self.signing_in:
            try:
                self.desk.desk.sign_in()
            except (AssertionError, OSError, ValueError):
                self.count("not signed in")  # the store was busy: the next one does

    def rotate(self, case, kill_after, alone=None, how=None):
        """A way in goes, or another takes its place: all keys change. Beside others, or alone."""
        how = how or self.dice.choice(["replace", "remove"])
        with self.ways_in:
            if alone is None:
                alone = self.dice.random() < 0.7
            if alone:
                self.may_begin.clear()
                time.sleep(0.5)
            try:
                command = [sealed.HAND, "rotate", self.desk.data, self.desk.desk.secret, how]
                process, out, said = self.run_program(command, kill_after, b"")
            finally:
                self.may_begin.set()
            if process.returncode == 0 and out.strip() == b"rotated":
                self.count("rotated")
                if how == "remove" and self.dice.random() < 0.3:
                    self.must_not_open()
            elif process.returncode not in (sealed.BUSY, -signal.SIGKILL) and b"wait first" not in said:
                self.complain(f"rotate ended with {process.returncode}: {said.decode()[-300:]}")

    def must_not_open(self):
        command = [zpictl_test.ZPICTL, "--data", self.desk.data, "list"]
        process, out, said = self.run_program(command, None, REMOVED.encode() + b"\n")
        if process.returncode != 1 or not (b"wrong-secret" in said or b"wait first" in said):
            self.complain(f"what was taken away opens: {process.returncode} {said.decode()[-300:]}")

    def recover(self, case, kill_after):
        """With the code of the first day, also after the keys changed."""
        with self.ways_in:
            given = f"{self.desk.desk.code}\n{FROM_CODE}\n".encode()
            command = [zpictl_test.ZPICTL, "--data", self.desk.data, "recover"]
            process, out, said = self.run_program(command, kill_after, given)
            while b"wait first" in said:
                time.sleep(2)
                process, out, said = self.run_program(command, None, given)
            if process.returncode == 0:
                self.count("recovered")
                command = [zpictl_test.ZPICTL, "--data", self.desk.data, "list"]
                process, out, said = self.run_program(command, None, FROM_CODE.encode() + b"\n")
            if process.returncode not in (0, -signal.SIGKILL) and b"wait first" not in said:
                self.complain(f"recover ended with {process.returncode}: {said.decode()[-300:]}")

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
        self.desk.prepare(elsewhere)
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
        self.may_begin.wait()
        process = subprocess.Popen([WINDOW, *self.desk.mode, "--data", self.desk.data], env=self.desk.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if self.desk.opening:
            self.unlock_window(process)
        time.sleep(0.5 + 4 * (kill_after or 0.5))
        if process.poll() is not None and process.returncode != 0:
            self.complain(f"the window ended with {process.returncode}")
        process.kill()
        said = process.communicate()[1].decode()
        if "CRITICAL" in said or "Gtk-WARNING" in said:
            self.complain(said[-300:])

    def unlock_window(self, process):
        """Another one that is open already is only raised; then there is nothing to type into."""
        found = subprocess.run(["timeout", "5", "xdotool", "search", "--sync", "--onlyvisible", "--pid",
                                str(process.pid)], capture_output=True, text=True, check=False).stdout.split()
        if found and process.poll() is None:
            time.sleep(1)
            for keys in (["windowactivate", "--sync", found[-1], "type", self.desk.desk.secret], ["key", "Return"]):
                subprocess.run(["timeout", "10", "xdotool", *keys], capture_output=True, check=False)
            self.count("window unlocked")

    def change_keys(self):
        """Once more without being killed: what was kept under the first keys opens under the last."""
        for how in ("remove", "replace"):
            before = self.counts.get("rotated", 0)
            self.recover(None, None)
            while self.counts.get("rotated", 0) == before and not self.wrong:
                self.rotate(None, None, alone=True, how=how)

    def work(self, _):
        while True:
            drawn = self.draw()
            if drawn is None:
                return
            doing, case, kill_after = drawn
            if case is None:
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


def mix_of(which, seed, things):
    mix = Mix(random.Random(seed), DESKS[which](), things)
    print(f"# {which}: seed {seed}, {things} things, {HANDS} at a time", flush=True)
    with concurrent.futures.ThreadPoolExecutor(HANDS) as pool:
        for _ in pool.map(mix.work, range(HANDS)):
            pass
    if which == "sealed":
        mix.change_keys()
    mix.settle()
    received = mix.desk.received()
    listed = {one["id"]: one["state"] for one in mix.run("list")[1]}
    report = mix.run("verify")[1]
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
    if which == "sealed":
        results.append((f"keys changed {mix.counts.get('rotated', 0)} times, the recovery code opened "
                        f"{mix.counts.get('recovered', 0)} times",
                        mix.counts.get("rotated") and mix.counts.get("recovered")))
    print(f"# {which}, done: {mix.counts}")
    mix.desk.close()
    return [(f"{which}: {text}", good) for text, good in results]


DESKS = {"practice": Practice, "sealed": RealMode}


def main():
    seed = int(os.environ.get("ZPI_TEST_SEED", time.time() if LONG else 20261128))
    share = sum(SHARE[which] for which in WHICH)
    results = [result for which in WHICH for result in mix_of(which, seed, int(THINGS * SHARE[which] / share))]
    print(f"1..{len(results)}")
    for number, (text, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {text}", flush=True)
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
