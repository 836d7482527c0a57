# SPDX-License-Identifier: EUPL-1.2
"""Printing as somebody does it: our preview, GTK's dialog, the printer that is a file."""

import os
import pathlib
import subprocess

import driver
from driver import keys

PLACES = ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME")


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


def open_dialog(app):
    preview(app)
    keys("Return")
    driver.wait_for("the print dialog", lambda: not app.sees(WARNING) and len(app.windows()) == 2)
    app.keyboard_in_dialog()


def can_print(app):
    return any(node.name == "Print" and node.has(driver.Atspi.StateType.SENSITIVE)
               for node in app.windows()[-1].walk() if node.role == "push button")


def choose_file_printer(app):
    """A row of GTK's dialog, which has a place of its own on the screen."""
    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Print$", "mousemove", "--window", "%1",
                    "90", "100", "click", "1"], check=True)
    driver.wait_for("a printer to be chosen", lambda: can_print(app))


def print_to_file(app):
    """With the printer that GTK always has, which stands first where there is no other."""
    before = files()
    open_dialog(app)
    choose_file_printer(app)
    keys("alt+p")
    app.wait_to_see("There is a copy on this computer now")
    made = driver.wait_for("the copy", lambda: files() - before)
    assert len(made) == 1, made
    return pathlib.Path(made.pop())
