#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A household of four by keys only, without Tab: where the cursor is after every key, and how many
keys there are beside the data. The figure is printed."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
import household  # noqa: E402
import looking  # noqa: E402
from driver import Atspi  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
MOST_KEYS = 45
# No double click any more, which is 0.4 s of the display's clock; on a busy computer that comes to a click late.
APART_S = 1.5
results = []


def check(name, good, told=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}")
    if not good:
        print(f"# {told}")
    sys.stdout.flush()


class Hands:
    """Somebody at the keyboard, who counts."""

    def __init__(self, app):
        self.app = app
        self.count = 0
        self.data = 0

    def focus(self):
        nodes = self.app.focused()
        return nodes[0] if len(nodes) == 1 else None

    def at(self, name):
        """Waits until the cursor is at @name, and nowhere else."""
        wanted = self.app.said(name)
        driver.wait_for(f"the cursor at “{wanted}”", lambda: self.focus() == wanted, 10)

    def press(self, *keys):
        for key in keys:
            driver.keys(key)
            self.count += 1
            time.sleep(0.15)

    def answer(self, name, text):
        """At a field: types, and Enter."""
        self.at(name)
        driver.type_text(text)
        self.data += len(text)
        self.press("Return")

    def choose(self, first, key):
        """At a choice, whose first answer has the cursor: one key."""
        self.at(first)
        self.press(key)


def person(hands, someone, *known):
    for name in ("First names", "Last name", "Date of birth", "BSN"):
        if name not in known:
            hands.answer(name, someone[name])


def applicant_name(hands, applicant):
    """The prefix stands before the last name, and Enter stops at it; who has none goes on."""
    hands.answer("First names", applicant["First names"])
    hands.at("Prefix (optional)")
    hands.press("Return")
    hands.answer("Last name", applicant["Last name"])


def fill_in(hands):
    applicant = household.APPLICANT
    hands.press("ctrl+n")
    hands.choose("Yes, there is a letter about this year’s pass", "2")
    hands.choose("On paper, with a signature", "2")
    hands.at("Spoken")
    check("the last answer by one key stays in sight", hands.app.sees("Step 1 of 7"))
    hands.press("Return")
    hands.answer("Date of birth", applicant["Date of birth"])
    hands.choose("Yes", "y")
    hands.answer("Date of birth of the partner", household.PARTNER["Date of birth"])
    hands.answer("Number of children under 18", "2")
    hands.answer("Income per month, net", "1770")
    hands.choose("Yes", "n")
    hands.press("Return")
    applicant_name(hands, applicant)
    person(hands, applicant, "First names", "Last name", "Date of birth")
    for name in ("Postcode", "House number", "Street", "Place"):
        hands.answer(name, applicant[name])
    hands.choose("The client’s own address", "1")
    hands.answer("E-mail address", household.EMAIL)
    hands.answer("Telephone number (optional)", household.PHONE)
    person(hands, household.PARTNER, "Date of birth")
    person(hands, household.CHILDREN[0])
    person(hands, household.CHILDREN[1], "Last name")


def incomes(hands):
    """Two kinds, the first one in front for who has the age for it: Space opens its questions, Enter in
    the last of them goes on to the next kind, and from there to the next page."""
    hands.at("State pension (AOW)")
    hands.press("space")
    hands.choose("The applicant’s", "1")
    hands.answer("Amount", household.AOW)
    hands.at("Pension")
    hands.press("space")
    hands.choose("The applicant’s", "2")
    hands.answer("Amount", household.PENSION)
    hands.at("Annuity")
    hands.press("Return")


def back_and_forth(hands):
    """The keys of the sections lead to a question too, and it is in sight."""
    hands.press("ctrl+3")
    hands.at("First names")
    hands.press("alt+Page_Down")
    hands.at("Yes")
    hands.press("alt+Page_Up")
    hands.at("First names")
    check("the keys of the sections put the cursor at the first question", True)


def steps(hands):
    """Where one is stands in the middle, whatever stands beside it."""
    app = hands.app
    middles = set()
    for section in (1, 2, 7):
        hands.press(f"ctrl+{section}")
        app.wait_to_see(f"Step {section} of 7")
        x, _, wide, _ = app.still(app.find("label", f"Step {section} of 7"))
        middles.add(x + wide // 2)
    check("the number of the step stays in its place", max(middles) - min(middles) <= 1, middles)


def client(hands):
    """One key shows the client's view beside the page: it follows the page and what is typed, says
    that this is practice, and goes by the same key. The cursor stays where it was."""
    app = hands.app
    practice = "Oefenen: er gaat niets naar de echte gemeente. Gebruik alleen verzonnen mensen."
    street = household.APPLICANT["Street"]
    hands.press("ctrl+3")
    hands.at("First names")
    hands.press("F9")
    driver.wait_for("the client’s view", lambda: app.sees_exactly("Klopt dit?"), 10)

    def shown():
        return len(app.windows()) == 1 and app.sees_exactly(practice) and app.sees_exactly(street)

    check("the client’s view stands beside the page, with the banner of practice",
          driver.wait_for("the client’s view beside the page", shown, 10))
    hands.press("End")
    driver.type_text("s")
    first = household.APPLICANT["First names"] + "s"
    driver.wait_for("what is typed", lambda: any(
        first in n.name for n in app.nodes("label")), 10)
    hands.press("BackSpace")
    hands.press("alt+Page_Down")
    driver.wait_for("the next page", lambda: not app.sees_exactly(street), 10)
    check("it follows what is typed, and the page", True)
    hands.press("F9")
    driver.wait_for("the page alone", lambda: not app.sees_exactly("Klopt dit?"), 10)
    hands.at("Yes")
    check("it goes by the same key, and the cursor stays", True)


def client_beside(hands):
    """Beside the page in a window that becomes narrow: the page has the room, F9 shows the view elsewhere; in a wide
    window again it stands there again."""
    app = hands.app
    app.resize()
    hands.press("F9")
    driver.wait_for("the client’s view beside the page", lambda: app.sees_exactly("Klopt dit?"), 10)
    app.resize(360, 720)
    app.wait_to_see("This window is too narrow for the client’s view. F9 shows it in its own window.")
    width = app.windows()[0].extents()[2]
    check("a window with the client’s view becomes as narrow as the page alone", width <= 360, width)
    check("the view is not cut off there", not app.sees_exactly("Klopt dit?"))
    app.resize()
    driver.wait_for("the client’s view beside the page", lambda: app.sees_exactly("Klopt dit?"), 10)
    app.resize(600, 720)
    driver.wait_for("the page alone", lambda: not app.sees_exactly("Klopt dit?"), 10)
    hands.press("F9")
    driver.wait_for("the client’s window", lambda: len(app.windows()) == 2 and app.sees_exactly("Klopt dit?"), 10)
    app.still(app.windows()[-1])
    hands.press("F9")
    driver.wait_for("the window alone", lambda: len(app.windows()) == 1, 10)
    check("F9 shows it in its own window where it had no room, and closes that", True)


def client_window(hands):
    """Where there is no room beside the page it has a window of its own, which goes by the key that opened it and by
    Escape, with the keyboard in it."""
    app = hands.app
    app.resize(900, 720)
    for key in ("F9", "Escape"):
        hands.press("F9")
        driver.wait_for("the client’s window", lambda: len(app.windows()) == 2, 10)
        app.still(app.windows()[-1])
        hands.press(key)
        driver.wait_for(f"the window alone after {key}", lambda: len(app.windows()) == 1, 10)
    check("the client’s window goes by the key that opened it, and by Escape", True)
    client_beside(hands)
    app.resize()


def list_of_keys(hands):
    """It names no key that does nothing: there is nothing to lock in practice."""
    app = hands.app
    hands.press("ctrl+question")
    driver.wait_for("the list of keys", lambda: app.sees("Ctrl+N"), 10)
    check("practice has no key to lock", not app.sees("Lock now: Ctrl+L"))
    hands.press("Escape")
    driver.wait_for("the window alone", lambda: len(app.windows()) == 1, 10)


def narrow(hands):
    """The list of sections in a narrow window: what is chosen there has the cursor, also where nothing is typed; Escape
    leads back to the page, and the key for all cases leads there from either."""
    app = hands.app
    app.resize(360, 720)
    for section, first in ((5, "The applicant’s"), (6, "Choose files…")):
        hands.press(f"ctrl+{section}")
        hands.at(first)
        app.press(prefix=f"Step {section} of 7")
        driver.wait_for("the list", lambda s=section: (hands.focus() or "").startswith(f"{s}. "), 10)
        hands.press("Return")
        hands.at(first)
    check("what is chosen in the narrow list has the cursor", True)
    app.press(prefix="Step 6 of 7")
    driver.wait_for("the list", lambda: (hands.focus() or "").startswith("6. "), 10)
    hands.press("Escape")
    hands.at("Choose files…")
    hands.press("alt+Left")
    driver.wait_for("the case on Start", lambda: (hands.focus() or "").startswith("F.O. · 1"), 10)
    hands.press("Return")
    app.wait_to_see("Choose files…")
    app.press(prefix="Step 6 of 7")
    driver.wait_for("the list", lambda: (hands.focus() or "").startswith("6. "), 10)
    hands.press("alt+Left")
    driver.wait_for("the case on Start", lambda: (hands.focus() or "").startswith("F.O. · 1"), 10)
    check("one key leads to all cases, from the page and from the list", True)
    hands.press("Return")
    app.wait_to_see("Choose files…")
    app.resize()


def start(hands):
    """On Start the row has the focus that one came from; the search goes by keys."""
    app = hands.app
    hands.press("alt+Left")
    driver.wait_for("the case on Start", lambda: (hands.focus() or "").startswith("F.O. · 1"), 10)
    check("back on Start the focus is at the case", True)
    hands.press("ctrl+f")
    driver.type_text("nobody")
    app.wait_to_see("No case fits what you search for.")
    hands.press("Escape")
    driver.wait_for(
        "everything again", lambda: not app.sees("No case fits what you search for."), 10
    )
    check("Escape shows every case again", True)
    driver.type_text("1")
    hands.press("Down")
    driver.wait_for("the row found", lambda: (hands.focus() or "").startswith("F.O. · 1"), 10)
    hands.press("ctrl+f")
    driver.type_text("1")
    hands.press("Return")
    app.wait_to_see("Step 6 of 7")
    check("Enter opens what was found, where there is something to do", True)


def removal(hands):
    """A child that was removed by mistake: the cursor is at who came in its place, and one key brings
    both back, the last first; so does the button of the message."""
    app = hands.app
    first, second = (child["First names"] for child in household.CHILDREN)
    hands.press("ctrl+4")
    hands.at("Yes")
    app.press("Remove child 1")
    driver.wait_for("one child", lambda: not app.sees_exactly("Child 2"), 10)
    hands.at("Questions: Child 1")
    check("after a removal the cursor is at the next child", app.sees(second) and not app.sees(first))
    app.press("Remove child 1")
    hands.at("Add a child")
    check("after the last one it is at Add", not app.sees(second))
    hands.press("ctrl+z")
    driver.wait_for("the second child", lambda: app.sees_exactly("Child 1"), 10)
    hands.press("ctrl+z")
    driver.wait_for("both children", lambda: app.sees_exactly("Child 2"), 10)
    names = [n.text() for n in app.nodes("text", "First names")]
    check("Ctrl+Z brings both back with what was typed", first in names and second in names, names)
    hands.press("ctrl+shift+z")
    driver.wait_for("one child again", lambda: not app.sees_exactly("Child 2"), 10)
    names = [n.text() for n in app.nodes("text", "First names")]
    check("Ctrl+Shift+Z takes the one away again that came back last", second in names and first not in names, names)
    hands.press("ctrl+z")
    driver.wait_for("both children", lambda: app.sees_exactly("Child 2"), 10)
    app.press("Remove child 2")
    driver.wait_for("one child", lambda: not app.sees_exactly("Child 2"), 10)
    app.wait_to_see("Child 2 was removed")
    app.press("Undo")
    driver.wait_for("both children", lambda: app.sees_exactly("Child 2"), 10)
    check("so does the button of the message", True)


def reasoning(hands):
    """What lies over the page goes by Escape, and with the page."""
    app = hands.app

    def unfolded():
        return app.find(("push button", "toggle button"), prefix="Probably").has(driver.Atspi.StateType.EXPANDED)

    hands.press("ctrl+2")
    app.wait_to_see("Step 2 of 7")
    app.press(prefix="Probably")
    driver.wait_for("the reasoning", unfolded, 10)
    hands.press("Tab", "space")
    hands.at("* The municipality has not confirmed this yet.")
    note = app.find(("push button", "toggle button"), "* The municipality has not confirmed this yet.")
    app.still(note)
    last = [node for node in note.above.walk() if node.role == "label"][-1]
    _, top, _, high = last.extents()
    _, edge, _, _ = app.find(("push button", "toggle button"), prefix="Probably").extents()
    check("the last of the reasoning comes in sight", top + high <= edge, (top, high, edge))
    hands.press("Escape")
    driver.wait_for("it folded", lambda: not unfolded(), 10)
    check("Escape folds the reasoning", app.sees("Step 2 of 7"))
    app.press(prefix="Probably")
    driver.wait_for("the reasoning", unfolded, 10)
    hands.press("ctrl+4")
    app.wait_to_see("Step 4 of 7")
    driver.wait_for("it folded", lambda: not unfolded(), 10)
    check("it does not lie over the next page", True)


def buttons_of(app):
    """(name, description) of each button in sight."""
    nodes = looking.those_that(app.nodes(("push button", "toggle button")), Atspi.StateType.SHOWING)
    return list(zip(looking.names(nodes), looking.descriptions(nodes)))


def menu(hands):
    """Whoever opens the menu by its key is back where the hand was, also from what it opened. What libadwaita and
    GTK make has names too, and each is said once."""
    app = hands.app
    before = hands.focus()
    hands.press("F10")
    driver.wait_for("the menu", lambda: app.items_with("About this program"), 10)
    hands.press("Escape")
    driver.wait_for("the cursor where it was", lambda: hands.focus() == before, 10)
    hands.press("F10")
    app.choose_in_menu("About this program")
    app.keyboard_in_dialog()
    nameless = [name for name, _ in buttons_of(app) if not name or name.startswith("Gtk")]
    check("each button of the window about it has a name", not nameless, nameless)
    hands.press("Escape")
    app.alone()
    driver.wait_for("the cursor where it was", lambda: hands.focus() == before, 10)
    check("the menu gives the cursor back", True)
    twice = [name for name, description in buttons_of(app) if name and name == description]
    check("no button is said twice", not twice, twice)


def overview(hands):
    """The list of keys, twice: it is made anew each time."""
    app = hands.app
    for _ in range(2):
        hands.press("ctrl+question")
        driver.wait_for("the list of keys", lambda: len(app.windows()) == 2 and app.sees("Everywhere"), 10)
        hands.at("Start a new application: Ctrl+N")
        hands.press("Escape")
        driver.wait_for("the window alone", lambda: len(app.windows()) == 1, 10)
    check("the list of keys comes by its key, and goes by Escape", True)


def known(hands):
    """An address that this desk has in another case is not asked again."""
    app = hands.app
    applicant = household.APPLICANT
    hands.press("ctrl+n")
    app.wait_to_see("Step 1 of 7")
    hands.press("ctrl+3")
    hands.at("First names")
    app.fill("Postcode", applicant["Postcode"].lower())
    app.fill("House number", applicant["House number"])
    for name in ("Street", "Place"):
        driver.wait_for(f"{name} as in the case before",
                        lambda name=name: app.find("text", name).text() == applicant[name], 10)
    told = "Street and place come from an earlier application with this postcode. Check them."
    app.wait_to_see(told)
    check("street and place of a postcode that is known are filled in, and said to be", True)


def needed(hands):
    """Send leads to what is missing, and there it is said why, to who listens too."""
    app = hands.app
    hands.press("ctrl+7")
    app.press("_Send application")
    hands.at("Last name")
    field = next(node for node in app.nodes("text", "Last name") if node.has(driver.Atspi.StateType.FOCUSED))
    told = field.described_by()
    check("why one is brought to a question is said there",
          told and told[0] == "Fill this in: without it the application cannot be sent.", told)


def twice(hands):
    """Who clicks everything twice does one thing; a click that is meant counts, however soon it comes."""
    app = hands.app

    def click(name, times=1, back=False):
        node = app.find("push button", name)
        spot = driver.wait_for(f"“{name}” on the screen", lambda: app.point(node), 10)
        away = ["key", "--clearmodifiers", "alt+Page_Up", *driver.click()] if back else []
        subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), *driver.click(times=times), *away],
                       check=True)

    hands.press("alt+Left")
    app.wait_to_see("New application")
    click("New application", 2)
    hands.at("Yes, there is a letter about this year’s pass")
    check("a double click on a door begins one case and chooses nothing there", app.sees("Step 1 of 7"))
    click("Next", 2)
    hands.at("Date of birth")
    check("a double click on Next goes on one page", app.sees("Step 2 of 7"))
    time.sleep(APART_S)
    click("Next", 3)
    app.wait_to_see("Step 3 of 7")
    hands.at("First names")
    check("three clicks do too", app.sees("Step 3 of 7"))
    time.sleep(APART_S)
    click("Next", back=True)
    time.sleep(APART_S)
    check("a click after a key counts, however soon it comes", app.sees("Step 4 of 7"))
    subprocess.run(["xdotool", *driver.click(), "sleep", str(APART_S), *driver.click()], check=True)
    app.wait_to_see("Step 6 of 7")
    check("two clicks that are no double click are two", True)
    hands.press("ctrl+4")
    app.wait_to_see("Step 4 of 7")
    click("Add a child", 2)
    hands.at("First names")
    check("a double click on Add gives one child, with the cursor in it", not app.sees_exactly("Child 2"))
    time.sleep(APART_S)
    click("Add a child")
    app.wait_to_see("Child 2")
    time.sleep(APART_S)
    click("Remove child 1", 2)
    driver.wait_for("one child", lambda: not app.sees_exactly("Child 2"), 10)
    time.sleep(APART_S)
    check("a double click on Remove takes one child, not who came under the pointer", app.sees_exactly("Child 1"))
    app.press("Remove child 1")
    hands.at("Add a child")


def held(hands):
    """A key that is held down is pressed once: it runs through no pages and answers no second question. What is
    typed repeats where it began."""
    app = hands.app
    hands.press("ctrl+2")
    hands.at("Date of birth")
    driver.hold("1")
    hands.at("Date of birth")
    typed = app.find("text", "Date of birth").text()
    check("a letter that is held is typed again", len(typed) > 3 and set(typed) == {"1"}, typed)
    driver.keys("ctrl+a", "BackSpace")
    hands.press("Return")
    hands.at("Yes")
    driver.hold("y")
    hands.at("Date of birth of the partner")
    typed = app.find("text", "Date of birth of the partner").text()
    check("an answer that is held is no letter of the next one", typed == "", typed)
    driver.hold("Return")
    hands.at("Number of children under 18")
    check("Enter that is held goes to the next question", True)
    hands.press("ctrl+5")
    hands.at("Wages")
    driver.hold("Return", 3)
    time.sleep(0.5)
    check("it does not run into the file dialog of a later page", len(app.windows()) == 1, len(app.windows()))


def all_deleted(hands):
    """With the last case goes the button that deleted it: the cursor is at the first thing to do."""
    app = hands.app
    hands.press("alt+Left")
    app.press("_Choose")
    app.press("Choose _all shown")
    app.press("_Delete")
    app.wait_to_see("3 of 3 were deleted")
    hands.at("New application")
    check("after the last case the cursor is at the first door", True)


def main():
    folder = tempfile.mkdtemp(prefix="keys-")
    app = driver.App(BUILD, f"{folder}/data", language="en")
    hands = Hands(app)
    try:
        app.start()
        app.resize()
        fill_in(hands)
        check("four persons, and the cursor was at each question", True)
        incomes(hands)
        app.wait_to_see("Evidence")
        check("two incomes, and on to the evidence", True)
        print(f"# {hands.count} keys beside {hands.data} characters of data")
        check(f"at most {MOST_KEYS} keys beside the data", hands.count <= MOST_KEYS, hands.count)
        back_and_forth(hands)
        steps(hands)
        client(hands)
        client_window(hands)
        list_of_keys(hands)
        menu(hands)
        removal(hands)
        reasoning(hands)
        narrow(hands)
        start(hands)
        overview(hands)
        known(hands)
        needed(hands)
        twice(hands)
        held(hands)
        all_deleted(hands)
        check("the program ends well", app.quit() == 0)
    except driver.Lost as lost:
        app.screenshot(BUILD / "keys-lost.png")
        check("the keys lead through the household", False, f"{lost}; it is at {hands.focus()}")
    finally:
        if app.process is not None and app.process.poll() is None:
            app.process.kill()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
