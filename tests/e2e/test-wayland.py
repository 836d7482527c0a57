#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The same window under a Wayland compositor: it starts without a warning, keeps what is typed, gives up
what was copied, stays one window when it is started again, and sleeps when it is left alone."""

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

import driver  # noqa: E402
from driver import wait_for  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
SETTLE_SECONDS = 13
IDLE_SECONDS = 10
MOST_WAKE_UPS = 10
NAME = "Pleuntje"

results = []


class Window(driver.App):
    """With the folder that is there by itself: only so a second start asks the bus for the first."""

    def start(self):
        self.process = subprocess.Popen([self.build / driver.PROGRAM, *self.arguments],
                                        env=self.environment)
        wait_for("the window", lambda: self.window() is not None)
        return self


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def press(keys):
    """Presses "ctrl+n" or "Tab"."""
    *held, key = keys.split("+")
    # A new keyboard each time; its keys are read by the program a moment later.
    command = ["wtype", "-s", "200"]
    for name in held:
        command += ["-M", name]
    command += ["-s", "30", "-k", key, "-s", "30"]
    for name in reversed(held):
        command += ["-m", name]
    subprocess.run(command, check=True)
    time.sleep(0.3)


def windows():
    """Every window of the compositor, as it tells of them."""
    said = subprocess.run(["swaymsg", "-r", "-t", "get_tree"], capture_output=True, check=True).stdout
    found = []

    def walk(node):
        if node.get("pid") and node["type"] in ("con", "floating_con"):
            found.append(node)
        for child in node["nodes"] + node["floating_nodes"]:
            walk(child)

    walk(json.loads(said))
    return found


def focused(app):
    return any(window["pid"] == app.process.pid and window["focused"] for window in windows())


def pasted():
    done = subprocess.run(["timeout", "5", "wl-paste", "--no-newline"], capture_output=True, check=False)
    return done.stdout.decode()


def wake_ups(pid):
    woken = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                woken += int(line.split()[1])
    return woken


def caret_is_in(app, name):
    focus = [n.name for n in app.nodes() if n.has(driver.Atspi.StateType.FOCUSED)]
    return name in focus


def typed_and_copied(app):
    press("ctrl+n")
    app.wait_to_see("Step 1 of 7")
    press("ctrl+3")
    field = app.find(("text", "entry"), "First names")
    wait_for("the caret in the first field", lambda: caret_is_in(app, "First names") or press("Tab"))
    subprocess.run(["wtype", "-s", "200", "-d", "20", NAME], check=True)
    app.saved()
    check("what was typed is in the field and saved", field.text() == NAME, field.text())
    # The keyboard stays meanwhile: with it the focus would go, and what was copied.
    keyboard = subprocess.Popen(["wtype", "-s", "200", "-M", "ctrl", "-k", "a", "-s", "100", "-k", "c",
                                 "-s", "100", "-m", "ctrl", "-s", "8000"])
    check("what was copied can be pasted elsewhere",
          wait_for("a selection", lambda: pasted(), 6) == NAME)
    keyboard.kill()
    keyboard.wait()


def another_window():
    """A window of somebody else comes to the front."""
    return subprocess.Popen([BUILD / "tests/ui/gallery", "check"], stdin=subprocess.DEVNULL)


def given_up_and_started_again(app):
    other = another_window()
    try:
        wait_for("the other window in front", lambda: not focused(app))
        check("what was copied is given up with the focus", driver.comes(lambda: pasted() == ""), pasted())
        again = subprocess.run(
            [app.build / driver.PROGRAM, *app.arguments],
            env=app.environment, stdin=subprocess.DEVNULL,
            timeout=20, check=False)
        check("a second start ends well", again.returncode == 0, again.returncode)
        time.sleep(2.0)
        ours = [window for window in windows() if window["pid"] == app.process.pid]
        check("there is one window", len(ours) == 1, len(ours))
    finally:
        other.kill()
        other.wait()
    wait_for("the window in front", lambda: focused(app))


def sleeps(app):
    time.sleep(SETTLE_SECONDS)
    before = wake_ups(app.process.pid)
    time.sleep(IDLE_SECONDS)
    woken = wake_ups(app.process.pid) - before
    print(f"# {woken} wake-ups in {IDLE_SECONDS} s", flush=True)
    check(f"left alone it wakes at most {MOST_WAKE_UPS} times in {IDLE_SECONDS} s",
          woken <= MOST_WAKE_UPS, woken)


def walk(app):
    app.find(("push button",), "_New application")
    wait_for("the window in front", lambda: focused(app))
    typed_and_copied(app)
    given_up_and_started_again(app)
    sleeps(app)
    press("ctrl+q")
    check("the program ends well", app.process.wait(timeout=20) == 0)


def main():
    with tempfile.TemporaryDirectory() as folder:
        # A warning ends it, as in the suites that make the windows.
        app = Window(BUILD, pathlib.Path(folder) / "data", environment={"G_DEBUG": "fatal-warnings"})
        try:
            app.start()
            walk(app)
        finally:
            if app.process is not None and app.process.poll() is None:
                app.process.kill()
    print(f"1..{len(results)}", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
