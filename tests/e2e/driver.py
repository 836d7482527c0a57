# SPDX-License-Identifier: EUPL-1.2
"""Drives the real window as a person would: by what assistive technology sees, and by keys."""

import os
import pathlib
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PROGRAM = "src/app/zoetermeerpas-intake"
TIMEOUT = 20.0


class Lost(AssertionError):
    """Something that a person would look for is not there."""


def wait_for(what, condition, timeout=TIMEOUT):
    """Asks @condition until it gives something true, and returns that."""
    end = time.monotonic() + timeout
    while True:
        try:
            found = condition()
        except GLib.Error:
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise Lost(f"waited {timeout:.0f} s for {what}")
        time.sleep(0.05)


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "8", "--", text], check=True)


class Node:
    """One accessible object."""

    def __init__(self, accessible):
        self.raw = accessible

    @property
    def name(self):
        return self.raw.get_name() or ""

    @property
    def role(self):
        return self.raw.get_role_name()

    @property
    def description(self):
        return self.raw.get_description() or ""

    def has(self, state):
        return self.raw.get_state_set().contains(state)

    def children(self):
        for i in range(self.raw.get_child_count()):
            child = self.raw.get_child_at_index(i)
            if child is not None:
                yield Node(child)

    def walk(self):
        yield self
        for child in self.children():
            try:
                yield from child.walk()
            except GLib.Error:
                continue

    def focus(self):
        """Gives it the keyboard; False when it cannot have it (a page that is not shown)."""
        try:
            component = self.raw.get_component_iface()
            component.grab_focus()
        except (GLib.Error, AttributeError):
            return False
        for _ in range(20):
            if self.has(Atspi.StateType.FOCUSED) or any(
                child.has(Atspi.StateType.FOCUSED) for child in self.children()
            ):
                return True
            time.sleep(0.02)
        return False

    def text(self):
        iface = self.raw.get_text_iface()
        if iface is None:
            return ""
        return iface.get_text(0, iface.get_character_count())


class App:
    """A running program with its window."""

    def __init__(self, build, data, language="en", arguments=("--practice",), environment=None):
        self.build = pathlib.Path(build)
        self.data = pathlib.Path(data)
        self.environment = dict(os.environ)
        self.environment.update(
            {
                "LANGUAGE": language,
                "LC_ALL": "nl_NL.UTF-8" if False else "C.UTF-8",
                "GSETTINGS_SCHEMA_DIR": str(self.build / "data"),
                "XDG_DATA_DIRS": f"{self.build / 'data'}:/usr/local/share:/usr/share",
                "GTK_A11Y": "atspi",
            }
        )
        self.environment.update(environment or {})
        self.arguments = list(arguments)
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [str(self.build / PROGRAM), *self.arguments, "--data", str(self.data)],
            env=self.environment,
        )
        wait_for("the window", lambda: self.window() is not None)
        return self

    def application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return Node(child)
        return None

    def windows(self):
        application = self.application()
        return list(application.children()) if application is not None else []

    def window(self):
        windows = self.windows()
        return windows[0] if windows else None

    def nodes(self, role=None, name=None, prefix=None):
        wanted = (role,) if isinstance(role, str) else role
        for window in reversed(self.windows()):
            for node in window.walk():
                if wanted is not None and node.role not in wanted:
                    continue
                if name is not None and node.name != name:
                    continue
                if prefix is not None and not node.name.startswith(prefix):
                    continue
                yield node

    def find(self, role=None, name=None, prefix=None, timeout=TIMEOUT):
        return wait_for(
            f"{role} {name or prefix}",
            lambda: next(self.nodes(role, name, prefix), None),
            timeout,
        )

    def focus(self, role=None, name=None, prefix=None, timeout=TIMEOUT):
        """Puts the keyboard on the one that is on the screen and so named."""

        def attempt():
            for node in list(self.nodes(role, name, prefix)):
                if node.focus():
                    return node
            return None

        return wait_for(f"the focus on {role} {name or prefix}", attempt, timeout)

    def press(self, name=None, prefix=None, role=("push button", "toggle button"), timeout=TIMEOUT):
        node = self.focus(role, name, prefix, timeout)
        keys("space")
        return node

    def choose(self, name, timeout=TIMEOUT):
        """Ticks a radio button or check box."""
        node = self.focus(("radio button", "check box"), name, timeout=timeout)
        if not node.has(Atspi.StateType.CHECKED):
            keys("space")
        return node

    def fill(self, name, text, timeout=TIMEOUT):
        """Replaces what is in a field, as somebody at the keyboard does."""
        node = self.focus(("text", "entry", "password text"), name, timeout=timeout)
        keys("ctrl+a")
        type_text(text)
        return node

    def sees(self, text):
        return any(text in node.name or text in node.description for node in self.nodes())

    def wait_to_see(self, text, timeout=TIMEOUT):
        wait_for(f"“{text}” on the screen", lambda: self.sees(text), timeout)

    def saved(self, word="Saved"):
        wait_for("everything saved", lambda: self.sees(word))

    def screenshot(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(path)], check=True)

    def kill(self):
        """The battery is flat."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def quit(self):
        keys("ctrl+q")
        try:
            return self.process.wait(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Lost("the program did not end")
