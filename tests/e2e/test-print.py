#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Printing: the preview is a window of our own that leaves no file, and a print that is called off changes nothing."""

import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
import printing  # noqa: E402
from driver import keys  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
NAME = "Pleuntje"

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def close_window(app):
    keys("Escape")
    app.alone()


def without_place(app):
    """The folder of the session in which GTK makes the pages ready is gone: another folder or paper helps nobody."""
    runtime = pathlib.Path(app.environment["XDG_RUNTIME_DIR"])
    before = printing.files()
    shutil.rmtree(runtime)
    app.may_warn()
    printing.open_dialog(app)
    printing.choose_file_printer(app)
    keys("alt+p")
    app.wait_to_see("That was not printed")
    check("why nothing was printed is said", app.sees("The folder of this computer in which pages are made ready is gone"))
    app.screenshot(BUILD / "print-without-place.png")
    close_window(app)
    check("nothing is left of it", printing.files() == before, printing.files() - before)
    runtime.mkdir(0o700)
    copy = printing.print_to_file(app)
    keys("alt+d")
    driver.wait_for("the copy to go", lambda: not copy.exists())
    driver.wait_for("one window", lambda: len(app.windows()) == 1)


def walk(app):
    app.start()
    app.resize()
    app.press("_New application")
    app.wait_to_see("Step 1 of 7")
    keys("ctrl+3")
    app.fill("First names", NAME)
    keys("ctrl+7")
    app.wait_to_see("Step 7 of 7")
    before = printing.files()
    printing.open_dialog(app)
    keys("alt+v")
    app.wait_to_see("What will be printed")
    check("the preview is a window of our own", any(n.name == app.said("Page %u").replace("%u", "1") for n in app.nodes()))
    check("and leaves no file", printing.files() == before, printing.files() - before)
    close_window(app)
    printing.open_dialog(app)
    close_window(app)
    check("a print that is called off leaves no file", printing.files() == before, printing.files() - before)
    printing.preview(app)
    check("before printing it is said that a print is not locked", app.sees(printing.WARNING))
    app.screenshot(BUILD / "print-preview.png")
    close_window(app)
    copy = printing.print_to_file(app)
    check("what is printed to a file is for this user alone", stat.S_IMODE(copy.stat().st_mode) == 0o600,
          oct(copy.stat().st_mode))
    app.screenshot(BUILD / "print-copy.png")
    close_window(app)
    check("it is there as long as it is wanted", copy.exists())
    copy.chmod(0o644)
    printing.open_dialog(app)
    printing.choose_file_printer(app)
    keys("alt+p")
    time.sleep(1)
    app.screenshot(BUILD / "print-over.png")
    keys("Return")  # over the one of before
    app.wait_to_see("There is a copy on this computer now")
    check("also over a file that others could read", stat.S_IMODE(copy.stat().st_mode) == 0o600,
          oct(copy.stat().st_mode))
    keys("alt+d")
    driver.wait_for("the copy to go", lambda: not copy.exists())
    check("and is deleted when that is asked", printing.files() == before, printing.files() - before)
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    without_place(app)
    check("and the answers stand", app.sees(NAME))
    app.saved()
    check("the program ends well", app.quit() == 0)


def main():
    data = f"{tempfile.mkdtemp(prefix='print-')}/data"
    os.chdir(os.environ["HOME"])  # where Print to File begins
    runtime = pathlib.Path(data).with_name("runtime")
    runtime.mkdir(0o700)
    app = driver.App(BUILD, data, language="en", environment={"XDG_RUNTIME_DIR": str(runtime)})
    try:
        walk(app)
    except driver.Lost as lost:
        app.screenshot(BUILD / "print-lost.png")
        check("all of it is there", False, str(lost))
    finally:
        if app.process is not None and app.process.poll() is None:
            app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
