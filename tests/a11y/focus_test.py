#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Where the focus is, as assistive technology hears it: after every Tab exactly one place has it,
with a name, also on GTK 4.8; all answers of one question are one stop; an error is read first."""

import subprocess
import sys
import time

from pages_test import Atspi, Page, looking

TIMEOUT = 10.0
results = []


def check(name, good, told=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}")
    if not good:
        print(f"# {told}")
    sys.stdout.flush()


def focused(application):
    return looking.those_that(application.walk(), Atspi.StateType.FOCUSED)


def press(application, *keys):
    """Presses keys and waits until the focus is somewhere else."""
    before = looking.names(focused(application))
    subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        now = focused(application)
        if now and looking.names(now) != before:
            return now
        time.sleep(0.05)
    return focused(application)


def stops(application, count):
    """The (role, name) of each place that Tab comes to."""
    found = []
    for _ in range(count):
        nodes = press(application, "Tab")
        found.append([(node.role, node.name) for node in nodes])
    return found


def fields():
    with Page("applicant") as application:
        found = stops(application, 5)
        names = ["Prefix (optional)", "Last name", "Date of birth", "BSN", "Postcode"]
        check("/focus/fields/say-so", found == [[("text", name)] for name in names], found)


def radios():
    with Page("check") as application:
        found = [nodes[0] if len(nodes) == 1 else nodes for nodes in stops(application, 12)]
        twice = [
            pair for pair in zip(found, found[1:]) if pair[0][0] == pair[1][0] == "radio button"
        ]
        check("/focus/radios/one-stop", ("radio button", "Yes") in found and not twice, found)
        while focused(application)[0].role != "radio button":
            press(application, "Tab")
        now = press(application, "Right")
        chosen = now[0].has(Atspi.StateType.CHECKED)
        check("/focus/radios/arrows-choose", now[0].name == "No" and chosen, now[0].name)


def radios_below_each_other():
    with Page("before") as application:
        for _ in range(12):
            node = press(application, "Tab")[0]
            if node.role == "radio button" and node.name.startswith("Yes, there is a letter"):
                break
        now = press(application, "Down")[0]
        check("/focus/radios/arrows-stay", now.name == "No" and now.has(Atspi.StateType.CHECKED), now.name)
        now = press(application, "Up")[0]
        check("/focus/radios/arrows-come-back", now.name.startswith("Yes, there is a letter"), now.name)


def error_first():
    with Page("applicant", "--wrong", "--leave") as application:
        for _ in range(30):
            node = press(application, "Tab")[0]
            if (node.role, node.name) == ("text", "Postcode"):
                break
        told = node.described_by()
        check("/focus/error/read-before-help", len(told) == 2 and told[1].startswith("Four digits"), told)


def main():
    fields()
    radios()
    radios_below_each_other()
    error_first()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
