#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Two more households through the real window, the first of them without a network: a single person, sent
while nobody answers, the program killed while it waits, and received after the next start; and a single parent
with two children. The municipality has each exactly once."""

import os
import pathlib
import sys
import tempfile
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
import tour  # noqa: E402
from driver import keys  # noqa: E402
from single import (  # noqa: E402
    ALONE,
    Municipality,
    declare_and_send,
    fill_applicant,
    fill_check,
    fill_income,
    received,
)

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
PARENT = {
    "First names": "Saskia",
    "Last name": "Ouderman",
    "BSN": "999994141",
    "Postcode": "2718 CD",
    "House number": "21",
    "Street": "Oefenweg",
    "Place": "Zoetermeer",
}
CHILDREN = (
    {"First names": "Lot", "Last name": "Ouderman", "Date of birth": "3-4-2014", "BSN": "999992892"},
    {"First names": "Pim", "Last name": "Ouderman", "Date of birth": "12-12-2018", "BSN": "999993562"},
)

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def fill_children(walk):
    app = walk.app
    walk.section(4)
    app.press(prefix="Fill in 2 children")
    driver.wait_for("two children", lambda: sum(1 for _ in app.nodes(driver.FIELDS, "First names")) == 2)
    for i, child in enumerate(CHILDREN):
        for name, text in child.items():
            app.fill(name, text, nth=i)


def single_person(walk, data):
    """Without a network, and with a flat battery."""
    app = walk.app
    walk.begin()
    desk = Municipality(data)
    desk.trouble(offline=True)
    fill_check(walk, "14-2-1985", 0)
    fill_applicant(walk, ALONE, "joost@example.nl")
    fill_income(walk, "1.180,50")
    declare_and_send(walk)
    app.wait_to_see("Waiting to be sent", timeout=60)
    check("without a network it waits", not desk.applications(), "the municipality has it already")
    app.press("Do not send yet, _go on filling in")
    app.wait_to_see("The municipality may have it already. It has to be asked first")
    check("nor is it taken back unasked", app.sees_exactly("Waiting to be sent"))
    app.kill()
    app.start()
    app.resize()
    app.press("Show names")
    app.click(None, prefix="Joost")
    # Ended with the program: the municipality answers again. It goes by itself, or when asked to.
    driver.wait_for("the page of what was sent", lambda: app.sees("_Try again now") or received(app))
    if not received(app):
        app.press("_Try again now")
    app.wait_to_see("Received by the municipality", timeout=90)
    desk = Municipality(data)
    check("after the next start it is received", len(desk.applications()) == 1, len(desk.applications()))
    form = desk.form(0)
    check(
        "what was typed arrived",
        form["aanvrager"]["naam"]["geslachtsnaam"] == "Eenling"
        and [income["bedragInCenten"] for income in form["inkomen"]] == [118050]
        and not form.get("partner")
        and not form.get("kinderen"),
    )


def single_parent(walk, data):
    app = walk.app
    keys("ctrl+n")
    app.wait_to_see("Step 1 of 7")
    check("a new case starts empty", not any("Eenling" in n.text() or "Joost" in n.name for n in app.nodes()))
    fill_check(walk, "30-6-1990", 2)
    fill_applicant(walk, PARENT, "saskia@example.nl")
    fill_children(walk)
    fill_income(walk, "1.425")
    desk = Municipality(data)
    desk.trouble(vertragingInMs=2000)
    declare_and_send(walk)
    app.wait_to_see("Being sent")
    app.wait_to_see("The application goes without it. The municipality asks for it later, by e-mail.")
    over = ("Waiting to be sent", "Goes by itself as soon as there is a connection", "_Try again now")
    said = [text for text in over if app.sees(text)]
    check("while it is sent nothing is said to wait", app.sees("Being sent") and not said, said)
    desk.trouble()
    app.wait_to_see("Received by the municipality", timeout=60)
    desk = Municipality(data)
    check("the municipality has both, each once", len(desk.applications()) == 2, len(desk.applications()))
    forms = [desk.form(0), desk.form(1)]
    children = [sorted(c["naam"]["voornamen"] for c in f.get("kinderen") or []) for f in forms]
    check("with the children", sorted(children) == [[], ["Lot", "Pim"]], children)


def main():
    data = f"{tempfile.mkdtemp(prefix='offline-')}/data"
    walk = tour.Tour(BUILD, data, data, language="en", pictures=False)
    try:
        single_person(walk, data)
        single_parent(walk, data)
        check("the program ends well", walk.app.quit() == 0)
    except driver.Lost as lost:
        walk.app.screenshot(BUILD / "offline-lost.png")
        check("both go to their end", False, str(lost))
    finally:
        if walk.app.process is not None and walk.app.process.poll() is None:
            walk.app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
