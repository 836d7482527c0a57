#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Start as the desk of today: searched and filtered by keys, several cases sent and deleted at once."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
import looking  # noqa: E402
from driver import Atspi, keys, type_text  # noqa: E402
from single import Municipality  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
# Who agreed may be sent.
PERSONS = (("Anna", "Oefening", "999991802", True), ("Bram", "Voorbeeld", "999992892", True),
           ("Cor", "Proef", "999993562", False), ("Dien", "Søren", "999994141", False))

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def application(first, last, bsn, agreed):
    form = {
        "regeling": "zoetermeerpas",
        "aanvrager": {
            "naam": {"voornamen": first, "geslachtsnaam": last},
            "geboorte": {"datum": {"type": "Datum", "datum": "1980-05-01"}},
            "burgerservicenummer": bsn,
        },
        "contact": {"emailadres": "oefening@example.nl", "vanWie": "aanvrager"},
    }
    if agreed:
        form["verklaring"] = {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "op-papier"}
    return form


def fill_store(data, folder):
    for person in PERSONS:
        file = pathlib.Path(folder, f"{person[0]}.json")
        file.write_text(json.dumps(application(*person)))
        subprocess.run(
            [BUILD / "src/ctl/zpictl", "--practice", "--data", data, "import", file],
            check=True,
            capture_output=True,
        )


def rows(app):
    return [name for _, name in app.named("list item") if " · " in name]


def wait_rows(app, expected):
    driver.wait_for(f"the rows {expected}", lambda: rows(app) == expected)


def focused(app):
    return next(iter(app.focused()), None)


def cursor_in_sight(app):
    """Above the footer: what is behind it would be answered unseen."""
    cursor = next(iter(looking.those_that(list(app.nodes()), Atspi.StateType.FOCUSED)), None)
    footer = next(app.nodes("push button", "Send application"), None)
    if cursor is None or footer is None or cursor.role == "list item":
        return False
    _, top, _, height = cursor.extents()
    return 0 <= top and top + height <= footer.extents()[1]


def searching(app):
    app.wait_to_see("A.O. · 1")
    wait_rows(app, ["D.S. · 4", "C.P. · 3", "B.V. · 2", "A.O. · 1"])
    check("rows have a name and no client's name", True)
    check("a row says how far it is", app.sees("1 of 7 · go on with “Applicant”"))
    keys("ctrl+f")
    type_text("soren")
    wait_rows(app, ["D.S. · 4"])
    check("a name is found without its accents", True)
    keys("Escape")
    wait_rows(app, ["D.S. · 4", "C.P. · 3", "B.V. · 2", "A.O. · 1"])
    keys("ctrl+f")
    type_text("a")
    keys("Down")
    driver.wait_for("the first row", lambda: focused(app) == rows(app)[0])
    check("Down goes from the words to what they found", True)
    keys("ctrl+f")
    type_text("soren")
    wait_rows(app, ["D.S. · 4"])
    keys("Down", "Escape")
    wait_rows(app, ["D.S. · 4", "C.P. · 3", "B.V. · 2", "A.O. · 1"])
    check("Escape shows everything again from what was found, too", focused(app) == "D.S. · 4", focused(app))
    keys("ctrl+f")
    type_text("bram")
    wait_rows(app, ["B.V. · 2"])
    keys("Return")
    app.wait_to_see("Step 3 of 7")
    check("Enter opens what was found first, where its row says", True)
    keys("ctrl+7")
    app.wait_to_see("Step 7 of 7")
    driver.wait_for("the title", lambda: focused(app) == "Review and send")
    driver.wait_for("the title in sight", lambda: cursor_in_sight(app))
    check("the last page opens at its title", True)
    keys("Return")
    driver.wait_for("the first question", lambda: focused(app) != "Review and send")
    driver.wait_for("what can be answered above what is sent with", lambda: cursor_in_sight(app))
    check("Enter goes on to its first question, in sight", True)
    keys("ctrl+f")
    app.wait_to_see("Search cases")
    keys("Escape")
    wait_rows(app, ["D.S. · 4", "C.P. · 3", "B.V. · 2", "A.O. · 1"])


def choose(app, *names):
    app.press("_Choose")
    for name in names:
        app.click("list item", name)
    driver.wait_for("what is chosen", lambda: app.sees(f"{len(names)} chosen"))


def sending(app, data):
    choose(app, "A.O. · 1", "B.V. · 2", "C.P. · 3")
    app.press("_Send")
    app.wait_to_see("Send 2 of 3?")
    check("what is not ready is named, with why", app.sees("C.P. · 3: still needed"))
    keys("Escape")
    app.alone()
    check("nothing is sent without a yes", not Municipality(data).applications())
    choose(app, "A.O. · 1", "B.V. · 2", "C.P. · 3")
    app.press("_Send")
    app.wait_to_see("Send 2 of 3?")
    driver.wait_for("the focus in the dialog", lambda: {"Cancel", "Send"} & set(app.focused()))
    keys("alt+s")
    driver.wait_for("both at the municipality", lambda: len(Municipality(data).applications()) == 2, 60)
    check("each is sent once", len(Municipality(data).applications()) == 2)
    app.wait_to_see("To do now")


def filtering(app):
    app.press("Draft")
    driver.wait_for("the drafts", lambda: rows(app)[-2:] == ["D.S. · 4", "C.P. · 3"])
    app.press("Done")
    app.wait_to_see("There are no cases of this kind.")
    check("a filter shows its cases, what is to do stays", len(rows(app)) == 2, rows(app))
    app.press("All")


def deleting(app):
    choose(app, "C.P. · 3", "D.S. · 4", "A.O. · 1")
    app.press("_Delete")
    app.wait_to_see("2 of 3 were deleted")
    driver.wait_for("them gone", lambda: not app.sees("C.P. · 3") and not app.sees("D.S. · 4"))
    app.press("_Undo")
    app.wait_to_see("C.P. · 3")
    check("deleting several is undone in one go", app.sees("D.S. · 4") and app.sees("A.O. · 1"))
    choose(app, "C.P. · 3", "D.S. · 4")
    app.press("_Delete")
    driver.wait_for("them gone", lambda: not app.sees("C.P. · 3") and not app.sees("D.S. · 4"))
    app.click("list item", "B.V. · 2")
    app.wait_to_see("Received by the municipality")
    driver.wait_for("the focus at how it stands", lambda: app.focused() == ["Received by the municipality"])
    keys("ctrl+z")
    keys("alt+Left")
    app.wait_to_see("To do now")
    check("on the page of a case Ctrl+Z is not about Start", not app.sees("C.P. · 3"))
    keys("ctrl+z")
    app.wait_to_see("C.P. · 3")
    check("Ctrl+Z brings them back too", app.sees("D.S. · 4"))
    app.click("list item", "C.P. · 3")
    app.wait_to_see("Step 3 of 7")
    app.press_in_menu("_Delete this draft", "This case")
    app.wait_to_see("The draft was deleted")
    driver.wait_for("it gone", lambda: not app.sees("C.P. · 3"))
    keys("ctrl+z")
    app.wait_to_see("Step 3 of 7")
    check("a draft that was on the screen is there again", True)
    keys("alt+Left")
    app.wait_to_see("C.P. · 3")


def names(app):
    app.press("Show names")
    app.wait_to_see("Anna Oefening · 1")
    check("the button says what it does now", app.sees_exactly("Hide names") and not app.sees("Show names"))
    role = app.find(("push button", "toggle button"), "Hide names").role
    check("and is not pressed or on", role == "push button", role)
    app.press("Hide names")
    driver.wait_for("no names", lambda: not app.sees("Anna"))


def twice(app, data, folder):
    """Somebody who is here already: said before it is sent a second time."""
    file = pathlib.Path(folder, "Dien.json")
    subprocess.run([BUILD / "src/ctl/zpictl", "--practice", "--data", data, "import", file],
                   check=True, capture_output=True)
    app.wait_to_see("D.S. · 5")
    keys("ctrl+f")
    type_text("dien")
    wait_rows(app, ["D.S. · 5", "D.S. · 4"])
    keys("Return")
    app.wait_to_see("Step 3 of 7")
    keys("ctrl+7")
    app.wait_to_see("There is another case on this computer with this BSN.")
    check("a second application of one person is said before it is sent", True)


def second_start(app, data, file):
    """Another process that cannot know of the first, on the same cases: says so in a window of its own, of
    which the toolkit has nothing to complain, and goes by Enter; also when a file was let go on its icon."""
    environment = dict(app.environment, DBUS_SESSION_BUS_ADDRESS="disabled:", GTK_A11Y="none")
    second = subprocess.Popen([BUILD / driver.PROGRAM, "--practice", "--data", data, file], env=environment,
                              stderr=subprocess.PIPE, text=True)
    title = app.said("These cases are open already")

    def window():
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title],
                               capture_output=True, text=True, check=False).stdout.split()
        return found[0] if found else None

    try:
        found = driver.wait_for("the window that says so", window, 30)
        subprocess.run(["xdotool", "windowfocus", "--sync", found, "key", "Return"], check=True)
        said = second.communicate(timeout=30)[1]
    finally:
        second.kill()
    check("a second start on the same cases says so, and goes by Enter",
          second.returncode == 0 and driver.complaint(said) is None, f"{second.returncode}: {said}")


def main():
    folder = tempfile.mkdtemp(prefix="start-")
    data = f"{folder}/data"
    fill_store(data, folder)
    app = driver.App(BUILD, data)
    try:
        app.start()
        app.resize()
        searching(app)
        sending(app, data)
        filtering(app)
        deleting(app)
        names(app)
        twice(app, data, folder)
        second_start(app, data, file=pathlib.Path(folder, "Dien.json"))
        check("the program ends well", app.quit() == 0)
    except (driver.Lost, StopIteration) as lost:
        app.screenshot(BUILD / "start-lost.png")
        check("goes to its end", False, str(lost))
    finally:
        if app.process is not None and app.process.poll() is None:
            app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
