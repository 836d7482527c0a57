#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The pages as assistive technology gets them: every place that can have the focus has a name,
every wrong answer has what to do as its description, no list has an empty name, and every group of
questions has a heading."""

import os
import pathlib
import subprocess
import sys
import time

# What the accessibility library complains of is not ours to fix; the page gets its own setting.
os.environ["G_DEBUG"] = ""

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import looking  # noqa: E402
from looking import Atspi  # noqa: E402

GALLERY = pathlib.Path(os.environ["ZPI_BUILD_ROOT"]) / "tests/ui/gallery"
BUTTONS = ("push button", "toggle button")
SECTIONS = ["before", "check", "applicant", "household", "income", "evidence", "review"]
# A list that opens inside a group of questions, below its own row.
FOLDED = {"The amount is not net, or holiday pay is in it"}
NUMBERS = ["999993653", "999993847", "999993562", "123456789"]


def wait_for_application(pid):
    """As soon as it is there and nothing of it changes or moves any more."""
    end = time.monotonic() + 30
    before = [None] * 3
    while time.monotonic() < end:
        application = looking.program_of(pid)
        nodes = application.walk() if application is not None else []
        now = [(node.path, name, box) for node, name, box in zip(nodes, looking.names(nodes), looking.boxes(nodes))]
        before = before[1:] + [now]
        if len(nodes) > 20 and all(one == now for one in before):
            return application
        time.sleep(0.15)
    raise SystemExit("Bail out! the gallery did not appear")


class Page:
    """A page of the gallery. One that warns has ended, and fails the test."""

    def __init__(self, *arguments, environment=None):
        strict = {"G_DEBUG": "fatal-warnings"}
        self.process = subprocess.Popen([GALLERY, *arguments], stdout=subprocess.DEVNULL,
                                        env={**os.environ, **(environment or {}), **strict})

    def __enter__(self):
        return wait_for_application(self.process.pid)

    def __exit__(self, *_):
        ended = self.process.poll()
        self.process.kill()
        self.process.wait()
        if ended is not None:
            raise SystemExit(f"Bail out! the gallery ended by itself ({ended}): did it warn?")


def is_expander_header(node):
    """The list of one row that libadwaita 1.7 makes of the header of a row that folds: the focus never
    stays on it, but goes to that row, which has the name."""
    if node.role != "panel" or len(node.below) != 1:
        return False
    row, around = node.below[0], node.above.above
    return row.role == around.role == "list item" and row.name == around.name


def look(*arguments):
    """All nodes of a page, as (role, name, focusable, what describes a field)."""
    with Page(*arguments) as application:
        nodes = application.walk()
        focusable = looking.those_that(nodes, Atspi.StateType.FOCUSABLE)
        return [
            (
                node.role,
                name,
                node in focusable and not is_expander_header(node),
                node.described_by() if node.role == "text" else [],
            )
            for node, name in zip(nodes, looking.names(nodes))
        ]


def has_no_name(name):
    return not name.strip() or name.startswith(("Gtk", "Adw", "Zpi"))


def nameless(nodes):
    """What can get the focus, and every button: one that nobody sees would be there for who only hears it."""
    return [role for role, name, focusable, _ in nodes if (focusable or role in BUTTONS) and has_no_name(name)]


def doubled(nodes):
    """Names that say the same twice: a label and a relation to a label on one button."""
    found = []
    for _, name, focusable, _ in nodes:
        words = name.split()
        half = [n for n in range(1, len(words) // 2 + 1) if words[-n:] == words[-2 * n : -n]]
        if focusable and half:
            found.append(name)
    return found


def without_heading(nodes):
    """Groups of questions that nobody gets to by going from heading to heading."""
    headings = {name for role, name, _, _ in nodes if role == "heading"}
    lists = {name for role, name, _, _ in nodes if role == "list"}
    return (lists - headings - FOLDED) if headings else "no heading at all"


def check(number, name, problem):
    print(f"{'not ok' if problem else 'ok'} {number} {name}")
    if problem:
        print(f"# {problem}")
    sys.stdout.flush()
    return not problem


def main():
    good = True
    number = 0
    print(f"1..{len(SECTIONS) * 5 + 1}")
    for section in SECTIONS:
        nodes = look(section, "--person", "3")
        number += 1
        good &= check(number, f"/a11y/{section}/names", nameless(nodes))
        number += 1
        lists = [name for role, name, _, _ in nodes + look(section) if role == "list" and has_no_name(name)]
        good &= check(number, f"/a11y/{section}/lists", lists and "a list without a name")
        number += 1
        good &= check(number, f"/a11y/{section}/said-once", doubled(nodes))
        number += 1
        good &= check(number, f"/a11y/{section}/headings", without_heading(nodes))
        number += 1
        leaks = [role for role, name, _, _ in nodes if any(bsn in name for bsn in NUMBERS)]
        good &= check(number, f"/a11y/{section}/no-bsn-in-names", leaks)
    nodes = look("applicant", "--wrong", "--leave")
    described = [name for role, name, _, by in nodes if role == "text" and len(by) > 1]
    expected = {"BSN", "Date of birth", "Postcode", "E-mail address"}
    good &= check(number + 1, "/a11y/applicant/wrong-answers-described",
                  expected - set(described))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
