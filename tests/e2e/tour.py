#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The tour: a whole household through the real window, from the first question to the receipt, with a
picture of every page. Everything is done as a person does it, by pointing and typing.

    tour.py --build BUILD --out FOLDER [--language nl] [--dark]
"""

import argparse
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
from driver import Atspi, keys, type_text  # noqa: E402


class Tour:
    def __init__(self, build, out, data, language="nl", dark=False, pictures=True):
        environment = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"} if dark else {}
        self.app = driver.App(build, data, language=language, environment=environment)
        self.out = pathlib.Path(out)
        self.tag = f"{language}{'-dark' if dark else ''}"
        self.pictures = pictures
        self.count = 0

    def picture(self, name):
        if not self.pictures:
            return
        self.count += 1
        time.sleep(0.6)
        self.app.screenshot(self.out / f"{self.tag}-{self.count:02d}-{name}.png")

    def pictures_down(self, name, pages=3):
        """A long page: one picture for each screenful."""
        self.scroll(-60)
        self.picture(name)
        for i in range(1, pages):
            self.scroll(9)
            self.picture(f"{name}-{i + 1}")

    @staticmethod
    def scroll(steps):
        subprocess.run(["xdotool", "mousemove", "1040", "420"], check=True)
        button = "5" if steps > 0 else "4"
        subprocess.run(["xdotool", "click", "--repeat", str(abs(steps)), "--delay", "8", button])
        time.sleep(0.2)

    def section(self, number):
        keys(f"ctrl+{number}")
        self.app.wait_for_step(number)

    def begin(self):
        self.app.start()
        self.app.resize()
        self.app.wait_to_see("_New application")
        self.picture("start-empty")
        self.app.press("_New application")

    def before(self):
        app = self.app
        app.choose("No", "Did the client get a letter that the pass is renewed?")
        app.choose("Spoken")
        self.pictures_down("before", 3)

    def check(self):
        app = self.app
        self.section(2)
        app.fill("Date of birth", household.APPLICANT["Date of birth"])
        app.choose("Yes", "Does the applicant live with a partner?")
        app.fill("Date of birth of the partner", household.PARTNER["Date of birth"])
        app.fill("Number of children under 18", "2")
        app.fill("Income per month, net", "1.770")
        app.choose("No", "Does the applicant get student finance?")
        self.pictures_down("check", 4)

    def applicant(self):
        app = self.app
        self.section(3)
        for name, text in household.APPLICANT.items():
            if name != "Date of birth":
                app.fill(name, text)
        app.choose("The client’s own address")
        app.fill("E-mail address", household.EMAIL)
        app.fill("Telephone number (optional)", household.PHONE)
        self.pictures_down("applicant", 3)

    def household(self):
        app = self.app
        self.section(4)
        for name, text in household.PARTNER.items():
            app.fill(name, text)
        self.picture("household-partner")

        def persons():
            return sum(1 for _ in app.nodes(("text",), "First names"))

        # The partner is one of them.
        for child in range(persons(), len(household.CHILDREN) + 1):
            app.press("Add a child")
            driver.wait_for("a child more", lambda n=child: persons() == n + 1)
        for i, child in enumerate(household.CHILDREN):
            app.fill("First names", child["First names"], nth=i + 1)
            app.fill("Last name", child["Last name"], nth=i + 1)
            app.fill("Date of birth", child["Date of birth"], nth=i + 1)
            app.fill("BSN", child["BSN"], nth=i + 1)
        self.pictures_down("household", 3)

    def switch(self, kind):
        app = self.app
        node = driver.wait_for(kind, lambda: next(app.kind_switches(kind), None))
        was_on = node.has(Atspi.StateType.CHECKED)
        spot = driver.wait_for(f"{kind} on the screen", lambda: app.point(node))
        subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"])
        driver.wait_for(f"{kind} to be turned", lambda: node.has(Atspi.StateType.CHECKED) != was_on)

    def income(self):
        app = self.app
        self.section(5)
        for kind in ("aow", "pensioen", "wisselend-loon"):
            self.switch(kind)
        app.fill("Amount", household.AOW, nth=0)
        app.fill("Amount", household.PENSION, nth=1)
        for node, text in zip(app.month_fields(), household.WAGES):
            spot = driver.wait_for("a month on the screen", lambda n=node: app.point(n))
            subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"])
            keys("ctrl+a")
            type_text(text)
        self.pictures_down("income", 5)

    def add_file(self, nth, path):
        """The n-th place in the list of evidence that still asks for a file."""
        app = self.app
        for last in (False, False, True):
            node = driver.wait_for("a place for a file", lambda: app.add_button(nth))
            spot = driver.wait_for("the place on the screen", lambda: app.point(node))
            subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"])
            try:
                driver.wait_for("the file dialog", lambda: len(app.windows()) > 1, timeout=6)
                break
            except driver.Lost:  # what was taken in before moved the page under the pointer
                if last:
                    raise
        self.choose_file(path)

    def choose_file(self, path):
        """In the dialog that opens beside the window."""
        app = self.app
        driver.wait_for("the file dialog", lambda: len(app.windows()) > 1)
        app.name_file(path)
        driver.wait_for("the file dialog to go", lambda: len(app.windows()) == 1)
        app.wait_to_see(path.name)

    def evidence(self, documents):
        self.section(6)
        self.picture("evidence-empty")
        # Each file that was added leaves one place less that asks.
        for place, name in (
            (0, "identiteit.jpg"),
            (1, "bankafschrift.pdf"),
            (4, "pensioen.png"),
            (4, "loonstrook-1.pdf"),
            (4, "loonstrook-2.pdf"),
        ):
            self.add_file(place, documents[name])
        self.pictures_down("evidence", 4)

    def review(self):
        app = self.app
        self.section(7)
        self.pictures_down("review", 5)
        app.choose("Spoken, the counsellor heard it")
        app.choose("The client agrees")
        self.picture("review-declared")

    def send(self):
        app = self.app
        app.press("_Send application")
        app.wait_to_see("Send the application?")
        self.picture("send-question")
        driver.keys("Return")
        app.wait_to_see("Received by the municipality", timeout=60)
        app.wait_to_see("ZP-")
        self.picture("received")

    def receipt(self):
        """Saves the receipt as PDF through the dialog."""
        app = self.app
        target = self.out / "receipt.pdf"
        target.unlink(missing_ok=True)
        app.save_receipt(target)
        time.sleep(0.5)
        self.picture("receipt-saved")
        keys("Return")
        time.sleep(0.5)

    def done(self):
        app = self.app
        app.press("Done with this _client")
        app.wait_to_see("Done with this client?")
        driver.keys("Return")
        app.wait_to_see("With the municipality")
        self.picture("start-after")

    def fill_in(self, documents):
        self.begin()
        self.before()
        self.check()
        self.applicant()
        self.household()
        self.income()
        self.evidence(documents)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.environ.get("ZPI_BUILD_ROOT", "build"))
    parser.add_argument("--out", default=None)
    parser.add_argument("--data", default=None)
    parser.add_argument("--language", default="nl")
    parser.add_argument("--dark", action="store_true")
    options = parser.parse_args()
    build = pathlib.Path(options.build).resolve()
    out = pathlib.Path(options.out or build / "tour").resolve()
    out.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="tour-")
    data = options.data or f"{folder}/data"
    tour = Tour(build, out, data, options.language, options.dark)
    try:
        tour.fill_in(household.make_documents(f"{folder}/documents"))
        tour.review()
        tour.send()
        tour.receipt()
        tour.done()
        status = tour.app.quit()
        print(f"tour: {tour.count} pictures and the receipt are in {out}")
        return status
    except driver.Lost as lost:
        tour.app.screenshot(out / "lost.png")
        print(f"tour: {lost}", file=sys.stderr)
        return 1
    finally:
        if tour.app.process is not None and tour.app.process.poll() is None:
            tour.app.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
