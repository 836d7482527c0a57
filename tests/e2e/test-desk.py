#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The real mode at a desk: connecting, the first start, locking, and every state of a keyring.

    test-desk.py [NAME…]    only those"""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from desk import PIN, Desk, GLib, Keyring, organisation  # noqa: E402
from driver import keys, type_text, wait_for  # noqa: E402

UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FORM = {
    "aanvrager": {"naam": {"voornamen": "Henk", "geslachtsnaam": "Voorbeeld"}},
    "contact": {"emailadres": "henk@example.nl", "vanWie": "aanvrager"},
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}
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
        self.keyring = Keyring(self.home)
        if keyring:
            self.keyring.start()
        self.desk = Desk(self.data, language, self.keyring.environment())

    def connected(self):
        """The organisation file lies in the data folder; its check code is typed at the first start."""
        self.data.mkdir(exist_ok=True)
        shutil.copy(self.file, self.data / "organisation.zpi-org")
        self.desk.to_confirm = self.fingerprint
        return self

    def shot(self, name):
        if SHOTS:
            self.desk.screenshot(f"{SHOTS}/{name}-{self.desk.environment['LANGUAGE']}.png")

    def close(self):
        if self.desk.process is not None and self.desk.process.poll() is None:
            self.desk.kill()
        self.keyring.close()

    def again(self):
        assert self.desk.quit() == 0
        self.desk.start()
        self.locked()

    def locked(self):
        self.desk.wait_to_see("Who are you?")
        self.desk.at_rest()

    def draft_with_name(self):
        """A new application with a first name, the cursor still there."""
        keys("ctrl+n")
        self.desk.wait_to_see("Step 1 of 7")
        keys("ctrl+3")
        self.desk.wait_to_see("Step 3 of 7")
        self.desk.fill("First names", NAME)

    def zpictl(self, *command):
        return subprocess.run(
            [os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/ctl/zpictl"), "--data", str(self.data), *command],
            env={**os.environ, **self.keyring.environment()},
            input=PIN + "\n",
            capture_output=True,
            text=True,
            check=False,
        )

    def queue_one(self):
        """With the command line: the household of one person, ready to send."""
        zpictl = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/ctl/zpictl")
        form = self.home / "form.json"
        form.write_text(json.dumps(FORM))
        for command in (["import", str(form)], ["queue"]):
            if command[0] == "queue":
                command = command + [case_id]
            answer = subprocess.run(
                [zpictl, "--data", str(self.data), *command],
                env={**os.environ, **self.keyring.environment()},
                input=PIN + "\n",
                capture_output=True,
                text=True,
                check=False,
            )
            assert answer.returncode == 0, answer.stdout + answer.stderr
            case_id = UUID.search(answer.stdout).group()

    def first_name(self):
        return self.desk.find(("text", "entry"), "First names").text()


def check_no_names(place):
    for node in place.desk.nodes():
        assert NAME not in node.name + node.description + node.text(), node.name


def wait_to_go(desk, text):
    """What was wrong is no longer said once somebody puts it right."""
    wait_for(f"“{text}” to go", lambda: not desk.sees(text), 5)


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
    wait_to_go(desk, "This check code does not belong to the file. Type it as it is in the letter.")
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
    wait_to_go(desk, "The two are not the same. Type them again.")
    desk.fill("The same PIN again", PIN)
    desk.press("Next")
    code = desk.code()
    wait_for("the cursor at the code", lambda: desk.focused() == [code])
    place.shot("set-up-3")
    for _ in range(2):
        desk.press("Start")
        desk.wait_to_see("Print the code or write it down, then tick the box.")
        keys("ctrl+l")
        keys("ctrl+n")
        time.sleep(0.3)
    assert desk.code() == code
    desk.choose("I have printed or written down the code")
    wait_to_go(desk, "Print the code or write it down, then tick the box.")
    desk.press("Start")
    desk.wait_to_see("New application")
    assert not any(code in node.name for node in desk.nodes())
    place.shot("set-up-4")


def test_changed_organisation(place):
    """Somebody changed the file in the data folder: said, and nothing is sent until the code."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    desk.wait_to_see("New application")
    assert desk.quit() == 0
    accepted = place.data / "organisation.zpi-org"
    before = accepted.read_bytes()
    accepted.write_bytes(before.replace(b"127.0.0.1:9/v1", b"127.0.0.1:7/v1"))
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see(
        "The organisation file was changed outside this program. Nothing is sent until you type "
        "the check code from the letter."
    )
    place.shot("changed-1")
    desk.press("Check code…")
    desk.wait_to_see("https://127.0.0.1:7/v1")
    place.shot("changed-2")
    desk.press("Later")
    desk.wait_to_see("New application")
    desk.press("Check code…")
    desk.fill("Check code from the letter", place.fingerprint)
    desk.press("Connect")
    desk.wait_to_see("New application")
    wait_for("the accepted file", lambda: accepted.read_bytes() == before)
    assert not desk.sees("Check code…")

    # On the command line by the same rules.
    assert desk.quit() == 0
    accepted.write_bytes(before.replace(b"127.0.0.1:9/v1", b"127.0.0.1:7/v1"))
    assert place.zpictl("confirm-organisation", place.fingerprint[:-1] + "0").returncode == 1
    assert accepted.read_bytes() != before
    answer = place.zpictl("confirm-organisation", place.fingerprint)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["base_url"] == "https://127.0.0.1:9/v1", answer.stdout
    assert "127.0.0.1:7/v1" in answer.stderr
    assert accepted.read_bytes() == before


def test_rules_not_here(place):
    """The organisation file names a pass without rules on this computer: the bar says what to do."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    desk.wait_to_see(
        "The rules of your municipality’s pass are not on this computer. Until they are, the check "
        "is for another pass. Ask your administrator to install them."
    )
    place.shot("rules-not-here")


NOT_KEPT = "The recovery code was shown, but nobody kept it. Make a new one now."


def test_code_not_kept(place):
    """The program ends with the recovery code on the screen: the bar asks for a new one."""
    place.connected()
    desk = place.desk.start()
    desk.fill("Your name", "Anneke")
    desk.fill("PIN", PIN)
    desk.fill("The same PIN again", PIN)
    desk.press("Next")
    lost = desk.code()
    desk.kill()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see(NOT_KEPT)
    place.shot("not-kept-1")
    desk.press("New recovery code…")
    wait_for("the window", lambda: len(desk.windows()) == 2)
    desk.wait_to_see("PIN · you, now")
    keys("alt+n")
    desk.wait_to_see("Make a new recovery code?")
    keys("alt+m")
    code = desk.code()
    assert code != lost
    # Locking takes it off the screen; nobody kept this one either.
    place.keyring.bus.emit_signal(
        None,
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
        "ActiveChanged",
        GLib.Variant("(b)", (True,)),
    )
    place.locked()
    assert not any(code in node.name for node in desk.nodes())
    desk.open_with(PIN)
    desk.wait_to_see(NOT_KEPT)


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
    wait_for("the client's view", lambda: desk.sees_exactly("Klopt dit?"))
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
        GLib.Variant("(b)", (True,)),
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
    # Each try costs a second of processor, more on a machine that does other things too: then the first
    # wait, of two seconds from the beginning of the third try, is over before it can be said.
    wait = 1
    for tries in range(1, 8):
        desk.open_with("999999")
        time.sleep(1.5)
        wait_for("the try to end", lambda: not desk.sees("Opening…"), timeout=60)
        wait = 2 << max(tries - 3, 0)
        if tries > 2 and desk.sees("That did not open it. Wait"):
            break
    else:
        raise AssertionError("wrong PINs do not slow down")
    place.shot("wrong-2")
    assert desk.quit() == 0
    desk.start()
    place.locked()
    time.sleep(wait + 1)
    desk.press("Use the recovery code")
    desk.fill("Recovery code", code[:-1])
    desk.press("Open")
    desk.wait_to_see("Compare the code with the paper. A part of it is mistyped.")
    place.shot("wrong-3")
    desk.fill("Recovery code", code.lower().replace("-", " "))
    desk.press("Open")
    desk.wait_to_see("You came in with the recovery code. Choose a new PIN for the next time.")
    place.shot("wrong-4")


def choose_new_pin(place, pin):
    """In the window with the ways in, which has a place of its own on the screen: by keys."""
    desk = place.desk
    desk.press("Choose a PIN…")
    wait_for("the window", lambda: len(desk.windows()) == 2)
    desk.wait_to_see("Each counsellor opens the cases on this computer with a PIN of their own.")
    place.shot("ways-in-list")
    keys("alt+a")
    wait_for("its form", lambda: desk.sees("Name of the counsellor"))
    desk.keyboard_in_field()
    place.shot("ways-in-form")
    for text in ("Anneke", pin, pin):
        type_text(text)
        keys("Return")


def test_keyring_absent(place):
    """No keyring at all: a passphrase, at the first start and at every next one."""
    place.connected()
    desk = place.desk.start()
    desk.fill("Your name", "Anneke")
    desk.fill("PIN", PIN)
    desk.fill("The same PIN again", PIN)
    desk.press("Next")
    desk.wait_to_see("Choose a passphrase")
    place.shot("absent-1")
    desk.fill("Passphrase", "te kort")
    desk.fill("The same passphrase again", "te kort")
    desk.press("Next")
    desk.wait_to_see("Choose a passphrase of 12 characters or more.")
    desk.fill("Passphrase", PASSPHRASE)
    desk.fill("The same passphrase again", PASSPHRASE)
    desk.press("Next")
    code = desk.code()
    desk.choose("I have printed or written down the code")
    desk.press("Start")
    desk.wait_to_see("New application")
    place.again()
    place.shot("absent-2")
    desk.open_with(PASSPHRASE, "Passphrase")
    desk.wait_to_see("New application")
    place.again()
    desk.press("Use the recovery code")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see("New application")


UNPROTECTED = ("The keyring of this computer opens without a password, for everybody who has the computer. A PIN is too "
               "weak then.")


def test_keyring_unprotected(place):
    """Automatic log-in left the keyring without a password: the first start asks for a passphrase and says why; a
    keyring that is made so at that moment is noticed too."""
    place.connected()
    place.desk.environment["XDG_DATA_HOME"] = str(place.keyring.data)
    place.keyring.make_default("Standaardsleutelbos", "")
    desk = place.desk.start()
    desk.wait_to_see(UNPROTECTED)
    place.shot("unprotected-1")
    assert not desk.sees_exactly("PIN"), "a PIN is asked for"
    desk.fill("Your name", "Anneke")
    desk.set_up_with_passphrase(PASSPHRASE)
    place.again()
    desk.open_with(PASSPHRASE, "Passphrase")
    desk.wait_to_see("New application")
    keys("F10", "w")
    desk.keyboard_in_dialog()
    keys("alt+a")
    wait_for("its form", lambda: desk.sees("Name of the counsellor"))
    desk.keyboard_in_field()
    for text in ("Bilal", PIN, PIN):
        type_text(text)
        keys("Return")
    desk.wait_to_see("The keyring of this computer opens without a password, so a PIN would be too weak.")
    place.shot("unprotected-2")


def test_keyring_gone(place):
    """A keyring that was there and does not answer any more: the recovery code opens."""
    place.connected()
    desk = place.desk.start()
    code = desk.set_up()
    place.draft_with_name()
    desk.saved()
    assert desk.quit() == 0
    place.keyring.stop()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("The keyring of this computer does not answer, so the PIN does not open it now. "
                     "Log in to the computer again, or use the recovery code.")
    place.shot("gone-1")
    desk.press("Use the recovery code")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see("Show names")
    # It comes back: so does the PIN.
    assert desk.quit() == 0
    place.keyring.start()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("Show names")


def test_keyring_locked(place):
    """A keyring that stays locked (nobody answers its question) blocks nothing."""
    place.connected()
    desk = place.desk.start()
    code = desk.set_up()
    assert desk.quit() == 0
    place.keyring.lock()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("The keyring of this computer stayed locked. Try again and unlock it, or use "
                     "the recovery code.")
    place.shot("locked-1")
    desk.press("Use the recovery code")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see("New application")


def test_keyring_reset(place):
    """A keyring that was emptied: the code opens, a new PIN is chosen, and that one opens."""
    place.connected()
    desk = place.desk.start()
    code = desk.set_up()
    place.draft_with_name()
    desk.saved()
    assert desk.quit() == 0
    place.keyring.empty()
    place.keyring.start()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("The keyring of this computer was emptied, so this PIN does not open it any "
                     "more. Use the recovery code, then choose a new PIN. Nothing was lost.")
    place.shot("reset-1")
    desk.press("Use the recovery code")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see("You came in with the recovery code. Choose a new PIN for the next time.")
    desk.wait_to_see("Show names")
    choose_new_pin(place, "741852")
    desk.wait_to_see("PIN · you, now")
    place.shot("reset-2")
    keys("alt+F4")
    wait_for("one window", lambda: len(desk.windows()) == 1)
    assert not desk.sees("You came in with the recovery code. Choose a new PIN for the next time.")
    place.again()
    desk.open_with("741852")
    desk.wait_to_see("Show names")


def test_ways_in(place):
    """A colleague, a new PIN, a new recovery code; and somebody who leaves."""
    place.connected()
    desk = place.desk.start()
    old_code = desk.set_up()
    keys("F10", "w")
    desk.wait_to_see("PIN · you, now")
    keys("alt+a")
    desk.wait_to_see("Name of the counsellor")
    desk.keyboard_in_field()
    for text in ("Anneke", "741852", "741852"):
        type_text(text)
        keys("Return")
    desk.wait_to_see("Somebody has this name already. Add a letter of the last name.")
    place.shot("ways-in-1")
    type_text("B")
    wait_to_go(desk, "Somebody has this name already. Add a letter of the last name.")
    keys("alt+F4")
    wait_for("one window", lambda: len(desk.windows()) == 1)
    keys("F10", "w")
    desk.wait_to_see("PIN · you, now")
    keys("alt+a")
    desk.wait_to_see("Name of the counsellor")
    desk.keyboard_in_field()
    for text in ("Bert", "741852", "741852"):
        type_text(text)
        keys("Return")
    desk.wait_to_see("Bert")
    wait_for("the form to go", lambda: not desk.sees("Name of the counsellor"))
    keys("alt+c")
    desk.wait_to_see("Choose a new PIN")
    desk.keyboard_in_field()
    for text in ("963258", "963258"):
        type_text(text)
        keys("Return")
    desk.wait_to_see("PIN · you, now")
    place.shot("ways-in-2")
    keys("alt+n")
    desk.wait_to_see("Make a new recovery code?")
    keys("alt+m")
    code = desk.code()
    assert code != old_code
    place.shot("ways-in-3")
    keys("alt+d")
    desk.wait_to_see("Print the code or write it down, then tick the box.")
    keys("alt+F4")
    time.sleep(0.5)
    assert desk.code() == code
    keys("space", "alt+d")
    desk.wait_to_see("PIN · you, now")
    keys("alt+F4")
    wait_for("one window", lambda: len(desk.windows()) == 1)
    place.again()
    place.shot("ways-in-4")
    desk.open_with(PIN)
    desk.wait_to_see("This does not open it. Try again.")
    desk.open_with("963258")
    desk.wait_to_see("New application")
    keys("ctrl+l")
    place.locked()
    desk.choose_who(1)
    desk.open_with("741852")
    desk.wait_to_see("New application")
    keys("ctrl+l")
    place.locked()
    desk.press("Use the recovery code")
    desk.open_with(old_code, "Recovery code")
    desk.wait_to_see("This does not open it. Try again.")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see("New application")


def stored(place):
    return place.data / "store.db"


def test_too_new(place):
    """A store of a newer version: it opens to read, and what is in it can be read."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    assert desk.quit() == 0
    with sqlite3.connect(stored(place)) as db:
        db.execute("PRAGMA user_version = 900")
    db.close()
    before = stored(place).read_bytes()
    desk.may_warn().start()
    place.locked()
    desk.wait_to_see("The data was made by a newer version of this program. Install that version. "
                     "You can open it to read the cases.")
    place.shot("too-new-1")
    desk.open_with(PIN)
    desk.wait_to_see("The data was made by a newer version of this program. Install that version. "
                     "You can read the cases here. Nothing can be changed.")
    desk.press("Show names")
    place.shot("too-new-2")
    desk.click(None, prefix="Pleuntje")
    desk.wait_to_see("First names")
    desk.wait_to_see(NAME)
    place.shot("too-new-3")
    keys("alt+Left")
    desk.press(prefix="New application")
    desk.wait_to_see("Nothing new can be kept now")
    place.shot("too-new-4")
    keys("Escape")
    desk.kill()
    assert stored(place).read_bytes() == before


def test_damaged(place):
    """A store of which nothing opens: said so, left as it is, nothing new in its place."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    assert desk.quit() == 0
    for name in ("store.db-wal", "store.db-shm"):
        (place.data / name).unlink(missing_ok=True)
    stored(place).write_bytes(b"Geen databank. " * 4096)
    desk.may_warn().start()
    desk.wait_to_see("The cases could not be opened")
    desk.wait_to_see("Nothing new was started in its place: a backup can still be put back.")
    place.shot("damaged")
    desk.press("Try again")
    desk.wait_to_see("The cases could not be opened")
    assert not desk.sees("Choose a PIN") and not desk.sees("New application")
    desk.kill()
    assert stored(place).read_bytes() == b"Geen databank. " * 4096


def test_sign_in(place):
    """Something waits and nobody is signed in: a calm bar, and filling in goes on."""
    place.connected()
    desk = place.desk.start()
    desk.set_up()
    assert desk.quit() == 0
    place.queue_one()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("1 case waits until you sign in. You can go on meanwhile.", timeout=40)
    place.shot("sign-in-1")
    place.draft_with_name()
    place.shot("sign-in-2")
    desk.press("Sign in to send")
    desk.wait_to_see("There is no connection now. Sign in later. What you filled in is saved and "
                     "waits.")
    place.shot("sign-in-3")
    assert place.first_name() == NAME
    desk.saved()


CALM = {"idle_lock_minutes": 30}
TESTS = {
    "connect": ({}, test_connect),
    "set-up": ({}, test_set_up),
    "changed-organisation": (CALM, test_changed_organisation),
    "code-not-kept": (CALM, test_code_not_kept),
    "lock": (CALM, test_lock),
    "rules-not-here": ({"scheme": "ooievaarspas", **CALM}, test_rules_not_here),
    "screen-lock": (CALM, test_screen_lock),
    "idle": ({"idle_lock_minutes": 1}, test_idle),
    "wrong-pins": (CALM, test_wrong_pins),
    "keyring-absent": ({"keyring": False, **CALM}, test_keyring_absent),
    "keyring-unprotected": (CALM, test_keyring_unprotected),
    "keyring-gone": (CALM, test_keyring_gone),
    "keyring-locked": (CALM, test_keyring_locked),
    "keyring-reset": (CALM, test_keyring_reset),
    "ways-in": (CALM, test_ways_in),
    "too-new": (CALM, test_too_new),
    "damaged": (CALM, test_damaged),
    "sign-in": (CALM, test_sign_in),
}


def report(place, name):
    """What went wrong, and what stands on the screen."""
    for line in traceback.format_exc().splitlines():
        print("#", line)
    place.shot("failed-" + name)
    if place.desk.process is not None and place.desk.process.poll() is not None:
        print("# the program has ended:", place.desk.process.poll())
    for node in place.desk.nodes() if place.desk.process else []:
        if node.name and node.role in ("label", "push button", "text", "heading"):
            print("#   sees:", node.role, "|", node.name)


def run(number, name, options, test):
    place = Place(**options)
    try:
        test(place)
        print(f"ok {number} {name}", flush=True)
        return True
    except Exception:
        report(place, name)
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
