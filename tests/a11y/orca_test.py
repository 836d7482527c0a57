#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What Orca says at the desk. TAP.

    orca_test.py [--write]

What has to be heard is heard, in its order, and nothing says the name of a class. All of it is kept by
release of GTK (orca-gtk-4.8.txt, --write) to be read: which sentence comes under which key is Orca's
own haste, and is not compared. Echoes of single keys are left out. Two minutes, so only in the long run.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
import driver  # noqa: E402

BUILD = os.environ["ZPI_BUILD_ROOT"]
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*)'\{", re.MULTILINE)
# "a", "tab", "left control", "dash": what a finger did, not what the window says.
ECHO = re.compile(r"(.|tab|return|space|down|up|dash|slash|left (control|shift|alt)|entire document selected|"
                  r"Selection deleted\.) ?")
CLASS_NAME = re.compile(r"\b(Gtk|Adw|Zpi)[A-Z]\w+")
QUIET_S, PATIENCE_S = 0.7, 20.0


class Listener:
    """Orca without a voice: what it would say is in its log."""

    def __init__(self, folder):
        self.log = folder / "orca.log"
        self.log.touch()
        environment = {name: value for name, value in os.environ.items() if name != "G_DEBUG"}
        self.process = subprocess.Popen(["orca", "--replace", f"--debug-file={self.log}"], env=environment,
                                        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.heard, self.until = 0, 0
        self.lines, self.silent = [], []
        driver.wait_for("Orca", self.has_begun, PATIENCE_S)
        self.wait_for_silence()

    def has_begun(self):
        self.flush()
        return self.log.stat().st_size > 0

    def spoken(self):
        return SPOKEN.findall(self.log.read_text(errors="replace"))

    def flush(self):
        """Orca writes its log in pieces of 8 KB: keys that do nothing make it longer."""
        driver.keys(*["shift"] * 12)

    def wait_for_silence(self):
        end, size, since = time.monotonic() + PATIENCE_S, -1, time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < QUIET_S:
            now = self.log.stat().st_size
            if now != size:
                size, since = now, time.monotonic()
            time.sleep(0.1)

    def new_lines(self):
        return [line.strip() for line in self.spoken()[self.heard:] if line.strip() and not ECHO.fullmatch(line)]

    def wait_for_words(self):
        """On a busy computer it is silent for a while first."""
        def said():
            self.flush()
            return self.new_lines()

        driver.comes(said, PATIENCE_S)

    def listen(self, told):
        """All that is said until nothing more comes, under what was done."""
        self.wait_for_silence()
        self.flush()
        self.wait_for_silence()
        said = self.new_lines()
        self.heard = len(self.spoken())
        self.lines += [f"# {told}", *said, ""]
        return said

    def hear(self, sentence):
        """@sentence is said after the one before it."""
        def heard():
            self.flush()
            return sentence in self.spoken()[self.until:]

        try:
            driver.wait_for(f"Orca to say “{sentence}”", heard, PATIENCE_S)
            self.until += self.spoken()[self.until:].index(sentence) + 1
        except driver.Lost as lost:
            self.silent.append(lost)

    def end(self):
        """What it says of its own end is not heard, so it need not come to it."""
        self.process.kill()
        self.process.wait()


def keys(listener, *names):
    driver.keys(*names)
    return listener.listen(" ".join(names))


def write(listener, text):
    driver.type_text(text)
    return listener.listen(f"“{text}”")


def tab_to(listener, name):
    for _ in range(40):
        driver.keys("Tab")
        listener.wait_for_words()
        if any(line.startswith(name) for line in listener.listen("Tab")):
            return
    raise driver.Lost(f"Tab never comes to {name}")


def day_at_the_desk(listener):
    listener.listen("Start")
    listener.hear("Check and apply for the Zoetermeerpas together.")
    keys(listener, "ctrl+n")
    keys(listener, "ctrl+3")
    listener.hear("Applicant panel.")
    listener.hear("First names text.")
    write(listener, "Anna")
    listener.hear("Saved")
    tab_to(listener, "Postcode")
    write(listener, "27")
    keys(listener, "Tab")
    listener.hear("A postcode has four digits and then two letters. Check them.")
    keys(listener, "shift+Tab")
    listener.hear("Postcode text.")
    listener.hear("A postcode has four digits and then two letters. Check them. "
                  "Four digits and two letters, for example 2712 AA.")
    keys(listener, "ctrl+2")
    write(listener, "1-5-1980")
    keys(listener, "Tab")
    keys(listener, "n")
    listener.hear("Number of children under 18 text.")
    write(listener, "2")
    keys(listener, "Tab")
    write(listener, "900")
    keys(listener, "Tab")
    listener.hear("Probably a right to the pass € 900,00 of € 1.597,72.")
    keys(listener, "ctrl+4")
    tab_to(listener, "Fill in 2 children here")
    keys(listener, "Return")
    tab_to(listener, "Remove child 1")
    keys(listener, "Return")
    listener.hear("Child 1 was removed")
    keys(listener, "alt+Left")
    keys(listener, "ctrl+f")
    write(listener, "zzzz")
    listener.hear("No case fits what you search for.")


def say_that_somebody_listens():
    subprocess.run(["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus",
                    "--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "ScreenReaderEnabled",
                    "<true>"], check=True, stdout=subprocess.DEVNULL)


def listened():
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        listener = Listener(folder)
        say_that_somebody_listens()
        # Orca asks where things are on the screen, which this toolkit cannot tell, and says so each time.
        app = driver.App(BUILD, folder / "data", environment={"G_DEBUG": ""})
        app.start(stderr=subprocess.DEVNULL)
        try:
            day_at_the_desk(listener)
        except driver.Lost as lost:
            listener.silent.append(lost)
        finally:
            app.process.kill()
            app.process.wait()
            listener.end()
    return listener


def main():
    listener = listened()
    if "--write" in sys.argv:
        toolkit = subprocess.run(["pkg-config", "--modversion", "gtk4"], capture_output=True, text=True, check=True)
        release = ".".join(toolkit.stdout.split(".")[:2])
        (HERE / f"orca-gtk-{release}.txt").write_text("\n".join(listener.lines))
    classes = [line for line in listener.lines if CLASS_NAME.search(line)]
    print("1..2")
    for line in listener.silent + classes:
        print(f"# {line}")
    print(f"{'not ' * bool(listener.silent)}ok 1 what has to be heard is heard")
    print(f"{'not ' * bool(classes)}ok 2 nothing is called by its class")
    if listener.silent:
        print("\n".join(f"# {line}" for line in listener.lines))
    return 1 if listener.silent or classes else 0


if __name__ == "__main__":
    sys.exit(main())
