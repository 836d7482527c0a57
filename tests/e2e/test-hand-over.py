#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""One case between two desks, through the real window: handed over, taken over, taken back, and sent by
both. One municipality. Pictures in hand-over/ of the build folder."""

import importlib.util
import os
import pathlib
import subprocess
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "service"))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
from driver import keys, type_text  # noqa: E402

PLACE = pathlib.Path(__file__).parent.parent / "service" / "after-test.py"
spec = importlib.util.spec_from_file_location("after_test", PLACE)
after_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(after_test)

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
PICTURES = BUILD / "hand-over"
PASSPHRASE = "zeven blauwe vogels"

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def open_window(desk, folder):
    app = driver.App(BUILD, folder, environment={"ZPI_API_URL": desk.base})
    desk.app = app
    app.start()
    app.resize()
    app.wait_to_see("New application")
    return app


def open_case(app):
    if next(app.nodes(None, prefix="Annabella"), None) is None:
        app.press("Show names")
    app.click(None, prefix="Annabella")


def retype(text):
    """In the field that has the focus: by keys, as who never leaves the keyboard."""
    keys("ctrl+a")
    type_text(text)


def choose_file(app, path, saving=False):
    """In the dialog over the window with the passphrase."""
    driver.wait_for("the file dialog", lambda: len(app.windows()) > 2)
    app.name_file(path, saving)


def narrow(app, title):
    """The window in front, on a narrow screen."""
    main, app.title = app.title, title
    app.resize(360, 700)
    app.title = main
    _, _, width, _ = app.windows()[-1].extents()
    check(f"“{title}” fits in 360 pixels", width <= 360, width)


def hand_over(desk, first, file):
    app = open_window(desk, first)
    open_case(app)
    app.wait_to_see("Step ")
    app.press_in_menu("_Hand over to another desk…", "This case")
    app.wait_to_see("From then on this desk does not send the case any more.")
    app.screenshot(PICTURES / "passphrase.png")
    type_text("a")
    keys("Return")
    app.wait_to_see("Choose a passphrase of 12 characters or more")
    check("a short passphrase is refused, and why", app.sees("anybody can copy the file"))
    app.screenshot(PICTURES / "short.png")
    retype(PASSPHRASE)
    keys("Tab")
    retype(PASSPHRASE + "!")
    keys("Return")
    app.wait_to_see("The two passphrases differ")
    check("nothing is written yet", not file.exists())
    narrow(app, "Hand over to another desk")
    retype(PASSPHRASE)
    keys("Return")
    choose_file(app, file, saving=True)
    app.wait_to_see("Handed over")
    check("this desk says that another goes on", app.sees("This desk does not send it any more"))
    check("the file is for its owner only", file.stat().st_mode & 0o777 == 0o600)
    app.screenshot(PICTURES / "handed-over.png")
    check("the first window ends well", app.quit() == 0)


def take_over(desk, second, file):
    app = open_window(desk, second)
    app.press_in_menu("Take over _from another desk…", "Main menu")
    app.wait_to_see("The other desk tells you the passphrase")
    type_text("kort")
    keys("Return")
    app.wait_to_see("Type all of it, as the other desk says it")
    retype("een heel andere zin")
    keys("Return")
    choose_file(app, file)
    app.wait_to_see("The file does not open with this passphrase")
    app.screenshot(PICTURES / "wrong-passphrase.png")
    retype(PASSPHRASE)
    keys("Return")
    choose_file(app, file)
    app.wait_to_see("Step ")
    app.screenshot(PICTURES / "taken-over.png")
    check("the second window ends well", app.quit() == 0)


def take_back(desk, first):
    app = open_window(desk, first)
    open_case(app)
    app.wait_to_see("Handed over")
    app.press("Take it _back…")
    app.wait_to_see("Agree it with the other desk first")
    check("what was not sent is said to be a draft", app.sees("What was not sent yet is a draft"))
    app.screenshot(PICTURES / "take-back.png")
    keys("Escape")
    app.alone()
    check("not taken back without a yes", desk.run("list")[0]["state"] == "handed-over")
    app.press("Take it _back…")
    app.wait_to_see("Agree it with the other desk first")
    keys("alt+t")
    app.wait_to_see("Step ")
    check("it is a draft, as was said", desk.run("list")[0]["state"] == "draft")
    app.screenshot(PICTURES / "taken-back.png")
    check("the third window ends well", app.quit() == 0)


def by_key(desk, first, second):
    """For an organisation instead of with a passphrase: its file is believed by its letter, and only the other half
    of its key opens the case."""
    desk.data = first
    [case] = desk.run("import", desk.household(1))
    public, secret = after_test.key_pair()
    theirs, code = after_test.organisation_file(desk, "oost.zpi-org", public)
    keyless, _ = after_test.organisation_file(desk, "west.zpi-org", None)
    key = desk.write("oost.zpi-key", secret)
    file = pathlib.Path(desk.top, "by-key.zpi-case")
    app = open_window(desk, first)
    open_case(app)
    app.wait_to_see("Step ")
    app.press_in_menu("_Hand over to another desk…", "This case")
    app.wait_to_see("A passphrase for the file")
    for path, says in ((key, "This file is no organisation file"), (keyless, "This organisation has no key")):
        keys("alt+o")
        choose_file(app, path)
        app.wait_to_see(says)
    keys("alt+o")
    choose_file(app, theirs)
    app.wait_to_see("Only who keeps the key of this organisation can open the file")
    check("whose key it is stands there", app.sees("Buurthuis Oost"))
    check("no passphrase is asked then", not app.sees("Passphrase of the file"))
    type_text(code[:-1])
    keys("Return")
    app.wait_to_see("This check code does not belong to the file")
    app.screenshot(PICTURES / "by-key.png")
    retype(code)
    keys("Return")
    choose_file(app, file, saving=True)
    app.wait_to_see("Handed over")
    check("handed over by key", desk.row(case)["state"] == "handed-over" and file.exists())
    check("that window ends well", app.quit() == 0)

    app = open_window(desk, second)
    app.press_in_menu("Take over _from another desk…", "Main menu")
    app.wait_to_see("The other desk tells you the passphrase")
    type_text(PASSPHRASE)
    keys("Return")
    choose_file(app, file)
    app.wait_to_see("This file opens with a key file, not with a passphrase")
    app.screenshot(PICTURES / "wants-key.png")
    check("the focus is where the key is chosen", "Open it with a key file instead…" in app.focused())
    keys("Return")
    choose_file(app, desk.write("west.zpi-key", after_test.key_pair()[1]))
    app.wait_to_see("The key was read")
    keys("Return")
    choose_file(app, file)
    app.wait_to_see("The file does not open with this key")
    check("the button says the way back, once", app.sees_exactly("Use a passphrase instead"))
    keys("alt+u")
    app.wait_to_see("The other desk tells you the passphrase")
    check("and the other way again", app.sees_exactly("Open it with a key file instead…"))
    keys("alt+k")
    choose_file(app, key)
    app.wait_to_see("The key was read")
    app.screenshot(PICTURES / "key-read.png")
    keys("Return")
    choose_file(app, file)
    app.wait_to_see("Step ")
    check("the window over there ends well", app.quit() == 0)
    desk.data = second
    check("it is there", [row["id"] for row in desk.run("list")] == [case])


def story(desk):
    [case] = desk.run("import", desk.household(2))
    desk.start_server()
    first, second = desk.data, os.path.join(desk.top, "other-desk")
    file = pathlib.Path(desk.top, "case.zpi-case")
    hand_over(desk, first, file)
    desk.run("queue", case, status=1)
    check("the first desk cannot send", desk.run("send") == {"waiting": 0, "attention": 0}
          and desk.received() == [])
    take_over(desk, second, file)
    desk.data = second
    desk.run("queue", case)
    check("the second desk sends", desk.run("send")["waiting"] == 0 and desk.received() == [case])
    desk.data = first
    take_back(desk, first)
    desk.run("queue", case)
    subprocess.run(desk.command("send"), env=desk.env, capture_output=True)
    check("both sent, the municipality has it once", desk.received() == [case], desk.received())
    state = desk.run("list")[0]
    check("the first desk says how that stands",
          state["state"] == "received" or state["attention"] == "other-form", state)
    app = open_window(desk, first)
    open_case(app)
    app.screenshot(PICTURES / "both-sent.png")
    check("the last window ends well", app.quit() == 0)


def main():
    PICTURES.mkdir(exist_ok=True)
    desk = after_test.Desk()
    desk.app = None
    try:
        story(desk)
        by_key(desk, os.path.join(desk.top, "third-desk"), os.path.join(desk.top, "fourth-desk"))
    except driver.Lost as lost:
        desk.app.screenshot(PICTURES / "lost.png")
        check("it goes to its end", False, str(lost))
    finally:
        if desk.app is not None and desk.app.process.poll() is None:
            desk.app.process.kill()
        desk.close()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
