#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A new question is one row of the table, one member of the contract, and its Dutch (CONTRIBUTING.md, *Adding a
question*). The patch that does it is applied to a copy, built, and driven to the practice municipality and back. And
each of the three, left out, fails a check that names it."""

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
import printing  # noqa: E402
import single  # noqa: E402
import tour  # noqa: E402
from driver import keys  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
SOURCE = pathlib.Path(os.environ.get("ZPI_SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
PATCH = SOURCE / "tests/data/new-question.patch"
TABLE, CONTRACT, DUTCH = "src/model/zpi-field.c", "data/api/openapi.json", "po/nl.po"
MOST_LINES = 15
QUESTION, IN_DUTCH = "Account number (IBAN)", "Rekeningnummer (IBAN)"
EMAIL = "joost@example.nl"
IBAN = "NL91ABNA0417164300"
RULES = "tests/unit/test-application"
PROGRAMS = ("src/app/zoetermeerpas-intake", "src/ctl/zpictl", "src/helper/zpi-helper",
            "po/nl/LC_MESSAGES/zoetermeerpas-intake.mo")


class Trial:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.text = PATCH.read_text()
        self.parts = copied.by_file(self.text)
        self.copy = copied.Copy(SOURCE, BUILD, folder)
        self.walk = None

    def rules(self):
        self.copy.make(RULES)
        return self.copy.run(str(self.copy.build / RULES), "-p", "/application/contract")

    def without(self, name, check):
        """What @check says when the part of one file is left out."""
        self.copy.patch(self.parts[name], back=True)
        status, said = check()
        self.copy.patch(self.parts[name])
        assert status != 0, f"nobody notices that {name} was left out"
        return said


def small(trial):
    assert sorted(trial.parts) == sorted((TABLE, CONTRACT, DUTCH)), list(trial.parts)
    added = [line for line in trial.text.splitlines() if line.startswith("+") and not line.startswith("+++ ")]
    assert len(added) <= MOST_LINES, f"{len(added)} lines"


def complete(trial):
    trial.copy.patch(trial.text)
    status, said = trial.rules()
    assert status == 0, said


def without_row(trial):
    said = trial.without(TABLE, trial.rules)
    assert "aanvrager.iban" in said and TABLE in said, said


def without_contract(trial):
    said = trial.without(CONTRACT, trial.rules)
    assert "applicant.iban" in said and CONTRACT in said, said


def without_dutch(trial):
    check = trial.copy.source / "tests/check-files.py"
    said = trial.without(DUTCH, lambda: trial.copy.run(sys.executable, str(check), "--only", "translations_follow"))
    assert DUTCH in said and QUESTION in said, said


def asked(trial):
    trial.copy.make(*PROGRAMS)
    trial.walk = tour.Tour(trial.copy.build, trial.folder, trial.folder / "data", language="en", pictures=False)
    app = trial.walk.app
    trial.walk.begin()
    single.fill_check(trial.walk, "14-2-1985", 0)
    single.fill_applicant(trial.walk, single.ALONE, EMAIL)
    app.fill(f"{QUESTION} (optional)", IBAN)


def unfold_applicant(app):
    """In the review, by the line that says who it is."""

    def attempt():
        lines = [node for node in app.nodes(("label",)) if EMAIL in node.name and app.scrolls(node)]
        return app.point(lines[0]) if lines else None

    spot = driver.wait_for("the applicant in the review", attempt)
    subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"], check=True)


def read_back(trial):
    app = trial.walk.app
    trial.walk.section(7)
    unfold_applicant(app)
    app.wait_to_see(QUESTION)
    assert app.sees(IBAN)
    keys("F9")
    driver.wait_for("the client’s view", lambda: app.sees_exactly(IN_DUTCH))
    keys("F9")
    driver.wait_for("the page alone", lambda: not app.sees_exactly("Klopt dit?"))


def printed(trial):
    copy = printing.print_to_file(trial.walk.app)
    text = subprocess.run(["pdftotext", "-layout", str(copy), "-"], capture_output=True, text=True, check=True).stdout
    # A long label is more than one line.
    assert IN_DUTCH.split()[0] in text and IBAN in text, text
    keys("Escape")
    driver.wait_for("one window", lambda: len(trial.walk.app.windows()) == 1)
    time.sleep(0.5)


def sent(trial):
    single.declare_and_send(trial.walk)
    trial.walk.app.wait_to_see("Received by the municipality", timeout=60)
    trial.form = single.Municipality(trial.folder / "data").form(0)
    assert trial.form["aanvrager"]["iban"] == IBAN, trial.form["aanvrager"]


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
    trial.walk.section(3)
    driver.wait_for("the answer", lambda: any(node.text() == IBAN for node in app.nodes(("text",))))


TESTS = (small, complete, without_row, without_contract, without_dutch, asked, read_back, printed, sent, imported)


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
