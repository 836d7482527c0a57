#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What locks the window besides the person: sleep, the lock screens of several desktops; also when the cases can only
be read; and what zpictl does to the case that is being typed in.

    test-lock.py [NAME…]    only those"""

import importlib.util
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from desk import PIN, GLib  # noqa: E402
from driver import comes, keys, type_text, wait_for  # noqa: E402

spec = importlib.util.spec_from_file_location("test_desk", HERE / "test-desk.py")
test_desk = importlib.util.module_from_spec(spec)
spec.loader.exec_module(test_desk)
Place, NAME = test_desk.Place, test_desk.NAME

LOGIND = """<node><interface name="org.freedesktop.login1.Manager">
<method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="h" direction="out"/></method>
<signal name="PrepareForSleep"><arg type="b"/></signal></interface></node>"""


class Logind:
    """The part of logind that falls asleep: a process of its own, because calls are answered while the test waits."""

    PROGRAM = (
        "import os, select, sys, gi\n"
        "from gi.repository import Gio, GLib\n"
        "bus = Gio.DBusConnection.new_for_address_sync(sys.argv[1], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |"
        " Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)\n"
        "held = []\n"
        "def called(bus, sender, path, interface, method, arguments, call):\n"
        "    reader, writer = os.pipe()\n"
        "    held.append(reader)\n"
        "    fds = Gio.UnixFDList.new()\n"
        "    index = fds.append(writer)\n"
        "    os.close(writer)\n"
        "    print('inhibited', *arguments.unpack()[::3], flush=True)\n"
        "    call.return_value_with_unix_fd_list(GLib.Variant('(h)', (index,)), fds)\n"
        "node = Gio.DBusNodeInfo.new_for_xml(sys.argv[2])\n"
        "bus.register_object('/org/freedesktop/login1', node.interfaces[0], called, None, None)\n"
        "bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',"
        " GLib.Variant('(su)', ('org.freedesktop.login1', 0)), None, 0, -1, None)\n"
        "def sleep(asleep):\n"
        "    bus.emit_signal(None, '/org/freedesktop/login1', 'org.freedesktop.login1.Manager', 'PrepareForSleep',"
        " GLib.Variant('(b)', (asleep,)))\n"
        "def command(*_):\n"
        "    word = sys.stdin.readline().strip()\n"
        "    sleep(word == 'sleep')\n"
        "    return True\n"
        "def watch():\n"
        "    for fd in list(held):\n"
        "        if select.select([fd], [], [], 0)[0]:\n"
        "            held.remove(fd)\n"
        "            print('released', flush=True)\n"
        "    return True\n"
        "GLib.io_add_watch(0, GLib.IO_IN, command)\n"
        "GLib.timeout_add(20, watch)\n"
        "print('ready', flush=True)\n"
        "GLib.MainLoop().run()\n"
    )

    def __init__(self, address):
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.PROGRAM, address, LOGIND],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "G_DEBUG": ""},
        )
        assert self.process.stdout.readline() == "ready\n"

    def say(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def hear(self):
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.kill()
        self.process.wait()


def test_sleep(place):
    """The computer falls asleep only when what was typed is saved and the window locked."""
    logind = Logind(place.keyring.address)
    place.desk.environment["DBUS_SYSTEM_BUS_ADDRESS"] = place.keyring.address
    try:
        desk = place.desk.start()
        assert logind.hear() == "inhibited sleep delay"
        desk.set_up()
        place.draft_with_name()
        type_text("x")
        logind.say("sleep")
        assert logind.hear() == "released"
        with sqlite3.connect(place.data / "store.db") as db:
            assert db.execute("SELECT count(*) FROM cases").fetchone() == (1,)
        db.close()
        place.locked()
        test_desk.check_no_names(place)
        logind.say("awake")
        assert logind.hear() == "inhibited sleep delay"
        desk.open_with(PIN)
        desk.wait_to_see("Step 3 of 7")
        wait_for("the name", lambda: place.first_name() == NAME + "x")
        # Nothing is open: nothing to wait for.
        keys("ctrl+l")
        place.locked()
        logind.say("sleep")
        assert logind.hear() == "released"
    finally:
        logind.close()


def test_account(place):
    """A request for one account comes back as it was: on its page, the cursor where it was."""
    desk = place.desk.start()
    desk.set_up()
    desk.press(prefix="Help with an account")
    desk.press("Ask for one account for a family…")
    desk.fill("First names", NAME)
    desk.press("Add a family _member")
    wait_for("the field", lambda: len(list(desk.nodes("text", "First names"))) == 2)
    desk.fill("First names", NAME, nth=1)
    keys("ctrl+l")
    place.locked()
    test_desk.check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Whose account")
    wait_for("the cursor in the field of the family member", lambda: "First names" in desk.focused())
    type_text("x")
    wait_for("both names", lambda: [f.text() for f in desk.nodes("text", "First names")] == [NAME, NAME + "x"])
    assert desk.quit() == 0


def test_door(place):
    """The door that somebody stood before is there again, and the code that was being typed."""
    desk = place.desk.start()
    desk.set_up()
    desk.press(prefix="I have a letter")
    desk.wait_to_see("The code in the letter")
    type_text("K7PM-2Q")
    keys("ctrl+l")
    place.locked()
    assert not [n for n in desk.nodes() if "K7PM" in n.name + n.description + n.text()]
    desk.open_with(PIN)
    desk.wait_to_see("The code in the letter")
    wait_for("the code", lambda: desk.find("text", "Code or link").text() == "K7PM-2Q")
    type_text("XR")
    wait_for("the rest of it", lambda: desk.find("text", "Code or link").text() == "K7PM-2QXR")
    keys("alt+Left")
    desk.wait_to_see("New application")
    keys("ctrl+l")
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("New application")
    assert desk.quit() == 0


def take_photo(place, picture):
    """By the door of letters, without a network: until there is something to cut."""
    desk = place.desk
    desk.press(prefix="I have a letter")
    desk.wait_to_see("The code in the letter")
    desk.fill("Code or link", "K7PM-2QXR")
    desk.press("Look up")
    desk.wait_to_see("The letter cannot be looked up now")
    if picture is not None:
        desk.fill("First name as in the letter", NAME)
        desk.press("Add a photo…")
        count(desk, 2)
        desk.name_file(picture)
    desk.wait_to_see("Put head and shoulders inside the lines")


def test_cutting(place):
    """A picture that was being cut into a photo when it locked, or was killed, is there to be cut: it may be of the
    camera, and then it is nowhere else. Who closes the window has none left behind."""
    picture = place.home / "photo.png"
    subprocess.run(["convert", "-size", "700x900", "plasma:tan-white", picture], check=True)
    desk = place.desk.start()
    desk.set_up()
    take_photo(place, picture)
    keys("ctrl+l")
    place.locked()
    count(desk, 1)
    test_desk.check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Put head and shoulders inside the lines")
    desk.kill()
    assert json.loads(place.zpictl("verify"))["documents"] == 1
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("New application")
    take_photo(place, None)
    keys("Escape")
    count(desk, 1)
    wait_for("the picture to go", lambda: json.loads(place.zpictl("verify"))["documents"] == 0)
    keys("alt+Left")
    take_photo(place, picture)
    keys("Return")
    desk.wait_to_see("1 case waits until you sign in. You can go on meanwhile.")
    count(desk, 1)
    keys("ctrl+l")
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("Back to all cases")
    time.sleep(1)
    count(desk, 1)


# Another program in the middle of writing, which does not come to its end.
WRITER = """import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE meta SET value = value")
print("writes", flush=True)
time.sleep(600)
"""


def test_written_elsewhere(place):
    """Another program keeps the database to itself: it locks and hides, says so when it is to be opened, and what
    was typed meanwhile is there."""
    desk = place.desk.may_warn().start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(place.data / "store.db")], stdout=subprocess.PIPE,
                              text=True)
    try:
        assert writer.stdout.readline() == "writes\n"
        type_text("x")
        keys("ctrl+l")
        place.locked()
        test_desk.check_no_names(place)
        desk.wait_to_see("Not everything is saved yet")
        desk.open_with(PIN)
        desk.wait_to_see("Another program on this computer is busy with it. Wait a moment and try again.")
    finally:
        writer.kill()
        writer.communicate()
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    wait_for("what was typed", lambda: place.first_name() == NAME + "x")
    desk.saved()
    assert desk.quit() == 0


def screen_locks(place, interface):
    place.keyring.bus.emit_signal(
        None, "/" + interface.replace(".", "/"), interface, "ActiveChanged", GLib.Variant("(b)", (True,))
    )


def test_lock_screens(place):
    """The lock screens of GNOME, Cinnamon, MATE and Xfce lock the cases; something else of that name does not."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    for interface in ("org.example.Lamp",):
        screen_locks(place, interface)
    time.sleep(1)
    desk.wait_to_see("Step 3 of 7")
    for desktop in ("gnome", "cinnamon", "mate", "xfce"):
        screen_locks(place, f"org.{desktop}.ScreenSaver")
        place.locked()
        test_desk.check_no_names(place)
        desk.open_with(PIN)
        desk.wait_to_see("Step 3 of 7")
        desk.at_rest()


def test_previews(place):
    """What stands in a window beside the case, such as a preview of its print, goes when it locks."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    keys("ctrl+7")
    desk.press("_Print the answers")
    desk.wait_to_see("What will be printed")
    assert len(desk.windows()) == 2
    screen_locks(place, "org.gnome.ScreenSaver")
    place.locked()
    assert len(desk.windows()) == 1, [window.name for window in desk.windows()]
    test_desk.check_no_names(place)
    # It was not only hidden.
    desk.open_with(PIN)
    desk.wait_to_see("Step 7 of 7")
    for _ in range(2):
        time.sleep(1)
        keys("F8")
    time.sleep(1)
    assert len(desk.windows()) == 1, [window.name for window in desk.windows()]


def open_hand_over(desk):
    desk.press_in_menu("_Hand over to another desk…", "This case")
    desk.wait_to_see("From then on this desk does not send the case any more.")


def count(desk, number):
    wait_for(f"{number} windows", lambda: len(desk.windows()) == number)


def test_windows_over_windows(place):
    """A chooser of files that stands over another window than the program's own goes too."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    open_hand_over(desk)
    type_text("zeven blauwe vogels")
    keys("Tab")
    type_text("zeven blauwe vogels")
    keys("Return")
    count(desk, 3)
    time.sleep(1)
    screen_locks(place, "org.gnome.ScreenSaver")
    place.locked()
    count(desk, 1)
    test_desk.check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    assert desk.quit() == 0


def test_hide(place):
    """Hiding everything hides the windows beside it too, from each of them, and brings them back."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()

    def hides_and_comes_back(windows):
        count(desk, windows)
        time.sleep(0.8)
        keys("F8")
        count(desk, 1)
        test_desk.check_no_names(place)
        time.sleep(0.5)
        keys("F8")
        count(desk, windows)
        time.sleep(0.5)

    open_hand_over(desk)
    hides_and_comes_back(2)
    # It took no harm: what is typed goes where the cursor was.
    type_text("zeven")
    assert "zeven" not in place.first_name()
    keys("ctrl+l")
    place.locked()
    count(desk, 1)
    desk.open_with(PIN)
    desk.wait_to_see("Step 3 of 7")
    keys("ctrl+7")
    desk.press("_Print the answers")
    desk.wait_to_see("What will be printed")
    hides_and_comes_back(2)
    keys("F8")
    count(desk, 1)
    screen_locks(place, "org.gnome.ScreenSaver")
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("Step 7 of 7")
    count(desk, 1)
    assert desk.quit() == 0


def test_busy_beside(place):
    """Who works in a window beside it is not away."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    open_hand_over(desk)
    end = time.monotonic() + 80
    while time.monotonic() < end:
        type_text("vogel")
        time.sleep(8)
    count(desk, 2)


def only_readable(place):
    """The program, with cases that can only be read, opened."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    assert desk.quit() == 0
    with sqlite3.connect(place.data / "store.db") as db:
        db.execute("PRAGMA user_version = 900")
    db.close()
    desk.may_warn().start()
    place.locked()
    desk.open_with(PIN)
    desk.wait_to_see("Show names")
    return desk


def test_read_only_idle(place):
    """Nobody is there: it locks when the organisation says so, also where nothing can be written."""
    only_readable(place)
    time.sleep(60)
    place.locked()


def test_read_only(place):
    """Cases that can only be read are locked too, with one of them on the screen."""
    desk = only_readable(place)
    desk.press("Show names")
    desk.click(None, prefix=NAME)
    desk.wait_to_see("First names")
    keys("ctrl+l")
    place.locked()
    test_desk.check_no_names(place)
    desk.open_with(PIN)
    desk.wait_to_see("First names")
    desk.wait_to_see(NAME)


def test_zpictl_beside(place):
    """zpictl freezes the case for sending while somebody types in it: nothing that was saved is gone, from either."""
    desk = place.desk.start()
    desk.set_up()
    place.draft_with_name()
    desk.saved()
    case = json.loads(place.zpictl("list"))[0]["id"]
    typist = subprocess.Popen(["xdotool", "type", "--delay", "40", "abcdefghijklmnopqrstuvwxyz"])
    time.sleep(0.4)
    place.zpictl("queue", case, check=False)
    typist.wait()
    assert comes(lambda: [one["id"] for one in json.loads(place.zpictl("list"))] == [case]), place.zpictl("list")
    report = json.loads(place.zpictl("verify"))
    assert report["ok"] and not report["orphans"], report
    # No address yet: zpictl refuses to send it, and the window goes on.
    wait_for("all that was typed", lambda: place.first_name() == NAME + "abcdefghijklmnopqrstuvwxyz")
    desk.saved()
    desk.kill()
    desk.start()
    place.locked()
    desk.open_with(PIN)
    desk.press("Show names")
    desk.click(None, prefix=NAME)
    keys("ctrl+3")
    wait_for("all that was typed", lambda: place.first_name() == NAME + "abcdefghijklmnopqrstuvwxyz")


TESTS = {
    "sleep": test_sleep,
    "account": test_account,
    "door": test_door,
    "cutting": test_cutting,
    "written-elsewhere": test_written_elsewhere,
    "lock-screens": test_lock_screens,
    "previews": test_previews,
    "windows-over-windows": test_windows_over_windows,
    "hide": test_hide,
    "busy-beside": test_busy_beside,
    "read-only": test_read_only,
    "read-only-idle": test_read_only_idle,
    "zpictl-beside": test_zpictl_beside,
}

SLOW = ("busy-beside", "read-only-idle")  # a minute and more each


class Desk(Place):
    def zpictl(self, *command, check=True):
        program = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/ctl/zpictl")
        answer = subprocess.run(
            [program, "--data", str(self.data), *command],
            env={**os.environ, **self.keyring.environment()},
            input=PIN + "\n", capture_output=True, text=True, check=False,
        )
        assert not check or answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout


def run(number, name):
    place = Desk(idle_lock_minutes=1 if name in SLOW else 30).connected()
    try:
        TESTS[name](place)
        print(f"ok {number} {name}", flush=True)
        return True
    except Exception:
        test_desk.report(place, name)
        print(f"not ok {number} {name}", flush=True)
        return False
    finally:
        place.close()


def main():
    long = os.environ.get("ZPI_TEST_LONG")
    chosen = sys.argv[1:] or [name for name in TESTS if long or name not in SLOW]
    print(f"1..{len(chosen)}")
    results = [run(i + 1, name) for i, name in enumerate(chosen)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
