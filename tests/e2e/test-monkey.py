#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Somebody leans on the keyboard: random keys and clicks over all pages of the practice window, with a SIGKILL
every now and then. 2 minutes in a short run (a fixed seed), 20 in a long one (a new one); seconds as argument overrule.

Words with a number are typed wherever the caret is. What a field of a case showed a second before the kill has to be
in a case afterwards, the store has to be whole, and GTK and GLib may not have said a word but what GTK 4.8 says of its
own dialogs and menus. Counts what was really done: a monkey that only sits on Start proves nothing."""

import os
import pathlib
import random
import re
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import importlib  # noqa: E402

import driver  # noqa: E402

kill = importlib.import_module("test-kill")

MARK = re.compile(r"mq\d{5}")
FIELDS = ("text", "entry", "password text")
BUTTONS = ("push button", "toggle button", "radio button", "check box", "menu item", "list item", "switch")
# Ends the program as it should: what happens then is another test's.
NOT_PRESSED = ("Close", "Quit", "Minimize", "Maximize")
ROUND_S = 24
LEAST_PAGES = 7
KEYS = (
    ["Tab"] * 12
    + ["shift+Tab"] * 2
    + ["Return"] * 8
    + ["space"] * 6
    + ["Down"] * 4
    + ["Up"] * 2
    + ["Right", "Left", "Escape", "Escape", "Escape", "BackSpace", "Delete", "F1", "F10", "shift+F10"]
    + ["ctrl+z", "ctrl+shift+z", "ctrl+a", "ctrl+v", "ctrl+c", "ctrl+x", "ctrl+f", "ctrl+n", "ctrl+l", "ctrl+p"]
    + [f"ctrl+{number}" for number in range(1, 8)] * 2
    + ["alt+Page_Down", "alt+Page_Down", "alt+Page_Up", "Page_Down", "Page_Up", "Home", "End", "alt+Left"]
    + ["ctrl+b", "ctrl+s", "ctrl+plus", "ctrl+minus", "ctrl+question", "ctrl+comma", "ctrl+w"]
)
TYPED = ["12", "1 mei 1955", "999990019", "2718 AB", "€ 1.250,50", "ja", "31-2-1980", "é’‑ ß", "9" * 40, "a@b.nl"]


# What the dialogs for files and printers say in themselves, and a menu of which the place is scrolled away (GTK 4.8):
# no code of ours is in it, and the program goes on. The first of them is followed by more in the same moment.
OF_THE_TOOLKIT = re.compile(
    r"g_file_query_info: assertion 'G_IS_FILE \(file\)'"
    r"|gtk_column_view_get_model: assertion"
    r"|gdk_monitor_get_geometry: assertion 'GDK_IS_MONITOR"
)


SAME_MOMENT_S = 0.02


def moment(line):
    """When a line was said, in seconds of its day."""
    found = re.search(r"(\d\d):(\d\d):(\d\d\.\d+)", line)
    hours, minutes, seconds = found.groups() if found else (0, 0, 0)
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


class Monkey:
    def __init__(self, folder, dice):
        self.folder = pathlib.Path(folder)
        self.dice = dice
        self.marks = 0
        self.actions = 0
        self.pages = set()
        self.said = tempfile.TemporaryFile()
        self.app = None

    def start(self):
        # Not ended by a critical, which would be the toolkit's own: what was said is read afterwards.
        self.app = driver.App(BUILD, self.folder, environment={"G_DEBUG": "gc-friendly"})
        self.app.start(stderr=self.said)
        self.app.wait_to_see("_New application")
        # In the corner of the screen, so that a click hits what it is meant for and not what is beside the window.
        self.app.resize()

    def step(self):
        self.actions += 1
        what = self.dice.random()
        if what < 0.02:
            self.fill_in()
        elif what < 0.22:
            self.type_mark()
        elif what < 0.30:
            driver.type_text(self.dice.choice(TYPED))
        elif what < 0.40:
            self.click()
        else:
            driver.keys(self.dice.choice(KEYS))

    def type_mark(self):
        self.marks += 1
        driver.type_text(f"mq{self.marks:05d}")

    def fill_in(self):
        """A page of a case from its first question on: most of a person's time goes there."""
        driver.keys("Escape", "Escape", "Escape", f"ctrl+{self.dice.choice('23345')}")
        try:
            driver.wait_for("the focus on the page", lambda: self.app.focused_in(self.app.windows()[-1]), 2)
        except (driver.Lost, IndexError):
            pass
        for _ in range(5):
            self.type_mark()
            driver.keys("Tab")

    def leave_something(self):
        """Goes on until a case shows what was typed: in this one, or else in a new one."""
        for attempt in range(4):
            if attempt > 0:
                driver.keys("Escape", "Escape", "Escape", "alt+Left")
                time.sleep(0.5)
                driver.keys("ctrl+n")
                time.sleep(1.5 * attempt)
            self.fill_in()
            # A busy computer shows late what was typed long ago.
            try:
                return driver.wait_for("a mark", self.look, 20)
            except driver.Lost:
                continue
        return {}

    def click(self):
        buttons = []
        for window in self.app.windows()[-1:]:
            for node in window.walk():
                if node.role in BUTTONS and node.name not in NOT_PRESSED:
                    buttons.append(node)
        if not buttons:
            return
        x, y, width, height = self.dice.choice(buttons).extents()
        if width > 0 and 0 <= x < 1366 and 0 <= y < 768:
            driver.subprocess.run(
                ["xdotool", "mousemove", str(x + width // 2), str(y + height // 2), "click", "1"], check=True
            )

    def look(self):
        """The marks that fields of the case show, with the field: not the search field, nor the dialogs', nor what
        is asked at a door to look something up."""
        marks = {}
        heading = ""
        in_case = False
        for window in self.app.windows()[:1]:
            title = window.name
            for node in window.walk():
                if node.role == "heading":
                    heading = f"{title.partition(' · ')[0]}: {node.name}"
                    self.pages.add(heading)
                elif node.role == "label" and node.name.startswith("Step "):
                    in_case = True
                elif node.role in FIELDS and not self.is_for_looking(node):
                    marks.update({mark: f"{heading}: {node.name}" for mark in MARK.findall(node.text())})
        return marks if in_case else {}

    def is_for_looking(self, node):
        return "earch" in node.name or "code" in node.name or "PIN" in node.name

    def memory_kb(self):
        with open(f"/proc/{self.app.process.pid}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))

    def round(self):
        """One life of the program; gives (marks owed, memory at its start and end, how it ended if by itself)."""
        self.start()
        before = self.memory_kb()
        driver.keys("ctrl+n")
        time.sleep(0.7)
        end = time.monotonic() + ROUND_S
        while time.monotonic() < end and self.app.process.poll() is None:
            try:
                self.step()
                if self.actions % 25 == 0:
                    self.look()
            except driver.Gone:  # what was looked at went away meanwhile
                continue
        owed = {}
        status = self.app.process.poll()
        after = self.memory_kb() if status is None else 0
        if status is None:
            owed = self.leave_something()
            kill.pause_to_save(self.app)
            status = self.app.process.poll()
        self.app.kill()
        return owed, before, after, status

    def complaints(self):
        self.said.seek(0)
        said = driver.FILE_DIALOG.sub("", self.said.read().decode(errors="replace"))
        lines = [
            line
            for line in said.splitlines()
            if re.search(r"(Gtk|GLib|GObject|Adwaita|Gdk|Gio|Pango|Zpi)[\w-]*-(WARNING|CRITICAL|ERROR)", line)
        ]
        theirs = [moment(line) for line in lines if OF_THE_TOOLKIT.search(line)]
        return [line for line in lines if not any(0 <= moment(line) - at < SAME_MOMENT_S for at in theirs)]


BUILD = kill.BUILD


def main():
    long = bool(os.environ.get("ZPI_TEST_LONG"))
    arguments = [int(a) for a in sys.argv[1:] if a.isdigit()]
    seconds = arguments[0] if arguments else 1200 if long else 120
    seed = int(os.environ.get("ZPI_TEST_SEED", time.time() if long else 20261128))
    monkey = Monkey(tempfile.mkdtemp(prefix="monkey-"), random.Random(seed))
    print(f"# seed {seed}, {seconds} s", flush=True)
    lost, ended, whole, growth = {}, [], True, []
    owed_in_all = rounds = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end or rounds == 0:
        owed, before, after, status = monkey.round()
        rounds += 1
        owed_in_all += len(owed)
        if status is not None:
            ended.append((rounds, status))
        else:
            growth.append((before, after))
        text = "\n".join(str(list(case["answers"].values())) for case in kill.read_cases(monkey.folder))
        lost.update({mark: field for mark, field in owed.items() if mark not in text})
        whole = kill.verify(monkey.folder) and whole
        print(f"# round {rounds}: {len(owed)} owed, {before} to {after} kB, ended {status}, lost {lost}", flush=True)
    cases = kill.read_cases(monkey.folder)
    complaints = monkey.complaints()
    results = [
        (f"{owed_in_all} marks owed after {rounds} kills, lost: {lost}", owed_in_all and not lost),
        (f"the store is whole, with {len(cases)} cases", whole and cases),
        (f"{monkey.actions} keys and clicks, ended by itself: {ended}", not ended),
        (f"no warning: {complaints[:5]}", not complaints),
        (f"went through {len(monkey.pages)} headings", len(monkey.pages) >= LEAST_PAGES),
        (f"memory: {max((b - a for a, b in growth), default=0)} kB more at most", all(b < 3 * a for a, b in growth)),
    ]
    print(f"1..{len(results)}")
    for number, (text, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {text}", flush=True)
    for heading in sorted(monkey.pages):
        print(f"# seen: {heading}")
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
