# SPDX-License-Identifier: EUPL-1.2
"""Drives the real window as a person would: by what assistive technology sees, and by keys."""

import atexit
import ctypes
import gettext
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

# What the library complains of is not ours to fix; the program gets its own setting.
os.environ["G_DEBUG"] = ""

import looking  # noqa: E402
from looking import Atspi, Gone  # noqa: E402

PROGRAM = "src/app/zoetermeerpas-intake"
TIMEOUT = 20.0
SOON_S, SELDOM_S = 0.05, 0.5
# What is at the same place twice, this far apart, has stopped moving.
STILL_S = 0.05
# A page that came has gone to its first question, also on a busy computer.
SETTLED_S = 0.5
# What GTK takes for a double click, and a little more.
DOUBLE_S, DOUBLE_PX = 0.45, 5
FIELDS = ("text", "entry", "password text")
# "(zoetermeerpas-intake:123): Gtk-WARNING **: …"; and of a part that is not ours.
WARNING = re.compile(r".*\): ([\w-]+-)?(WARNING|CRITICAL) .*")
FOREIGN_WARNING = re.compile(r".*\): (?!zpi-)[\w-]+-(WARNING|CRITICAL) .*")
# The toolkit's own file dialog is drawn now and then before its path bar knows the folder, and then
# complains of the two arrows of that bar (GTK 4.8; an empty program that opens nothing else does so once in
# some 175 times). Always both at once: one button alone is one of ours.
ARROW = r".*: Gtk-WARNING \*\*: .*Trying to snapshot GtkButton 0x[0-9a-f]+ without a current allocation\n"
# That of GTK 4.18 completes a name in a folder of which it has no list yet; no list of ours is a GtkTreeModel.
NO_LIST = (r".*: Gtk-CRITICAL \*\*: .*gtk_tree_model_get_iter_first: assertion 'GTK_IS_TREE_MODEL \(tree_model\)' failed"
           r"\n")
FILE_DIALOG = re.compile(rf"{ARROW}\n?{ARROW}|{NO_LIST}")
# The same after it has gone, when GIO tells its path bar of a folder (GTK 4.18: from a GTask of its own, no
# function of ours on the stack). Boxes of ours are looked at on the older release.
GONE_BAR = re.compile(r".*: Gtk-CRITICAL \*\*: .*gtk_box_remove: assertion 'GTK_IS_BOX \(box\)' failed\n")


class Lost(AssertionError):
    """Something that a person would look for is not there."""


def complaint(said, pattern=WARNING):
    """The first line of what a program said that complains, or None."""
    found = pattern.search(FILE_DIALOG.sub("", said))
    return found.group() if found else None


def wait_for(what, condition, timeout=TIMEOUT):
    """Asks @condition until it gives something true, and returns that: less often the longer it takes, because
    the program spends its time on the answers."""
    began = time.monotonic()
    while True:
        try:
            found = condition()
        except Gone:
            found = None
        if found:
            return found
        waited = time.monotonic() - began
        if waited > timeout:
            raise Lost(f"waited {timeout:.0f} s for {what}")
        time.sleep(min(SOON_S + waited / 10, SELDOM_S))


def comes(condition, timeout=TIMEOUT):
    """Whether @condition becomes true; a busy computer comes to it later."""
    try:
        return bool(wait_for("it", condition, timeout))
    except Lost:
        return False


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def click(button="1", times=1, seconds=0.06):
    """For xdotool: a click that takes as long as a hand's, and right behind it what makes a double click of it. Of one
    that is shorter than a frame GTK 4.8 may tell a gesture that the pointer moved with no button down, when the page was
    just laid out, and the click is lost."""
    more = ["click", "--repeat", str(times - 1), "--delay", "40", button] if times > 1 else []
    return ["mousedown", button, "sleep", str(seconds), "mouseup", button, *more]


def hold(key, seconds=1.5):
    """Keeps @key down so long that it repeats, which keys of this display do not do (env.py)."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    x11.XAutoRepeatOn(display)
    x11.XSync(display, False)
    try:
        subprocess.run(["xdotool", "keydown", key, "sleep", str(seconds), "keyup", key], check=True)
    finally:
        x11.XAutoRepeatOff(display)
        x11.XCloseDisplay(display)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "8", "--", text], check=True)


class Typist:
    """Somebody who goes on typing, in pieces that come to their end: one that is killed in the middle of a key
    leaves it held down for the window after it."""

    PIECE = 4

    def __init__(self, text, beat_ms):
        self.pieces = [text[at : at + self.PIECE] for at in range(0, len(text), self.PIECE)]
        self.beat_ms = beat_ms
        self.enough = threading.Event()
        self.thread = threading.Thread(target=self.type)

    def type(self):
        for piece in self.pieces:
            if self.enough.is_set():
                return
            subprocess.run(["xdotool", "type", "--delay", str(self.beat_ms), piece], check=True)

    def start(self):
        self.thread.start()
        return self

    def stop(self):
        self.enough.set()
        self.thread.join()


class App:
    """A running program with its window."""

    def __init__(self, build, data, language="en", arguments=("--practice",), environment=None):
        self.build = pathlib.Path(build)
        self.data = pathlib.Path(data)
        self.places = self.build / "tests/e2e/places.so"
        self.environment = dict(os.environ)
        self.environment.update(
            {
                "LANGUAGE": language,
                "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8"),
                "GSETTINGS_SCHEMA_DIR": str(self.build / "data"),
                "XDG_DATA_DIRS": f"{self.build / 'data'}:/usr/local/share:/usr/share",
                "GTK_A11Y": "atspi",
                # A page that complains fails the test, see look_at_warnings(). It ends there and then, except on
                # the newer release, whose own dialog complains.
                "G_DEBUG": "" if self.places.exists() else "fatal-criticals",
            }
        )
        self.environment.update(environment or {})
        self.arguments = list(arguments)
        self.title = "Zoetermeerpas Intake"
        self.process = None
        self.heard = tempfile.TemporaryFile()
        self.fault = WARNING
        self.seen = (None, None)
        self.clicked = (0, (-100, -100))
        self.offset = (0, 0)
        self.words = self.read_words(language)
        atexit.register(self.look_at_the_end)

    def may_warn(self):
        """For what is broken on purpose: the program may say so. What the toolkit complains of is
        still a fault, see look_at_warnings()."""
        self.fault = FOREIGN_WARNING
        return self

    def look_at_warnings(self):
        self.heard.seek(0)
        said = self.heard.read().decode(errors="replace")
        self.heard.seek(0)
        self.heard.truncate()
        sys.stderr.write(said)
        warning = complaint(GONE_BAR.sub("", said) if self.places.exists() else said, self.fault)
        if warning:
            raise Lost(f"a warning: {warning}")

    def look_at_the_end(self):
        """Of a program that was neither asked to quit nor killed by kill()."""
        try:
            self.look_at_warnings()
        except Lost as lost:
            print(f"not ok - {lost}", flush=True)
            sys.stderr.flush()
            os._exit(1)

    def start(self, stderr=None):
        self.process = subprocess.Popen(
            [str(self.build / PROGRAM), *self.arguments, "--data", str(self.data)],
            env=self.with_places(),
            stderr=stderr if stderr is not None else self.heard,
        )
        wait_for("the window", lambda: self.window() is not None)
        try:
            wait_for("the keyboard", self.has_keyboard, 5)
        except Lost:  # beside another that keeps it
            pass
        self.still(self.window())
        return self

    def with_places(self):
        """The environment, and what mends the places that a newer toolkit tells."""
        first = [str(self.places)] if self.places.exists() else []
        return dict(self.environment, LD_PRELOAD=" ".join(first + self.environment.get("LD_PRELOAD", "").split()))

    def has_keyboard(self):
        found = subprocess.run(
            ["xdotool", "getwindowfocus", "getwindowpid"], capture_output=True, text=True, check=False
        )
        return found.stdout.strip() == str(self.process.pid)

    @staticmethod
    def still(node, seconds=5):
        """Where @node is when it has stopped moving."""
        end = time.monotonic() + seconds
        last, box = None, node.extents()
        while box != last and time.monotonic() < end:
            time.sleep(STILL_S)
            last, box = box, node.extents()
        return box

    def resize(self, width=1366, height=768):
        """Gives the window this much room, as somebody does who pulls at its corner."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", self.title],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        for window in found[:1]:
            subprocess.run(["xdotool", "windowmove", window, "0", "0"], check=True)
            subprocess.run(["xdotool", "windowsize", window, str(width), str(height)], check=True)

        def has_room():
            # Without the shadow around it.
            _, _, wide, high = self.window().extents()
            return abs(wide - width) < 60 and abs(high - height) < 60

        try:
            wait_for("the room", has_room, 3)
        except Lost:  # it may need more than it is given
            pass
        self.still(self.window())

    def application(self):
        """As assistive technology sees it; None before that and after its end."""
        process, application = self.seen
        if process is not self.process or application is None:
            self.seen = self.process, looking.program_of(self.process.pid)
        return self.seen[1]

    def read_words(self, language):
        """What the window says for each English sentence, mnemonics left out on both sides."""
        catalogue = gettext.translation(
            "zoetermeerpas-intake", self.build / "po", languages=[language], fallback=True
        )
        return {
            key.replace("_", ""): value.replace("_", "")
            for key, value in getattr(catalogue, "_catalog", {}).items()
            if isinstance(key, str)
        }

    def _(self, text):
        return self.words.get(text.replace("_", ""), text.replace("_", ""))

    def said(self, text):
        """What the window says for @text: translated, without the mnemonic."""
        if text is None:
            return None
        if text.endswith(" (optional)"):
            return self._("%s (optional)") % self._(text[: -len(" (optional)")])
        return self._(text)

    def windows(self):
        application = self.application()
        return application.children() if application is not None else []

    def window(self):
        windows = self.windows()
        return windows[0] if windows else None

    def nodes(self, role=None, name=None, prefix=None):
        """All that are so named; names are in English and looked up in the language of the window."""
        name = self.said(name)
        prefix = self.said(prefix)
        for node, told in self.named(role, names=name is not None or prefix is not None):
            if (name is None or told == name) and (prefix is None or told.startswith(prefix)):
                yield node

    def named(self, role=None, names=True):
        """(node, name) of all with that role, the newest window first."""
        wanted = (role,) if isinstance(role, str) else role
        for window in reversed(self.windows()):
            for _ in range(looking.READINGS):
                nodes = [node for node in window.walk() if wanted is None or node.role in wanted]
                told = looking.names(nodes) if names else [""] * len(nodes)
                if None not in told:
                    break
            yield from ((node, name) for node, name in zip(nodes, told) if name is not None)

    def find(self, role=None, name=None, prefix=None, timeout=TIMEOUT):
        return wait_for(
            f"{role} {name or prefix}",
            lambda: next(self.nodes(role, name, prefix), None),
            timeout,
        )

    def point(self, node):
        """Scrolls until @node is well on the screen and gives its middle."""
        window = self.windows()[-1]
        _, _, width, height = window.extents()
        top, bottom = 110, max(height - 190, 160)
        for _ in range(120):
            x, y, w, h = node.extents()
            if w == 0 or h == 0:
                return None
            middle = (x + w // 2, y + h // 2)
            away = middle[1] < top or middle[1] > bottom
            if away and self.scrolls(node):
                wheel = "4" if middle[1] < top else "5"
                at = (str(width - 60), str(height // 2))
                subprocess.run(["xdotool", "mousemove", *at, "click", wheel], check=True)
                if self.moves(node, y):
                    continue
            if self.still(node) == (x, y, w, h):
                return (middle[0] + self.offset[0], middle[1] + self.offset[1])
        return None

    @staticmethod
    def moves(node, y):
        """Whether the wheel moved it from there; at the end of a page it does not."""
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            if node.extents()[1] != y:
                return True
            time.sleep(0.02)
        return False

    @staticmethod
    def scrolls(node):
        """Whether it is in a scrolling area."""
        while node is not None and node.role != "scroll pane":
            node = node.above
        return node is not None

    def click(self, role=None, name=None, prefix=None, timeout=TIMEOUT, held=False):
        """Points at the one that is on the screen and so named, and clicks; @held: as slowly as an old hand."""

        def attempt():
            for node in self.nodes(role, name, prefix):
                spot = self.point(node)
                if spot is not None:
                    return node, spot
            return None

        node, spot = wait_for(f"{role} “{name or prefix}” on the screen", attempt, timeout)
        self.take_time(spot)
        once = click(seconds=0.3) if held else ["click", "1"]
        subprocess.run(["xdotool", "mousemove", str(spot[0]), str(spot[1]), *once], check=True)
        self.clicked = time.monotonic(), spot
        time.sleep(0.05)
        return node

    def take_time(self, spot):
        """Nobody reads what has come under the pointer and clicks again within a double click."""
        when, where = self.clicked
        if max(abs(spot[0] - where[0]), abs(spot[1] - where[1])) <= DOUBLE_PX:
            time.sleep(max(0, when + DOUBLE_S - time.monotonic()))

    def press(self, name=None, prefix=None, role=("push button", "toggle button"), timeout=TIMEOUT, held=False):
        return self.click(role, name, prefix, timeout, held)

    def press_in_menu(self, name, button="What else can be done"):
        """What can be done with a case, but is not the next step; or another menu."""
        for last in (False, False, True):
            self.press(button)
            try:
                self.find("menu item", name, timeout=4)
                break
            except Lost:  # it closes when something changed meanwhile: another menu belongs to that
                if last:
                    raise
        self.choose_in_menu(name)

    def choose_in_menu(self, name):
        """In the menu that is opening. By keys: what is said of the place of a menu is wrong on GTK 4.8."""
        items = wait_for(f"“{name}” in a menu that has the keyboard", lambda: self.items_with(name))
        keys(*["Down"] * items.index(self.said(name)), "Return")

    def items_with(self, name):
        """The items of the menu with @name, once the first has the focus."""
        found = list(self.named("menu item"))
        items = [told for _, told in found]
        on = looking.those_that([node for node, _ in found], Atspi.StateType.FOCUSED)
        return items if self.said(name) in items and on == [found[0][0]] else None

    def name_file(self, path, saving=False):
        """In the file dialog that is opening: types where it is, and Enter."""
        for last in (False, False, True):
            wait_for("the focus in the dialog", lambda: self.focused_in(self.windows()[-1]))
            if not saving:
                keys("ctrl+l")
            try:
                field = wait_for("the place for a name", lambda: self.field_in(self.windows()[-1]), 5)
                keys("ctrl+a")
                type_text(str(path))
                wait_for("the name", lambda: self.is_named(field, str(path)), 5)
                break
            except Lost:  # it was still reading the folder
                if last:
                    raise
        dialog = self.windows()[-1].path
        for last in (False, False, True):
            keys("Return")
            try:
                wait_for("the dialog to go", lambda: dialog not in [w.path for w in self.windows()], 10)
                break
            except Lost:  # nor does it take a name then
                if last:
                    raise

    @staticmethod
    def is_named(field, path):
        """Whether @path is all that was typed. The dialog adds the rest of another name behind it, and does not
        always select that, so that it goes with the next letter: it is taken away as anybody does."""
        text = field.text()
        if text != path and text.startswith(path):
            keys("shift+End", "Delete")
        return text == path

    @staticmethod
    def focused_in(window):
        return looking.those_that(window.walk(), Atspi.StateType.FOCUSED)

    def field_in(self, window):
        return next((node for node in self.focused_in(window) if node.role in FIELDS), None)

    def save_receipt(self, target):
        """As PDF, by the menu of the page after sending and the dialog for its name."""
        before = len(self.windows())
        self.press_in_menu("Save receipt as P_DF…")
        wait_for("the save dialog", lambda: len(self.windows()) > before)
        self.name_file(target, saving=True)
        wait_for("the receipt on disk", lambda: target.exists() and target.stat().st_size)

    def choose(self, name, question=None, timeout=TIMEOUT):
        """Ticks a radio button or check box, the one that stands under @question."""
        roles = ("radio button", "check box")
        if question is None:
            node = self.find(roles, name, timeout=timeout)
        else:
            node = wait_for(
                f"“{name}” under “{question}”", lambda: self.under(question, roles, name), timeout
            )
        # What moved between the look and the click is clicked again, as anybody does who sees that.
        for last in (False, False, True):
            if node.has(Atspi.StateType.CHECKED):
                break
            spot = wait_for(f"“{name}” on the screen", lambda: self.point(node), timeout)
            subprocess.run(
                ["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"], check=True
            )
            try:
                wait_for(f"“{name}” to be chosen", lambda: node.has(Atspi.StateType.CHECKED), TIMEOUT if last else 7)
            except Lost:
                if last:
                    raise
        return node

    KINDS = {
        "aow": ("State pension (AOW)", "AOW"),
        "pensioen": ("Pension", "Pensioen"),
        "wisselend-loon": ("Fluctuating wages", "Wisselend loon"),
        "loon": ("Wages", "Loon"),
    }

    def kind_switches(self, kind):
        """The switch of an income kind; kinds are named by the scheme, in two languages."""
        for node, name in self.named(("check box", "toggle button", "switch")):
            if name in self.KINDS[kind]:
                yield node

    def month_fields(self):
        """The fields for the three months of fluctuating wages."""
        return [n for n, name in self.named("text") if name[-4:].isdigit() and " " in name][:3]

    def add_button(self, nth):
        """A button that adds a file to an item of the evidence list which has none."""
        before, between, _ = self.said("Add %s: %s").split("%s")
        found = [
            node
            for node, name in self.named("push button")
            if name.startswith(before) and between in name
        ]
        return found[nth] if len(found) > nth else None

    def under(self, question, roles, name):
        """The first so named that comes after the text @question on the page."""
        question, name = self.said(question), self.said(name)
        seen = False
        for node, told in self.named():
            if not seen and question in told:
                seen = True
            elif seen and node.role in roles and told == name:
                return node
        return None

    def fill(self, name, text, nth=0, timeout=TIMEOUT):
        """Replaces what is in a field, as somebody at the keyboard does."""
        node = wait_for(
            f"field {nth + 1} “{name}”",
            lambda: (list(self.nodes(FIELDS, name)) + [None] * (nth + 1))[nth],
            timeout,
        )
        spot = wait_for(f"“{name}” on the screen", lambda: self.point(node), timeout)
        subprocess.run(
            ["xdotool", "mousemove", str(spot[0]), str(spot[1]), "click", "1"], check=True
        )
        keys("ctrl+a")
        type_text(text)
        return node

    def sees(self, text):
        text = self.said(text)
        for _ in range(looking.READINGS):
            nodes = [node for window in self.windows() for node in window.walk()]
            told = looking.names(nodes) + looking.descriptions(nodes)
            if None not in told:
                break
        return any(one is not None and text in one for one in told)

    def sees_exactly(self, text):
        text = self.said(text)
        return any(text == name for _, name in self.named())

    def focused(self):
        """The names of what has the focus."""
        nodes = [node for window in self.windows() for node in window.walk()]
        return looking.names(looking.those_that(nodes, Atspi.StateType.FOCUSED))

    def wait_to_see(self, text, timeout=TIMEOUT):
        """And, of a dialog, until it has the keyboard: it is seen before that."""
        wait_for(f"“{text}” on the screen", lambda: self.sees(text), timeout)
        windows = self.windows()
        if len(windows) > 1:
            try:
                wait_for("the focus in the dialog", lambda: self.focused_in(windows[-1]), 3)
            except Lost:  # the one behind it has it
                pass

    def alone(self):
        """Until no other window stands beside it."""
        wait_for("one window", lambda: len(self.windows()) == 1)

    def at_rest(self):
        """Until assistive technology sees the same twice."""
        seen = []

        def same():
            seen.append([(node.role, name) for node, name in self.named()])
            return len(seen) > 1 and seen[-1] == seen[-2]

        wait_for("nothing to change any more", same)

    def keyboard_in_dialog(self):
        wait_for("the focus in the dialog", lambda: len(self.windows()) > 1 and self.focused_in(self.windows()[-1]))

    def keyboard_in_field(self):
        """What is typed goes into a field of the newest window."""
        wait_for("the cursor in a field", lambda: self.field_in(self.windows()[-1]))

    def wait_for_step(self, number):
        """A page of a case, by its number. It goes to its first question a moment later (zpi-in-sight.c), also from
        where a wheel took it that no hand turns so soon."""
        step, all_of = self._("Step %u of %u").split("%u")[:2]
        wait_for(f"step {number}", lambda: self.sees(f"{step}{number}{all_of}"))
        time.sleep(SETTLED_S)

    def show_row(self, prefix):
        """The row of one client on Start, whose list shows initials and the first few at first."""

        def count(name):
            return sum(1 for _ in self.nodes(None, prefix=name))

        for _ in range(3):
            name = wait_for(f"{prefix} on Start", lambda: next(
                (one for one in (prefix, "Show names", "Show more") if count(one)), None))
            if name == prefix:
                return
            before = count(name)
            self.press(prefix=name)
            wait_for(f"“{name}” to be done", lambda one=name, n=before: count(prefix) or count(one) < n)
        raise Lost(f"no row of {prefix}")

    def saved(self, word="Saved"):
        wait_for("everything saved", lambda: self.sees(word))

    def screenshot(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(path)], check=True)

    def kill(self):
        """The battery is flat."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.look_at_warnings()

    def quit(self):
        # Where another window of its own was closed just now, this one gets the keyboard a moment later.
        try:
            wait_for("the keyboard", self.has_keyboard, 5)
        except Lost:  # beside another that keeps it
            pass
        keys("ctrl+q")
        try:
            status = self.process.wait(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            at_keyboard = "had" if self.has_keyboard() else "had not"
            self.process.kill()
            raise Lost(f"the program did not end; it {at_keyboard} the keyboard")
        self.look_at_warnings()
        if status < 0:
            raise Lost(f"the program was ended by {signal.Signals(-status).name}: did it warn?")
        return status
