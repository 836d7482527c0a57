#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Printing: the preview is a window of our own that leaves no file, and a print that is called off changes nothing."""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
from driver import keys  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
PLACES = ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME")
NAME = "Pleuntje"

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def files():
    """Every file that could be a page: by its first bytes, wherever the program may write."""
    found = set()
    for place in PLACES:
        for folder, _, names in os.walk(os.environ[place]):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    with open(path, "rb") as file:
                        start = file.read(4)
                except OSError:
                    continue
                if start in (b"%PDF", b"%!PS", b"\x89PNG"):
                    found.add(path)
    return found


WARNING = ("A print is not locked: this computer and the printer may keep a copy, and a file can be opened by everybody "
           "who uses your account.")


def preview(app):
    app.press("_Print the answers")
    app.wait_to_see("What will be printed")
    time.sleep(0.5)


def open_dialog(app):
    preview(app)
    keys("Return")
    driver.wait_for("the print dialog", lambda: not app.sees(WARNING) and len(app.windows()) == 2)
    time.sleep(0.8)


def choose_file_printer(app):
    """A row of GTK's dialog, which has a place of its own on the screen."""
    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Print$", "mousemove", "--window", "%1",
                    "90", "100", "click", "1"], check=True)
    time.sleep(1)


def print_to_file(app):
    """With the printer that GTK always has, which stands first where there is no other."""
    before = files()
    open_dialog(app)
    choose_file_printer(app)
    keys("alt+p")
    app.wait_to_see("There is a copy on this computer now")
    time.sleep(0.5)
    made = files() - before
    assert len(made) == 1, made
    return pathlib.Path(made.pop())


def close_window(app):
    keys("Escape")
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    time.sleep(0.5)


def walk(app):
    app.start()
    app.resize()
    app.press("_New application")
    app.wait_to_see("Step 1 of 7")
    keys("ctrl+3")
    app.fill("First names", NAME)
    keys("ctrl+7")
    app.wait_to_see("Step 7 of 7")
    before = files()
    open_dialog(app)
    keys("alt+v")
    app.wait_to_see("What will be printed")
    check("the preview is a window of our own", any(n.name == app.said("Page %u").replace("%u", "1") for n in app.nodes()))
    check("and leaves no file", files() == before, files() - before)
    close_window(app)
    open_dialog(app)
    close_window(app)
    check("a print that is called off leaves no file", files() == before, files() - before)
    preview(app)
    check("before printing it is said that a print is not locked", app.sees(WARNING))
    app.screenshot(BUILD / "print-preview.png")
    close_window(app)
    copy = print_to_file(app)
    check("what is printed to a file is for this user alone", stat.S_IMODE(copy.stat().st_mode) == 0o600,
          oct(copy.stat().st_mode))
    app.screenshot(BUILD / "print-copy.png")
    close_window(app)
    check("it is there as long as it is wanted", copy.exists())
    copy.chmod(0o644)
    open_dialog(app)
    choose_file_printer(app)
    keys("alt+p")
    time.sleep(1)
    app.screenshot(BUILD / "print-over.png")
    keys("Return")  # over the one of before
    app.wait_to_see("There is a copy on this computer now")
    time.sleep(0.5)
    check("also over a file that others could read", stat.S_IMODE(copy.stat().st_mode) == 0o600,
          oct(copy.stat().st_mode))
    keys("alt+d")
    driver.wait_for("the copy to go", lambda: not copy.exists())
    check("and is deleted when that is asked", files() == before, files() - before)
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    check("and the answers stand", app.sees(NAME))
    app.saved()
    check("the program ends well", app.quit() == 0)


def main():
    data = f"{tempfile.mkdtemp(prefix='print-')}/data"
    os.chdir(os.environ["HOME"])  # where Print to File begins
    app = driver.App(BUILD, data, language="en")
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
