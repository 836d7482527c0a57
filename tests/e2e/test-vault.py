#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The two first promises in the real window: three keyrings in every state, what is left behind in memory, on the
desktop and on the disk, and a disk that does not take what is typed.

    test-vault.py [NAME…]    only those"""

import errno
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import household  # noqa: E402
import keyrings  # noqa: E402
from desk import PIN  # noqa: E402
from driver import comes, keys, type_text, wait_for  # noqa: E402

spec = importlib.util.spec_from_file_location("test_desk", HERE / "test-desk.py")
test_desk = importlib.util.module_from_spec(spec)
spec.loader.exec_module(test_desk)
Place, NAME = test_desk.Place, test_desk.NAME

BUILD = pathlib.Path(os.environ["ZPI_BUILD_ROOT"])
ABSENT = ("The keyring of this computer does not answer, so the PIN does not open it now. Log in to the computer "
          "again, or use the recovery code.")
LOCKED = "The keyring of this computer stayed locked. Try again and unlock it, or use the recovery code."
EMPTIED = ("The keyring of this computer was emptied, so this PIN does not open it any more. Use the recovery code, "
           "then choose a new PIN. Nothing was lost.")
CODE_USED = "You came in with the recovery code. Choose a new PIN for the next time."


class Chosen(Place):
    """A place with another keyring than gnome-keyring."""

    def __init__(self, kind=None, start=True, **changes):
        super().__init__(keyring=False, idle_lock_minutes=30, **changes)
        if kind is not None:
            self.keyring.close()
            shutil.rmtree(self.keyring.data)
            self.keyring = kind(self.home)
            self.desk.environment.update(self.keyring.environment())
        # Keyrings and disks fail here on purpose.
        self.desk.may_warn()
        if start:
            self.keyring.start()
        self.connected()

    def with_code(self, code):
        self.desk.press("Use the recovery code")
        self.desk.open_with(code, "Recovery code")
        self.desk.wait_to_see("Show names")

    def lock(self):
        keys("ctrl+l")
        self.locked()


def close_ways_in(desk):
    """A keyring's own window may have the keyboard."""
    subprocess.run(["xdotool", "search", "--name", "Who can open this", "windowfocus"], check=True)
    time.sleep(0.3)
    keys("alt+F4")
    wait_for("one window", lambda: len(desk.windows()) == 1)


def all_states(place):
    """There, gone, back, locked with its question dismissed, its item deleted, emptied; and no lock-out."""
    desk, keyring = place.desk.start(), place.keyring
    code = desk.set_up()
    place.draft_with_name()
    desk.saved()
    place.lock()
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    keys("alt+Left")
    desk.wait_to_see("Show names")

    place.lock()
    keyring.stop()
    desk.open_with(PIN)
    desk.wait_to_see(ABSENT, timeout=40)
    place.with_code(code)
    place.lock()
    keyring.start()
    desk.open_with(PIN)
    desk.wait_to_see("Show names")

    place.lock()
    keyring.lock()
    desk.open_with(PIN)
    keyring.dismiss()
    desk.wait_to_see(LOCKED)
    place.with_code(code)
    place.lock()
    keyring.restart()
    desk.open_with(PIN)
    desk.wait_to_see("Show names")

    place.lock()
    keyring.delete_items()
    desk.open_with(PIN)
    desk.wait_to_see(EMPTIED)
    place.with_code(code)
    desk.wait_to_see(CODE_USED)

    place.lock()
    keyring.empty()
    keyring.start()
    desk.open_with(PIN)
    desk.wait_to_see(EMPTIED)
    place.with_code(code)
    test_desk.choose_new_pin(place, "741852")
    desk.wait_to_see("PIN · you, now")
    close_ways_in(desk)
    place.again()
    desk.open_with("741852")
    desk.wait_to_see("Show names")


def test_kwallet_without_wallet(place):
    """KWallet offers to make a first wallet; who cancels that can use a passphrase. libsecret never comes back."""
    place.keyring.start_without_wallet()
    # Not fatal: libsecret complains about KWallet's answer.
    place.desk.environment["G_DEBUG"] = ""
    desk = place.desk.start()
    desk.fill("Your name", "Anneke")
    desk.fill("PIN", PIN)
    desk.fill("The same PIN again", PIN)
    desk.press("Next")
    place.keyring.dismiss()
    desk.wait_to_see("The keyring of this computer stayed locked. Type the PIN twice and choose Next to unlock it, or "
                     "use a passphrase.")
    desk.press("Use a passphrase instead")
    desk.set_up_with_passphrase()
    place.again()
    desk.open_with(test_desk.PASSPHRASE, "Passphrase")
    desk.wait_to_see("New application")


def test_kwallet_broken_off(place):
    """The computer goes off right after the first start: KWallet kept an item with nothing in it. The code opens, and
    a new PIN can be kept in its place."""
    desk = place.desk.start()
    code = desk.set_up()
    place.keyring.break_off()
    assert desk.quit() == 0
    place.keyring.start()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see(EMPTIED)
    desk.press("Use the recovery code")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see(CODE_USED)
    test_desk.choose_new_pin(place, "741852")
    desk.wait_to_see("PIN · you, now")
    close_ways_in(desk)
    place.again()
    desk.open_with("741852")
    desk.wait_to_see("New application")


def test_question_unseen(place):
    """The keyring asks and nobody sees it: the recovery code and a passphrase do not wait for that."""
    desk = place.desk.start()
    code = desk.set_up()
    place.lock()
    place.keyring.lock()
    desk.open_with(PIN)
    wait_for("its question", place.keyring.windows)
    desk.wait_to_see("The keyring of this computer has not answered yet. Look for a window that asks for its "
                     "password, or use the recovery code.")
    place.shot("question-unseen")
    # Its window stays where it is; the keyboard goes to ours.
    subprocess.run(["xdotool", "search", "--name", "Zoetermeerpas Intake", "windowraise", "windowfocus"], check=True)
    desk.press("Use the recovery code")
    desk.open_with(code, "Recovery code")
    desk.wait_to_see("New application")


PERSON = {"First names": "Geheugentje", "Last name": "Plantelinga-Onthoud", "BSN": "999993653",
          "Street": "Verborgenplantsoen"}
AMOUNT = "1.437,61"
NO_WIPING = {"ZPI_TEST_READABLE": "1", "MALLOC_PERTURB_": "0", "MALLOC_CHECK_": "0", "G_DEBUG": "fatal-criticals", "G_SLICE": "all"}


BLOCK = 1 << 20
ZERO = bytes(BLOCK)
OVERLAP = 256


def memory(pid):
    """Everything of a process that can be written, read as another program would, in blocks that overlap."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as file:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if "w" not in rights:
                continue
            for at in range(start, end, BLOCK - OVERLAP):
                try:
                    file.seek(at)
                    block = file.read(min(BLOCK, end - at))
                except (OSError, ValueError, OverflowError):
                    continue
                if block != ZERO[: len(block)]:
                    yield line, block


def hits(pid, words):
    """Where each of @words stands, as UTF-8, UTF-16 or UCS-4."""
    wanted = [(word, coding, word.encode(coding)) for word in words for coding in ("utf-8", "utf-16-le", "utf-32-le")]
    found = {}
    for place, block in memory(pid):
        for word, coding, needle in wanted:
            if needle in block:
                found.setdefault(word, []).append((coding, place.split()[-1]))
    return found


def fill_in_person(desk):
    keys("ctrl+n")
    desk.wait_to_see("Step 1 of 7")
    keys("ctrl+3")
    desk.wait_to_see("Step 3 of 7")
    for name, text in PERSON.items():
        desk.fill(name, text)
    keys("ctrl+5")
    desk.wait_to_see("Step 5 of 7")
    switch = wait_for("its switch", lambda: next(desk.kind_switches("pensioen"), None))
    spot = wait_for("the switch on the screen", lambda: desk.point(switch))
    subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"], check=True)
    desk.fill("Amount", AMOUNT)
    desk.saved()


def assert_gone(desk, words):
    """A moment after the page is hidden; not what is only seldom there."""
    gone = comes(lambda: not hits(desk.process.pid, words), 5)
    left = hits(desk.process.pid, words)
    assert gone and not left, left


def test_memory(place):
    """Typed, copied, searched for, shown to the client; then locked: nothing of it is left in the process, nor the
    PIN. Before that it is, so the search can find it."""
    place.desk.environment.update(NO_WIPING)
    desk = place.desk.start()
    code = desk.set_up()
    fill_in_person(desk)
    keys("ctrl+3")
    desk.wait_to_see("Step 3 of 7")
    desk.fill("Street", PERSON["Street"])
    keys("ctrl+a", "ctrl+c")
    keys("F9")
    wait_for("the client's view", lambda: desk.sees_exactly("Klopt dit?"))
    time.sleep(1)
    words = [*PERSON.values(), AMOUNT, "143761"]
    before = hits(desk.process.pid, words)
    assert set(PERSON.values()) | {AMOUNT} <= set(before), before.keys()
    subprocess.run(["xdotool", "search", "--name", "Zoetermeerpas Intake", "windowfocus"], check=True)
    time.sleep(0.3)
    keys("ctrl+l")
    place.locked()
    assert_gone(desk, [*words, PIN, code, code.replace("-", "")])
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    keys("ctrl+f")
    time.sleep(0.5)
    keys("alt+Left")
    desk.wait_to_see("Show names")
    keys("ctrl+f")
    type_text(PERSON["Last name"])
    time.sleep(1)
    keys("ctrl+l")
    place.locked()
    assert_gone(desk, [*words, PIN])


def on_the_disk(folder, words):
    """Files below @folder that hold one of @words."""
    found = []
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [(word, path) for word in words if word.encode() in content or word in path.name]
    return found


def selection(which):
    """What another program gets that asks for CLIPBOARD or PRIMARY; None when nobody has it."""
    program = (
        "import gi, sys\n"
        "gi.require_version('Gtk', '4.0')\n"
        "from gi.repository import Gdk, Gio, GLib, Gtk\n"
        "Gtk.init()\n"
        "display = Gdk.Display.get_default()\n"
        "clipboard = display.get_clipboard() if sys.argv[1] == 'CLIPBOARD' else display.get_primary_clipboard()\n"
        "loop = GLib.MainLoop()\n"
        "def ready(source, result):\n"
        "    try:\n"
        "        print(source.read_text_finish(result), end='')\n"
        "    except GLib.Error:\n"
        "        pass\n"
        "    loop.quit()\n"
        "GLib.timeout_add(300, lambda: clipboard.read_text_async(None, ready) and False)\n"
        "GLib.timeout_add(5000, loop.quit)\n"
        "loop.run()\n"
    )
    environment = {**os.environ, "GTK_A11Y": "none", "G_DEBUG": ""}
    return subprocess.run([sys.executable, "-c", program, which], env=environment, capture_output=True, text=True,
                          check=True, timeout=30).stdout or None


def copy_street(desk):
    desk.fill("Street", PERSON["Street"])
    keys("ctrl+a", "ctrl+c")
    wait_for("the copy", lambda: selection("CLIPBOARD") == PERSON["Street"])


def test_clipboards(place):
    """CLIPBOARD and PRIMARY: ours while the window has the focus, nobody's after the case was left, the window locked,
    another window came, or the program ended."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    copy_street(desk)
    assert selection("CLIPBOARD") == PERSON["Street"]
    assert selection("PRIMARY") == PERSON["Street"]
    keys("alt+Left")
    desk.wait_to_see("Show names")
    assert (selection("CLIPBOARD"), selection("PRIMARY")) == (None, None)

    place.draft_with_name()
    copy_street(desk)
    keys("ctrl+l")
    place.locked()
    assert (selection("CLIPBOARD"), selection("PRIMARY")) == (None, None)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    time.sleep(0.5)

    copy_street(desk)
    other = subprocess.Popen(["xmessage", "Iets anders"])
    wait_for("another window", lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", "xmessage"], capture_output=True, check=False).stdout)
    subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "xmessage", "windowfocus"], check=True)
    assert comes(lambda: (selection("CLIPBOARD"), selection("PRIMARY")) == (None, None))
    other.terminate()
    other.wait()
    time.sleep(0.5)

    copy_street(desk)
    assert desk.quit() == 0
    assert (selection("CLIPBOARD"), selection("PRIMARY")) == (None, None)


def add_identity(desk, path):
    """On the page with evidence, in the file chooser; gives the chooser's folder before anything was typed there."""
    keys("ctrl+6")
    desk.wait_to_see("Step 6 of 7")
    node = wait_for("a place for a file", lambda: desk.add_button(0))
    spot = wait_for("the place on the screen", lambda: desk.point(node))
    subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"], check=True)
    wait_for("the file chooser", lambda: len(desk.windows()) > 1)
    wait_for("the focus in the chooser", lambda: desk.focused_in(desk.windows()[-1]))
    desk.still(desk.windows()[-1])
    names = {node.name for node in desk.windows()[-1].walk()}
    desk.name_file(path)
    wait_for("the file chooser to go", lambda: len(desk.windows()) == 1)
    desk.wait_to_see(path.name)
    return names


def test_files(place):
    """A scan is taken in: the original is named and goes to the bin when that is asked; no list of recent files has it, no
    file anywhere but the original holds it, and the next chooser starts at home again, not where that client's files are."""
    scans = place.home / "Scans van Plantelinga"
    scans.mkdir()
    first, second = (scans / name for name in ("plantelinga-id.pdf", "plantelinga-twee.pdf"))
    first.write_bytes(household.make_pdf("Plantelinga 999993653", 150000))
    second.write_bytes(household.make_pdf("Plantelinga tweede", 2000))
    probe = first.read_bytes()[600:640].hex()
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    before = add_identity(desk, first)
    assert not any("plantelinga" in name for name in before), before
    desk.wait_to_see("is still on this computer")
    place.shot("original")
    desk.press("Move it to the bin")
    wait_for("the original to go", lambda: not first.exists())
    binned = list(pathlib.Path(os.environ["HOME"]).rglob("Trash"))
    assert any((trash / "files" / first.name).exists() for trash in binned), binned
    for trash in binned:  # as whoever empties the bin
        shutil.rmtree(trash)
    keys("alt+Left")
    desk.wait_to_see("Show names")

    place.draft_with_name()
    names = add_identity(desk, second)
    assert not any("plantelinga" in name for name in names), names
    assert not any(scans.name in name for name in names), names
    desk.saved()
    assert second.exists()
    second.unlink()
    scans.rmdir()
    assert desk.quit() == 0
    home = pathlib.Path(os.environ["HOME"])
    for folder in (home, os.environ["TMPDIR"], os.environ["XDG_RUNTIME_DIR"]):
        left = on_the_disk(folder, ["plantelinga", "Plantelinga", "999993653", NAME])
        assert not left, left
        raw = [p for p in pathlib.Path(folder).rglob("*") if p.is_file() and bytes.fromhex(probe) in p.read_bytes()]
        assert not raw, raw


def test_undo(place):
    """A new case starts empty: undo in its fields, and in the search, brings back nothing of the client before."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    keys("alt+Left")
    desk.wait_to_see("Show names")
    keys("ctrl+f")
    type_text("Plantelinga")
    time.sleep(0.5)
    keys("ctrl+n")
    desk.wait_to_see("Step 1 of 7")
    keys("ctrl+3")
    desk.wait_to_see("Step 3 of 7")
    assert place.first_name() == ""
    for name in ("First names", "Last name", "Street"):
        desk.fill(name, "x")
        keys(*["ctrl+z"] * 6)
        time.sleep(0.2)
        assert desk.find(("text", "entry"), name).text() in ("", "x"), name
    keys("alt+Left")
    desk.wait_to_see("Show names")
    keys("ctrl+f")
    keys(*["ctrl+z"] * 6)
    time.sleep(0.3)
    assert not any("Plantelinga" in node.text() for node in desk.nodes(("text", "entry")))
    keys("ctrl+l")
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("Show names")
    keys("ctrl+f")
    keys(*["ctrl+z"] * 6)
    time.sleep(0.3)
    assert not any("Plantelinga" in node.text() for node in desk.nodes(("text", "entry")))
    check = "".join(node.name for node in desk.windows())
    assert NAME not in check and "Plantelinga" not in check


def test_disk(place):
    """The disk is full, read-only, broken: said so, the text stays, what comes after is kept too; locking hides and
    wipes and does not lose it, and once the disk takes it again it is saved by itself, and there after a kill."""
    plan = place.home / "fault"
    place.desk.environment.update(
        {
            "LD_PRELOAD": str(BUILD / "tests/e2e/disk-faults.so"),
            "ZPI_DISK_FOLDER": str(place.data),
            "ZPI_DISK_FAULT": str(plan),
        }
    )
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    typed = NAME
    for fault, sentence in (
        (errno.ENOSPC, "Not saved: the disk is full. What you typed stays here."),
        # Whether it is said that the disk cannot be written is up to what SQLite finds in errno.
        (errno.EROFS, "What you typed stays here"),
        (errno.EIO, "Not saved. What you typed stays here; the program tries again by itself."),
    ):
        plan.write_text(str(fault))
        type_text("abc")
        typed += "abc"
        desk.wait_to_see(sentence)
        assert not desk.sees_exactly("Saved")
        place.shot(f"disk-{errno.errorcode[fault]}")
        type_text("def")
        typed += "def"
        # It hides and wipes all the same; what was typed is sealed in memory, and said.
        keys("ctrl+l")
        place.locked()
        desk.wait_to_see("Not everything is saved yet")
        place.shot(f"disk-lock-{errno.errorcode[fault]}")
        test_desk.check_no_names(place)
        keys("ctrl+q")
        desk.wait_to_see("Not everything could be saved")
        place.shot(f"disk-quit-{errno.errorcode[fault]}")
        keys("Escape")
        wait_for("one window", lambda: len(desk.windows()) == 1)
        plan.unlink()
        if fault == errno.ENOSPC:  # there is room again before anybody opens it
            desk.wait_to_see("Everything that was typed is saved.")
        desk.open_with(PIN)
        desk.wait_to_see("Step 3 of 7")
        wait_for("all that was typed", lambda: place.first_name() == typed)
        wait_for("it to be saved", lambda: desk.sees_exactly("Saved"))
        desk.fill("First names", typed)
        desk.saved()
    desk.kill()
    desk.environment.pop("LD_PRELOAD")
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.press("Show names")
    desk.click(None, prefix=typed)
    desk.wait_to_see("Step ")
    keys("ctrl+3")
    desk.wait_to_see("Step 3 of 7")
    wait_for("all that was typed", lambda: place.first_name() == typed)


KEYRINGS = {
    "keyring-gnome": (lambda: Chosen(keyrings.Gnome), all_states),
    "keyring-kwallet": (lambda: Chosen(keyrings.KWallet), all_states),
    "keyring-keepassxc": (lambda: Chosen(keyrings.KeePassXC), all_states),
    "kwallet-without-wallet": (lambda: Chosen(keyrings.KWallet, start=False), test_kwallet_without_wallet),
    "kwallet-broken-off": (lambda: Chosen(keyrings.KWallet), test_kwallet_broken_off),
    "question-unseen": (lambda: Chosen(keyrings.KWallet), test_question_unseen),
}

PLACES = {
    "memory": (Chosen, test_memory),
    "clipboards": (Chosen, test_clipboards),
    "files": (Chosen, test_files),
    "undo": (Chosen, test_undo),
    "disk": (Chosen, test_disk),
}
TESTS = {**PLACES, **KEYRINGS}


def reason_to_skip(name):
    """Debian 13 has the KWallet of KDE 6 only, which nobody got to open without a person yet."""
    of_kwallet = name == "question-unseen" or "kwallet" in name
    if of_kwallet and not shutil.which("kwalletd5") and shutil.which("kwalletd6"):
        return "KWallet 5 is not in this release"
    return None


def run(number, name):
    make, test = TESTS[name]
    reason = reason_to_skip(name)
    if reason is not None:
        print(f"ok {number} {name} # SKIP {reason}", flush=True)
        return True
    place = make()
    started = time.monotonic()
    try:
        test(place)
        print(f"ok {number} {name} # {time.monotonic() - started:.0f} s", flush=True)
        return True
    except Exception:
        test_desk.report(place, name)
        print(f"not ok {number} {name}", flush=True)
        return False
    finally:
        place.close()


def main():
    # Every day one keyring that is not GNOME's, which test-desk.py has; all of them in a long run.
    daily = {**PLACES, "keyring-kwallet": None}
    chosen = sys.argv[1:] or list(TESTS if os.environ.get("ZPI_TEST_LONG") else daily)
    print(f"1..{len(chosen)}")
    results = [run(i + 1, name) for i, name in enumerate(chosen)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
