#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The municipality refuses: a document, which is tried again as it is; a document that is too large, and an answer,
which are repaired where its button and its rows lead to. Each is received once in the end."""

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
import household  # noqa: E402
import tour  # noqa: E402
from driver import keys, type_text  # noqa: E402
from single import (  # noqa: E402
    ALONE,
    Municipality,
    declare_and_send,
    fill_applicant,
    fill_check,
    fill_income,
)

from gi.repository import Atspi  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
SHOTS = os.environ.get("ZPI_TEST_SHOTS")
TOO_LARGE = "Dit document is te groot. Maak het kleiner."
ASKED_FIRST = ("The municipality may have it already. It has to be asked first, and it cannot be "
               "reached now. Try again later.")
KNOWN_OTHERWISE = "Dit is bij ons anders bekend. Controleer het met de cliënt."


class Refused:
    def __init__(self, folder):
        self.documents = household.make_documents(f"{folder}/documents")
        self.data = f"{folder}/data"
        self.walk = tour.Tour(BUILD, folder, self.data, language="en", pictures=False)
        self.app = self.walk.app

    def shot(self, name):
        if SHOTS:
            time.sleep(0.6)
            self.app.screenshot(f"{SHOTS}/refused-{name}.png")

    def fill_in(self):
        fill_check(self.walk, "14-2-1985", 0)
        fill_applicant(self.walk, ALONE, "joost@example.nl")
        fill_income(self.walk, "1.180,50")

    def go_by_keys(self, reason, times=1):
        """With Tab to the row that says what was refused, and there Enter."""
        for _ in range(30):
            row = next(self.app.nodes("list item", reason), None)
            if row is not None and row.has(Atspi.StateType.FOCUSED):
                keys(*["Return"] * times)
                return
            keys("Tab")
            time.sleep(0.1)
        raise driver.Lost(f"no way by keys to “{reason}”")

    def replace(self, name):
        """By the menu of the document on the page with evidence."""
        node = self.app.find("push button", prefix=name)
        spot = driver.wait_for("the document on the screen", lambda: self.app.point(node))
        subprocess.run(
            ["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "3"], check=True
        )
        self.app.find("menu item", "_Replace…")
        self.app.choose_in_menu("_Replace…")

    def says_at(self, name, text):
        """Beside the question, and to assistive technology with it."""
        self.app.wait_to_see(text)
        field = self.app.find(("text", "entry"), name)
        by = field.described_by()
        assert text in by, by


def document_tried_again(refused):
    """A document is refused for a reason of the network's: as it is it can go again."""
    app = refused.app
    refused.walk.begin()
    municipality = Municipality(refused.data)
    refused.fill_in()
    refused.walk.section(6)
    refused.walk.add_file(0, refused.documents["identiteit.jpg"])
    municipality.trouble(foutcode=413, pad="/documenten")
    declare_and_send(refused.walk)
    app.wait_to_see("The municipality could not take a document", timeout=60)
    row = app.find("list item", "Er ging iets mis bij de gemeente. Probeer het later.")
    assert row.description == "identiteit.jpg", row.description
    refused.shot("document")
    assert len(municipality.applications()) == 1, municipality.applications()
    municipality.trouble()
    app.press("_Try again now")
    app.wait_to_see("Received by the municipality", timeout=60)
    assert not app.sees("Go to this answer")
    keys("alt+Left")
    app.wait_to_see("Show names")
    assert len(municipality.applications()) == 1


def document_repaired(refused):
    """The municipality takes no document of this size: another takes its place."""
    app = refused.app
    municipality = Municipality(refused.data)
    keys("ctrl+n")
    app.wait_to_see("Step 1 of 7")
    refused.fill_in()
    refused.walk.section(6)
    refused.walk.add_file(1, refused.documents["bankafschrift.pdf"])
    municipality.limits(grootsteDocumentInBytes=100_000)
    declare_and_send(refused.walk)
    app.wait_to_see(TOO_LARGE, timeout=60)
    refused.shot("too-large")
    app.press("_Correct it")
    app.wait_to_see("Step 6 of 7")
    app.wait_to_see(app.said("The municipality says: %s") % TOO_LARGE)
    refused.shot("too-large-there")
    refused.replace("bankafschrift.pdf")
    refused.walk.choose_file(refused.documents["loonstrook-2.pdf"])
    app.saved()
    declare_and_send(refused.walk)
    app.wait_to_see("Received by the municipality", timeout=60)
    keys("alt+Left")
    app.wait_to_see("Show names")
    assert len(municipality.applications()) == 2
    sizes = [d["grootteInBytes"] for i in range(2) for d in municipality.form(i)["bewijsstukken"]]
    assert refused.documents["loonstrook-2.pdf"].stat().st_size in sizes, sizes
    assert refused.documents["bankafschrift.pdf"].stat().st_size not in sizes, sizes


def answer_repaired(refused):
    """An answer is refused: the page that it is on opens at it, with the municipality's words."""
    app = refused.app
    municipality = Municipality(refused.data)
    keys("ctrl+n")
    app.wait_to_see("Step 1 of 7")
    assert not app.sees(TOO_LARGE), "what was said of another client"
    refused.fill_in()
    municipality.trouble(weigert="aanvrager.naam.geslachtsnaam")
    declare_and_send(refused.walk)
    app.wait_to_see(KNOWN_OTHERWISE, timeout=60)
    refused.shot("answer")
    # Twice, while the municipality is still being asked whether it has the application.
    municipality.trouble(weigert="aanvrager.naam.geslachtsnaam", vertragingInMs=2000)
    refused.go_by_keys(KNOWN_OTHERWISE, times=2)
    app.wait_to_see("Step 3 of 7")
    assert not app.sees(ASKED_FIRST), "what was asked for twice is done once"
    refused.says_at("Last name", app.said("The municipality says: %s") % KNOWN_OTHERWISE)
    refused.shot("answer-there")
    municipality.trouble()
    # The cursor is there already.
    keys("ctrl+a")
    type_text("Tweeling")
    driver.wait_for("the words to go", lambda: not app.sees(KNOWN_OTHERWISE))
    declare_and_send(refused.walk)
    app.wait_to_see("Received by the municipality", timeout=60)
    names = [municipality.form(i)["aanvrager"]["naam"]["geslachtsnaam"] for i in range(3)]
    assert sorted(names) == ["Eenling", "Eenling", "Tweeling"], names


TESTS = (document_tried_again, document_repaired, answer_repaired)


def main():
    refused = Refused(tempfile.mkdtemp(prefix="refused-"))
    print(f"1..{len(TESTS)}")
    good = 0
    try:
        for number, test in enumerate(TESTS, 1):
            test(refused)
            good += 1
            print(f"ok {number} - {test.__name__}", flush=True)
        assert refused.app.quit() == 0
    except (driver.Lost, AssertionError) as problem:
        refused.app.screenshot(BUILD / "refused-lost.png")
        print(f"not ok {good + 1} - {TESTS[min(good, 2)].__name__} # {problem}")
    finally:
        if refused.app.process is not None and refused.app.process.poll() is None:
            refused.app.process.kill()
    return 0 if good == len(TESTS) else 1


if __name__ == "__main__":
    sys.exit(main())
