#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A new question is one row of the table, one member of the contract, and its Dutch (CONTRIBUTING.md, *Adding a
question*), whether it is about the applicant, about each child or about each income, and whether the answer is a text,
an amount, a number, a date, a choice or a switch. The patches that do it are applied to a copy, built, and driven to
the practice municipality and back. And each of the three, left out, fails a check that names it."""

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

import copied  # noqa: E402
import driver  # noqa: E402
import household  # noqa: E402
import printing  # noqa: E402
import single  # noqa: E402
import tour  # noqa: E402
from driver import Atspi, keys  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
SOURCE = pathlib.Path(os.environ.get("ZPI_SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
PATCHES = [SOURCE / f"tests/data/new-question{about}.patch" for about in ("", "-person", "-income", "-kinds")]
TABLE, CONTRACT, DUTCH = "src/model/zpi-field.c", "data/api/openapi.json", "po/nl.po"
MOST_LINES = 15
EMAIL = "joost@example.nl"
CHILD = {**household.CHILDREN[0], "Last name": single.ALONE["Last name"]}


class Question:
    """What is asked, and of whom: a section of the case, and a place on the wire. What is typed may be read back,
    printed in Dutch, sent and typed by an import in another form."""

    def __init__(self, question, in_dutch, answer, section, key, place, **otherwise):
        self.question, self.in_dutch, self.answer = question, in_dutch, answer
        self.section, self.key, self.place = section, key, place
        self.told = otherwise.get("told", answer)
        self.printed = otherwise.get("printed", self.told)
        self.sent = otherwise.get("sent", answer)
        self.again = otherwise.get("again", answer)

    def of(self, form):
        value = form
        for step in self.place.replace("[*]", ".0").split("."):
            value = value[int(step) if step.isdigit() else step]
        return value


IBAN = Question(
    "Account number (IBAN)", "Rekeningnummer (IBAN)", "NL91ABNA0417164300", 3, "applicant.iban", "aanvrager.iban"
)
CALLED = Question("Name in daily use", "Roepnaam", "Noortje", 4, "child.*.call_name", "kinderen[*].roepnaam")
PAYROLL = Question(
    "Payroll number", "Personeelsnummer", "P-1207", 5, "income.*.payroll_number", "inkomen[*].personeelsnummer"
)
RENT = Question(
    "Rent a month", "Huur per maand", "612,5", 3, "applicant.rent", "aanvrager.huurInCenten",
    told="612,50", sent=61250, again="612,50",
)
ROOMS = Question("Number of rooms", "Aantal kamers", "drie", 3, "applicant.rooms", "aanvrager.kamers",
                 sent=3, again="3")
PARENT = Question(
    "Date of birth of a parent", "Geboortedatum van een ouder", "1-5-1950", 3, "applicant.parent_birth",
    "aanvrager.geboorteOuder", told="1 May 1950", printed="1 mei 1950",
    sent={"datum": {"type": "Datum", "datum": "1950-05-01"}}, again="01-05-1950",
)
INTERPRETER = Question(
    "Is an interpreter needed?", "Is er een tolk nodig?", None, 3, "applicant.interpreter", "aanvrager.tolkNodig",
    told="No", printed="Nee", sent="nee",
)
SINCE = Question(
    "Lives here since", "Woont hier sinds", "1-9-2020", 4, "child.*.here_since", "kinderen[*].hierSinds",
    told="1 September 2020", printed="1 september 2020", sent="2020-09-01", again="01-09-2020",
)
STUDIES = Question(
    "The partner studies", "De partner studeert", None, 4, "partner.studies", "partnerStudeert",
    told="Yes", printed="Ja", sent=True,
)
# Of each patch the one that is last in the table and in the contract, and what is asked besides.
QUESTIONS = (IBAN, CALLED, PAYROLL, SINCE)
KINDS = (RENT, ROOMS, PARENT, INTERPRETER, STUDIES)
SWITCHES = ("check box", "toggle button", "switch")
RULES = "tests/unit/test-application"
PROGRAMS = ("src/app/zoetermeerpas-intake", "src/ctl/zpictl", "src/helper/zpi-helper",
            "src/helper/zpi-pdf-cleaner", "po/nl/LC_MESSAGES/zoetermeerpas-intake.mo")


class Trial:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.texts = [path.read_text() for path in PATCHES]
        self.parts = [copied.by_file(text) for text in self.texts]
        self.copy = copied.Copy(SOURCE, BUILD, folder)
        self.walk = None

    def rules(self):
        self.copy.make(RULES)
        return self.copy.run(str(self.copy.build / RULES), "-p", "/application/contract")

    def without(self, name, check):
        """What @check says when the part of one file is left out, for each of the questions."""
        for parts, asked in zip(self.parts, QUESTIONS):
            self.copy.patch(parts[name], back=True)
            status, said = check()
            self.copy.patch(parts[name])
            assert status != 0, f"nobody notices that {name} was left out"
            yield asked, said


def small(trial):
    for text, parts in zip(trial.texts, trial.parts):
        assert sorted(parts) == sorted((TABLE, CONTRACT, DUTCH)), list(parts)
        added = [line for line in text.splitlines() if line.startswith("+") and not line.startswith("+++ ")]
        rows = sum(line.startswith("+    {") for line in added)
        assert len(added) <= MOST_LINES * rows, f"{len(added)} lines for {rows} questions"


def complete(trial):
    for text in trial.texts:
        trial.copy.patch(text)
    status, said = trial.rules()
    assert status == 0, said


def without_row(trial):
    for asked, said in trial.without(TABLE, trial.rules):
        assert asked.place in said and TABLE in said, said


def without_contract(trial):
    for asked, said in trial.without(CONTRACT, trial.rules):
        assert asked.key in said and CONTRACT in said, said


def without_dutch(trial):
    check = trial.copy.source / "tests/check-files.py"
    follow = [sys.executable, str(check), "--only", "translations_follow"]
    for asked, said in trial.without(DUTCH, lambda: trial.copy.run(*follow)):
        assert DUTCH in said and asked.question in said, said


def asked(trial):
    trial.copy.make(*PROGRAMS)
    trial.walk = tour.Tour(trial.copy.build, trial.folder, trial.folder / "data", language="en", pictures=False)
    app = trial.walk.app
    trial.walk.begin()
    single.fill_check(trial.walk, "14-2-1985", 1)
    single.fill_applicant(trial.walk, single.ALONE, EMAIL)
    for asked in (IBAN, RENT, ROOMS, PARENT):
        fill(app, asked)
    app.choose("No", INTERPRETER.question)
    trial.walk.section(4)
    app.press("Add a child")
    for name, text in CHILD.items():
        app.fill(name, text)
    fill(app, CALLED)
    fill(app, SINCE)
    single.fill_income(trial.walk, "900")
    fill(app, PAYROLL)


def fill(app, asked):
    app.fill(f"{asked.question} (optional)", asked.answer)


def stands(app, text):
    return any(node.text() == text for node in app.nodes(("text",)))


def is_on(app):
    return any(node.has(Atspi.StateType.CHECKED) for node in app.nodes(SWITCHES, STUDIES.question))


def says_no(app):
    node = app.under(INTERPRETER.question, ("radio button", "check box"), "No")
    return node is not None and node.has(Atspi.StateType.CHECKED)


def folds(trial):
    """A card that is filled in is one line when one comes back, and what is behind the button is all of it."""
    app = trial.walk.app
    trial.walk.section(4)
    driver.wait_for("the card to be folded", lambda: not any(app.nodes(driver.FIELDS, "First names")))
    assert not stands(app, CALLED.answer), "a question stands below a card that is folded"
    app.press("Questions: Child 1")
    driver.wait_for("the answer", lambda: stands(app, CALLED.answer))


def switched(trial):
    app = trial.walk.app
    app.choose("Yes", "Does the applicant live with a partner?")
    app.click(SWITCHES, STUDIES.question)
    driver.wait_for("the switch to be on", lambda: is_on(app))


def unfold(app, said):
    """In the review, by what the line of a section says."""

    def attempt():
        lines = [node for node in app.nodes(("label",)) if said in node.name and app.scrolls(node)]
        return app.point(lines[0]) if lines else None

    spot = driver.wait_for(f"“{said}” in the review", attempt)
    subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"], check=True)


def read_back(trial):
    app = trial.walk.app
    trial.walk.section(7)
    for said, questions in ((EMAIL, (IBAN, RENT, ROOMS, PARENT, INTERPRETER)), ("Noor", (CALLED, SINCE, STUDIES)),
                            ("900", (PAYROLL,))):
        unfold(app, said)
        for asked in questions:
            app.wait_to_see(asked.question)
            assert app.sees(asked.told), asked.question
    keys("F9")
    for asked in QUESTIONS + KINDS:
        driver.wait_for("the client’s view", lambda label=asked.in_dutch: app.sees_exactly(label))
    keys("F9")
    driver.wait_for("the page alone", lambda: not app.sees_exactly("Klopt dit?"))


def printed(trial):
    copy = printing.print_to_file(trial.walk.app)
    text = subprocess.run(["pdftotext", "-layout", str(copy), "-"], capture_output=True, text=True, check=True).stdout
    for asked in QUESTIONS + KINDS:
        # A long label is more than one line.
        assert asked.in_dutch.split()[0] in text and asked.printed in text, (asked.question, text)
    keys("Escape")
    trial.walk.app.alone()


def sent(trial):
    single.declare_and_send(trial.walk)
    trial.walk.app.wait_to_see("Received by the municipality", timeout=60)
    trial.form = single.Municipality(trial.folder / "data").form(0)
    for asked in QUESTIONS + KINDS:
        assert asked.of(trial.form) == asked.sent, trial.form


def imported(trial):
    """What the municipality has, as a file that somebody takes in on another computer."""
    app = trial.walk.app
    file = trial.folder / "form.json"
    file.write_text(json.dumps({name: trial.form[name] for name in trial.form if name != "bewijsstukken"}))
    assert app.quit() == 0
    status, said = trial.copy.run(str(trial.copy.build / "src/ctl/zpictl"), "--practice", "--data",
                                  str(trial.folder / "other"), "import", str(file))
    assert status == 0, said
    app.data = trial.folder / "other"
    app.start()
    app.resize()
    app.click(None, prefix="J.E.")
    app.wait_to_see("Step")
    for asked in (IBAN, RENT, ROOMS, PARENT, CALLED, SINCE, PAYROLL):
        trial.walk.section(asked.section)
        if asked is CALLED:
            app.press("Questions: Child 1")
        driver.wait_for(f"the answer to {asked.question}", lambda a=asked: stands(app, a.again))
    trial.walk.section(INTERPRETER.section)
    driver.wait_for("the choice", lambda: says_no(app))
    trial.walk.section(STUDIES.section)
    driver.wait_for("the switch to be on", lambda: is_on(app))


TESTS = (small, complete, without_row, without_contract, without_dutch, asked, folds, switched, read_back, printed, sent,
         imported)


def main():
    status = 0
    print(f"1..{len(TESTS)}", flush=True)
    os.chdir(os.environ["HOME"])  # where Print to File begins
    with tempfile.TemporaryDirectory(prefix="question-") as folder:
        trial, name = None, "copy"
        try:
            trial = Trial(folder)
            for number, test in enumerate(TESTS, 1):
                begin, name = time.monotonic(), test.__name__
                test(trial)
                print(f"ok {number} {name} # {time.monotonic() - begin:.0f} s", flush=True)
        except (driver.Lost, AssertionError, subprocess.CalledProcessError) as problem:
            print(f"not ok {name}", flush=True)
            print("#", str(problem).replace("\n", "\n# "), flush=True)
            if trial is not None and trial.walk is not None:
                trial.walk.app.screenshot(BUILD / "new-question-lost.png")
            status = 1
        finally:
            app = trial.walk.app if trial is not None and trial.walk is not None else None
            if app is not None and app.process is not None and app.process.poll() is None:
                app.kill()
    return status


if __name__ == "__main__":
    sys.exit(main())
