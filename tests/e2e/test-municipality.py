#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The municipality's desk, as who trains volunteers uses it: example clients, the steps that are possible, what
that does at this side, trouble, and beginning again. Pictures in municipality/ of the build folder."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
from driver import keys  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
PICTURES = BUILD / "municipality"
PAGES = ("radio button", "toggle button", "push button", "page tab")

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


class Desk:
    def __init__(self, folder):
        self.folder = folder
        self.app = driver.App(BUILD, folder)
        self.app.start()
        self.app.resize()
        self.app.wait_to_see("New application")

    def get(self, path):
        port = pathlib.Path(self.folder, "municipality", "port").read_text().strip()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_oefening/{path}", timeout=20) as answer:
            return json.loads(answer.read())

    def rows(self):
        done = subprocess.run([BUILD / "src/ctl/zpictl", "--practice", "--data", self.folder, "list"],
                              capture_output=True, check=True)
        return json.loads(done.stdout)

    def open_municipality(self):
        """At the corner of the screen: what is said of places in a window counts from there."""
        self.app.press_in_menu("Practice _municipality", "Main menu")
        self.app.wait_to_see("You are the municipality here")
        self.app.title = "Practice municipality"
        self.app.resize(640, 700)

    def page(self, name, text):
        self.app.click(PAGES, name)
        self.app.wait_to_see(text)

    def offered(self, name):
        """What the menu of one row offers, and the menu stays open."""
        self.app.press(f"Next step for {name}")
        driver.wait_for("the menu, and the keyboard in it", lambda: any(
            node.has(driver.Atspi.StateType.FOCUSED) for node in self.app.nodes("menu item")))
        return [node.name for node in self.app.nodes("menu item")]

    def close_menu(self):
        keys("Escape")
        driver.wait_for("the menu to close", lambda: next(self.app.nodes("menu item"), None) is None)

    def take(self, label):
        items = [node.name for node in self.app.nodes("menu item")]
        keys(*["Down"] * items.index(label), "Return")


def example_clients(desk):
    app = desk.app
    desk.open_municipality()
    check("an empty desk says so", app.sees("Nothing arrived yet") and not app.sees("Requests for one account"))
    desk.page("Exercise", "Ten clients on Start")
    app.press("_Put example clients on Start")
    app.wait_to_see("The example clients are on Start", timeout=60)
    app.screenshot(PICTURES / "exercise.png")
    rows = {row["state"]: row for row in desk.rows()}
    check("each is at another point", sorted(rows) == [
        "draft", "granted", "in-assessment", "issued", "more-information", "paper", "photos", "received", "rejected",
        "withdrawn"],
          sorted(rows))
    check("one of them is a letter of somebody renewed", rows["draft"]["kind"] == "letter", rows)
    there = desk.get("aanvragen")["aanvragen"]
    check("they were really sent", len(there) == 8 and all(one["referentie"] for one in there), there)


def steps(desk):
    app = desk.app
    desk.page("Work", "Hendrik Smit")
    app.screenshot(PICTURES / "work.png")
    check("where each stands is said", app.sees("Photos asked") and app.sees("More information asked"))
    check("who was rejected has no next step", next(app.nodes(None, "Next step for Hendrik Smit"), None) is None)
    offered = desk.offered("Emre Yılmaz")
    check("only what is possible is offered", offered == ["Send the pass by post"], offered)
    desk.close_menu()
    offered = desk.offered("Anna de Jong")
    app.screenshot(PICTURES / "steps.png")
    check("before a decision there is more to do", {"Start deciding", "Say yes", "Say no"} < set(offered), offered)
    desk.take("Say no")
    check("the step was taken", driver.wait_for(
        "the decision", lambda: [one["status"] for one in desk.get("aanvragen")["aanvragen"]].count("afgewezen") == 2))
    driver.wait_for("the rows to follow", lambda: next(app.nodes(None, "Next step for Anna de Jong"), None) is None)
    desk.offered("Aicha Amrani")
    desk.take("Ask for more")
    driver.wait_for("what can be asked", lambda: next(app.nodes("menu item", "Pay slip"), None) is not None)
    kinds = {node.name for node in app.nodes("menu item")}
    check("every kind of document of the rules can be asked for",
          {"All that is needed to decide", "Pay slip", "Bank statement", "Other evidence"} < kinds, kinds)
    desk.close_menu()


def trouble(desk):
    app = desk.app
    desk.page("Trouble", "See what the program does")
    app.press("Not reachable")
    app.wait_to_see("Now: Every connection is cut")
    check("the trouble that is on is said", desk.get("storing")["offline"] is True)
    app.screenshot(PICTURES / "trouble.png")


def opened_again(desk):
    """The window that is there, in front, rather than a second one over it; and Escape closes it."""
    app = desk.app
    app.title = "Zoetermeerpas Intake"
    app.press("Close")
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    for _ in range(2):
        app.press_in_menu("Practice _municipality", "Main menu")
        app.wait_to_see("You are the municipality here")
    time.sleep(0.5)
    check("opened twice it is one window", len(app.windows()) == 2, [window.name for window in app.windows()])
    app.title = "Practice municipality"
    app.resize(640, 700)
    for page, text in (("Mail", "Nothing is really sent"), ("Trouble", "See what the program does"),
                       ("Exercise", "Ten clients on Start")):
        desk.page(page, text)
    keys("Escape")
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    check("Escape closes it after its pages were changed", app.process.poll() is None)
    app.title = "Zoetermeerpas Intake"
    desk.open_municipality()


def begin_again(desk):
    app = desk.app
    desk.page("Exercise", "The next exercise")
    app.press("_Begin again…")
    app.wait_to_see("What stays: your settings")
    app.screenshot(PICTURES / "begin-again.png")
    keys("Escape")
    time.sleep(0.5)
    check("nothing goes without a yes", len(desk.rows()) == 10)
    app.press("_Begin again…")
    app.wait_to_see("What stays: your settings")
    keys("alt+b")
    # Here first, there next.
    check("nothing is left there", driver.wait_for("an empty desk", lambda: not desk.get("aanvragen")["aanvragen"],
                                                   timeout=60))
    check("no case is left here", desk.rows() == [], desk.rows())
    check("no mail either", desk.get("post")["post"] == [])
    check("and no trouble", not desk.get("storing").get("offline"))
    app.press("Close")
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    check("Start is empty", next(app.nodes(None, prefix="Anna"), None) is None and app.sees("New application"))
    app.screenshot(PICTURES / "start-again.png")


def main():
    PICTURES.mkdir(exist_ok=True)
    desk = Desk(tempfile.mkdtemp(prefix="municipality-"))
    try:
        for story in (example_clients, steps, trouble, opened_again, begin_again):
            story(desk)
        desk.open_municipality()
        check("the program ends well, by its key in this window too", desk.app.quit() == 0)
    except driver.Lost as lost:
        desk.app.screenshot(PICTURES / "lost.png")
        check("it goes to its end", False, str(lost))
    finally:
        if desk.app.process.poll() is None:
            desk.app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
