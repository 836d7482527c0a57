#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The real mode at a desk: connecting, the first start, locking, and every state of a keyring.

    test-desk.py [NAME…]    only those"""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from desk import PIN, Desk, Keyring, key_of, organisation  # noqa: E402
from driver import keys, type_text, wait_for  # noqa: E402

PASSPHRASE = "paard batterij nietje juist"
SHOTS = os.environ.get("ZPI_TEST_SHOTS")
NAME = "Pleuntje"


class Place:
    """A data folder with an organisation file, a keyring, and the window on them."""

    def __init__(self, keyring=True, language="en", **changes):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="desk-", dir=os.environ["HOME"]))
        self.data = self.home / "cases"
        self.file = self.home / "voorbeeld.zpi-org"
        self.fingerprint = organisation(self.file, **changes)
        self.keyring = Keyring()
        if keyring:
            self.keyring.start()
        self.desk = Desk(self.data, language)
        self.shot_number = 0

    def connected(self):
        """The organisation file was taken at an earlier start."""
        self.data.mkdir(exist_ok=True)
        shutil.copy(self.file, self.data / "organisation.zpi-org")
        return self

    def shot(self, name):
        if SHOTS:
            self.desk.screenshot(f"{SHOTS}/{name}-{self.desk.environment['LANGUAGE']}.png")

    def close(self):
        if self.desk.process is not None and self.desk.process.poll() is None:
            self.desk.kill()
        self.keyring.empty()

    def again(self):
        assert self.desk.quit() == 0
        self.desk.start()
        self.locked()

    def locked(self):
        self.desk.wait_to_see("Who are you?")
        time.sleep(0.5)

    def draft_with_name(self):
        """A new application with a first name, the cursor still there."""
        keys("ctrl+n")
        self.desk.wait_to_see("Step 1 of 7")
        keys("ctrl+3")
        self.desk.wait_to_see("Step 3 of 7")
        self.desk.fill("First names", NAME)

    def first_name(self):
        return self.desk.find(("text", "entry"), "First names").text()


def check_no_names(place):
    for node in place.desk.nodes():
        assert NAME not in node.name + node.description + node.text(), node.name


def test_connect(place):
    """Without an organisation file: practice, or such a file and its check code; nothing else."""
    desk = place.desk.start()
    desk.wait_to_see("Practise without a connection")
    place.shot("connect-1")
    assert not desk.sees("New application")
    keys("ctrl+n")
    time.sleep(0.5)
    assert not desk.sees("Step 1 of 7")
    desk.connect(place.file, "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF")
    desk.wait_to_see("This check code does not belong to the file. Type it as it is in the letter.")
    place.shot("connect-2")
    assert not place.data.joinpath("organisation.zpi-org").exists()
    desk.fill("Check code from the letter", place.fingerprint.lower().replace("-", " "))
    desk.press("Connect")
    desk.wait_to_see("Choose a PIN")


def test_set_up(place):
    """PIN twice, the recovery code that cannot be passed by, and the start page."""
    place.connected()
    desk = place.desk.start()
    desk.wait_to_see("Choose a PIN")
    place.shot("set-up-1")
    desk.fill("Your name", "Anneke")
    desk.fill("PIN", PIN)
    desk.fill("The same PIN again", "111111")
    desk.press("Next")
    desk.wait_to_see("The two are not the same. Type them again.")
    place.shot("set-up-2")
    desk.fill("PIN", PIN)
    desk.fill("The same PIN again", PIN)
    desk.press("Next")
    code = desk.code()
    place.shot("set-up-3")
    for _ in range(2):
        desk.press("Start")
        desk.wait_to_see("Print the code or write it down, then tick the box.")
        keys("ctrl+l")
        keys("ctrl+n")
        time.sleep(0.3)
    assert desk.code() == code
    desk.choose("I have printed or written down the code")
    desk.press("Start")
    desk.wait_to_see("New application")
    assert not any(code in node.name for node in desk.nodes())
    place.shot("set-up-4")


def test_lock(place):
    """Ctrl+L in the middle of a word: nothing is left on the screen, the word is there again."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    keys("ctrl+l")
    place.locked()
    place.shot("lock-1")
    check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    time.sleep(0.5)
    place.shot("lock-2")
    type_text("s")
    wait_for("the cursor where it was", lambda: place.first_name() == NAME + "s")
    # The client's window goes too, also when the keys are typed there.
    keys("F9")
    wait_for("the client's window", lambda: len(desk.windows()) == 2)
    time.sleep(1)
    keys("ctrl+l")
    place.locked()
    wait_for("one window", lambda: len(desk.windows()) == 1)
    check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    wait_for("the name", lambda: place.first_name() == NAME + "s")
    # The next start gives the same case.
    place.again()
    check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("New application")


def test_screen_lock(place):
    """The lock screen of the computer locks the cases too."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    place.keyring.bus.emit_signal(
        None,
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
        "ActiveChanged",
        __import__("gi.repository.GLib", fromlist=["GLib"]).Variant("(b)", (True,)),
    )
    place.locked()
    check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    wait_for("the name", lambda: place.first_name() == NAME)


def test_idle(place):
    """Nobody types for a minute: a warning, then the lock."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    warning = "This window locks in a minute. Press a key to go on. Everything is saved."
    desk.wait_to_see(warning, timeout=50)
    place.shot("idle")
    desk.wait_to_see("Who are you?", timeout=50)
    check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    wait_for("the name", lambda: place.first_name() == NAME)


def test_wrong_pins(place):
    """Wrong PINs slow down, also over a new start; the recovery code opens and asks for a PIN."""
    place.connected()
    desk = place.desk.start()
    code = desk.set_up()
    place.again()
    place.shot("wrong-1")
    for _ in range(3):
        desk.open_with("999999")
        time.sleep(2.5)
    desk.wait_to_see("That did not open it. Wait", timeout=5)
    place.shot("wrong-2")
    assert desk.quit() == 0
    desk.start()
    place.locked()
    time.sleep(3)
    desk.press("Use the recovery code")
    desk.fill("Recovery code", code[:-1])
    desk.press("Open")
    desk.wait_to_see("Compare the code with the paper. A part of it is mistyped.")
    place.shot("wrong-3")
    desk.fill("Recovery code", code.lower().replace("-", " "))
    desk.press("Open")
    desk.wait_to_see("You came in with the recovery code. Choose a new PIN for the next time.")
    place.shot("wrong-4")


TESTS = {
    "connect": ({}, test_connect),
    "set-up": ({}, test_set_up),
    "lock": ({"idle_lock_minutes": 30}, test_lock),
    "screen-lock": ({"idle_lock_minutes": 30}, test_screen_lock),
    "idle": ({"idle_lock_minutes": 1}, test_idle),
    "wrong-pins": ({"idle_lock_minutes": 30}, test_wrong_pins),
}


def run(number, name, options, test):
    place = Place(**options)
    try:
        test(place)
        print(f"ok {number} {name}", flush=True)
        return True
    except Exception:
        for line in traceback.format_exc().splitlines():
            print("#", line)
        place.shot("failed-" + name)
        for node in place.desk.nodes() if place.desk.process else []:
            if node.name and node.role in ("label", "push button", "text", "heading"):
                print("#   sees:", node.role, "|", node.name)
        print(f"not ok {number} {name}", flush=True)
        return False
    finally:
        place.close()


def main():
    chosen = sys.argv[1:] or list(TESTS)
    print(f"1..{len(chosen)}")
    results = [run(i + 1, name, *TESTS[name]) for i, name in enumerate(chosen)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
