#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The preview by keys alone: edits with a way back, zoom, the next document; what is covered where it
is seen to be covered, on the pixels; and nothing lost when the program dies with it open."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import driver  # noqa: E402
from driver import Atspi, keys, type_text  # noqa: E402

import gi  # noqa: E402

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

BUILD = pathlib.Path(os.environ["ZPI_BUILD_ROOT"])
LANGUAGE = os.environ.get("ZPI_TEST_LANGUAGE", "en")
SHOTS = os.environ.get("ZPI_TEST_SHOTS")
MANY = 40 if os.environ.get("ZPI_TEST_LONG") else 8
results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def fill_store(data, folder):
    """One application; the first document is a page in one colour, so that what is black was covered."""
    subprocess.run(["convert", "-size", "600x800", "xc:#e0b040", f"{folder}/brief.png"], check=True)
    subprocess.run(["convert", "-size", "60x80", "xc:#40b0e0", f"{folder}/klein.png"], check=True)
    form = {
        "regeling": "zoetermeerpas",
        "aanvrager": {"naam": {"voornamen": "Anna", "geslachtsnaam": "Oefening"}},
        "bewijsstukken": [
            {"soort": "overig", "bestand": "brief.png" if i == 0 else "klein.png"} for i in range(MANY)
        ],
    }
    file = pathlib.Path(folder, "form.json")
    file.write_text(json.dumps(form))
    subprocess.run(
        [BUILD / "src/ctl/zpictl", "--practice", "--data", data, "import", file], check=True, capture_output=True
    )


def zpictl(data, *words):
    done = subprocess.run(
        [BUILD / "src/ctl/zpictl", "--practice", "--data", data, *words], check=True, capture_output=True
    )
    return json.loads(done.stdout)


def documents(data):
    with sqlite3.connect(f"file:{data}/store.db?mode=ro", uri=True) as db:
        return {row[0] for row in db.execute("SELECT id FROM documents WHERE state <> 'cleared'")}


def shot(app, name):
    if SHOTS:
        app.screenshot(f"{SHOTS}/{name}-{LANGUAGE}.png")


def button(app, *names):
    """Of a button that is named after what it would do: its name now."""
    said = [app.said(name) for name in names]
    return next((n for n in app.nodes("push button") if n.name in said), None)


def wait_button(app, name, sensitive=True):
    def found():
        node = button(app, name)
        return node is not None and node.has(Atspi.StateType.SENSITIVE) == sensitive

    driver.wait_for(f"the button “{name}”{'' if sensitive else ', faint'}", found)


def shows(app, name):
    driver.wait_for(name, lambda: [w.name for w in app.windows()[1:]] == [name], 60)


def press(*mnemonics):
    """GTK lets a button be seen pressed for a quarter of a second before it does anything."""
    for mnemonic in mnemonics:
        keys(mnemonic)
        time.sleep(0.35)


def settled(app):
    """The picture is there: nothing turns any more, and the page has its colour."""
    time.sleep(0.3)
    driver.wait_for("it to be drawn", lambda: not app.sees("One moment…"))
    if any(w.name.startswith("brief") for w in app.windows()[1:]):
        driver.wait_for("the picture", lambda: Screen(app).bounds(is_paper, 12) is not None)
    time.sleep(0.3)


def view_first(app):
    keys("ctrl+6")
    app.wait_to_see("Step 6 of 7")
    app.click(None, prefix="brief.")
    if not driver.comes(lambda: len(app.windows()) == 2, 3):
        keys("Return")
    driver.wait_for("the preview", lambda: len(app.windows()) == 2)
    settled(app)


def open_first(app):
    keys("ctrl+f")
    type_text("anna")
    time.sleep(1)
    keys("Return")
    app.wait_to_see("Step 3 of 7")
    view_first(app)


class Screen:
    def __init__(self, app):
        path = tempfile.mktemp(suffix=".png", dir=os.environ["HOME"])
        app.screenshot(path)
        self.pixbuf = GdkPixbuf.Pixbuf.new_from_file(path)
        os.unlink(path)
        self.data = self.pixbuf.get_pixels()

    def at(self, x, y):
        start = int(y) * self.pixbuf.get_rowstride() + int(x) * self.pixbuf.get_n_channels()
        return tuple(self.data[start : start + 3])

    def bounds(self, wanted, step=2):
        """The box around everything of that kind of colour: (left, top, right, bottom)."""
        columns, rows = [], []
        for y in range(0, self.pixbuf.get_height(), step):
            for x in range(0, self.pixbuf.get_width(), step):
                if wanted(self.at(x, y)):
                    columns.append(x)
                    rows.append(y)
        return (min(columns), min(rows), max(columns), max(rows)) if columns else None


def is_page(pixel):
    return abs(pixel[0] - 0xE0) < 8 and abs(pixel[1] - 0xB0) < 8 and abs(pixel[2] - 0x40) < 8


def is_paper(pixel):
    """Of either document."""
    return is_page(pixel) or (pixel[2] > 200 and pixel[0] < 90 and 160 < pixel[1] < 190)


def is_black(pixel):
    return max(pixel) < 8


def near(one, other, most=3):
    return one is not None and other is not None and all(abs(a - b) <= most for a, b in zip(one, other))


def choose_part(app, tool, *moves):
    keys(tool)
    app.wait_to_see("Part of the page.")
    if moves:
        keys(*moves)
    time.sleep(0.3)


def with_undo(app):
    keys("alt+t")
    wait_button(app, "Undo: turn")
    check("what can be undone has its name", True)
    keys("ctrl+z")
    wait_button(app, "Redo: turn")
    wait_button(app, "Undo", sensitive=False)
    keys("ctrl+shift+z")
    wait_button(app, "Undo: turn")
    check("undo and redo by keys", True)
    keys("ctrl+z")
    press("alt+w", "alt+w")
    keys("ctrl+z", "ctrl+z", "ctrl+z")
    wait_button(app, "Redo: watermark")
    wait_button(app, "Undo", sensitive=False)
    check("undo while it is being drawn", True)
    settled(app)


def covered_where_seen(app, name, zoom):
    """The part that was chosen, as it was shown, and what is black afterwards are one box."""
    if zoom:
        keys(*zoom)
        time.sleep(1.2)
    choose_part(app, "alt+o", *["Left"] * 8, *["Up"] * 12, *["shift+Left"] * 14, *["shift+Down"] * 3)
    before = Screen(app)
    seen = before.bounds(is_page)  # it keeps its colour; the rest is dimmed
    shot(app, f"preview-choosing-{name}")
    keys("Return")
    wait_button(app, "Undo: cover")
    settled(app)
    black = Screen(app).bounds(is_black)
    shot(app, f"preview-covered-{name}")
    check(f"covered is what was seen: {name}", near(seen, black, 4), f"{seen} {black}")
    keys("ctrl+z")
    wait_button(app, "Redo: cover")
    settled(app)
    keys("ctrl+0")
    time.sleep(0.6)


def choosing(app):
    covered_where_seen(app, "whole page", [])
    covered_where_seen(app, "zoomed in", ["ctrl+plus"] * 4)
    choose_part(app, "alt+o")
    keys("Escape")
    driver.wait_for("the choosing to end", lambda: not app.sees("Part of the page."))
    check("Escape leaves the choosing, not the window", len(app.windows()) == 2)
    choose_part(app, "alt+c", *["shift+Left"] * 10)
    keys("Return")
    wait_button(app, "Undo: cut out")
    settled(app)
    page = Screen(app).bounds(is_page)
    wanted = 0.3 * 600 / (0.2 * 800)
    shape = (page[2] - page[0]) / (page[3] - page[1])
    check("cut out is what was chosen", abs(shape - wanted) < 0.05, f"{page}: {shape:.2f} is not {wanted:.2f}")
    keys("ctrl+z")
    settled(app)


def to_the_next(app, data):
    before = documents(data)
    choose_part(app, "alt+o")
    keys("Return")
    wait_button(app, "Undo: cover")
    keys("Next")
    shows(app, "klein.png")
    wait_button(app, "Undo", sensitive=False)
    driver.wait_for("one in the place of another", lambda: len(documents(data) ^ before) == 2)
    check("what was covered is drawn when the next one comes", len(documents(data)) == len(before))
    keys("Prior")
    shows(app, "brief.png")
    settled(app)
    driver.wait_for("the cover", lambda: Screen(app).bounds(is_black) is not None)
    check("and is covered when one comes back", True)
    started = time.monotonic()
    keys(*["Next"] * (MANY + 5))
    shows(app, "klein.png")
    keys(*["Prior"] * (MANY + 5))
    shows(app, "brief.png")
    check("many documents in a row", app.process.poll() is None)
    print(f"# there and back along {MANY} documents: {time.monotonic() - started:.1f} s")
    settled(app)


def closing(app, data):
    before = documents(data)
    press("alt+t")
    keys("Escape", "Escape")
    driver.wait_for("the preview to go", lambda: len(app.windows()) == 1)
    check("closed while it is drawn: the turn is kept", len(documents(data) ^ before) == 2)
    driver.wait_for("the focus at the document", lambda: any(
        n.has(Atspi.StateType.FOCUSED) and n.name.startswith("brief.png") for n in app.nodes()))
    check("the focus is where the document stands", True)
    keys("Return")
    driver.wait_for("the preview", lambda: len(app.windows()) == 2)
    settled(app)
    before = documents(data)
    keys("Escape")
    driver.wait_for("the preview to go", lambda: len(app.windows()) == 1)
    check("without an edit nothing changes", documents(data) == before)


def in_menu(app, name):
    """By its letter: what cannot be done now is no stop for the arrows."""
    app.press("Pages")
    app.find("menu item", name)
    driver.wait_for("the keyboard in the menu", lambda: any(
        node.has(Atspi.StateType.FOCUSED) for node in app.nodes("menu item")))
    keys(name[name.index("_") + 1].lower())


def view_again(app):
    """By Enter, once the focus is back at the document: on a busy computer that is later than the window."""
    driver.wait_for("the focus at the document", lambda: any(
        n.has(Atspi.StateType.FOCUSED) and n.name.startswith("brief.") for n in app.nodes()))
    keys("Return")
    driver.wait_for("the preview", lambda: len(app.windows()) == 2)


def pages(app, data):
    """Two photos of one letter become one document; its pages change places, one goes, all with a way back."""
    view_again(app)
    settled(app)
    app.title = "brief.png"  # pointed at where it stands
    app.resize(760, 720)
    before = documents(data)
    in_menu(app, "_Add the next document…")
    app.wait_to_see("Make one document of two?")
    driver.wait_for("the question in front", lambda: len(app.windows()) == 3)
    app.keyboard_in_dialog()
    press("alt+m")
    app.wait_to_see("They are one document now.")
    app.title = "Zoetermeerpas Intake"
    app.wait_to_see("Page 1 of 2")
    settled(app)
    check("two documents are one", len(documents(data)) == len(before) - 1)
    keys("ctrl+Next")
    app.wait_to_see("Page 2 of 2")
    settled(app)
    keys("ctrl+shift+Prior")
    wait_button(app, "Undo: move the page")
    app.wait_to_see("Page 1 of 2")
    driver.wait_for("the other page", lambda: Screen(app).bounds(is_page) is None)
    check("a page moves forward", True)
    keys("ctrl+z")
    app.wait_to_see("Page 2 of 2")
    wait_button(app, "Undo", sensitive=False)
    check("and back", True)
    keys("Escape")
    driver.wait_for("the preview to go", lambda: len(app.windows()) == 1)


def searching(app):
    """Ctrl+F among what was found in the chooser of files: GTK 4.8 would complain, which ends the program here."""
    keys("ctrl+6")
    app.wait_to_see("Step 6 of 7")
    driver.wait_for("a button that adds", lambda: app.add_button(0))
    x, y = app.point(app.add_button(0))
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)
    driver.wait_for("the chooser", lambda: len(app.windows()) == 2)
    driver.wait_for("the focus in it", lambda: app.focused_in(app.windows()[-1]))
    keys("ctrl+f")
    driver.wait_for("the search", lambda: app.field_in(app.windows()[-1]))
    type_text("brief")
    time.sleep(1)
    keys("Tab")
    driver.wait_for("the focus on what was found", lambda: app.field_in(app.windows()[-1]) is None)
    keys("ctrl+f")
    time.sleep(0.5)
    keys("Escape")
    driver.wait_for("the chooser to go", lambda: len(app.windows()) == 1 or keys("Escape"))
    check("searched twice in the chooser of files, the program goes on", app.process.poll() is None)


def dying(app, data):
    view_again(app)
    settled(app)
    before = documents(data)
    choose_part(app, "alt+o")
    keys("Return")
    wait_button(app, "Undo: cover")
    app.saved()
    app.kill()
    app.start()
    app.resize()
    keys("ctrl+f")
    type_text("anna")
    time.sleep(1)
    keys("Return")
    app.wait_to_see("Step 3 of 7")
    driver.wait_for("it to be drawn", lambda: len(documents(data) ^ before) == 2)
    check("killed with the cover on: drawn at the next opening", len(documents(data)) == len(before))


def handed_over(app, data, folder):
    """Nobody opens the case again: another desk gets it as it was seen."""
    view_first(app)
    before = documents(data)
    choose_part(app, "alt+o")
    keys("Return")
    wait_button(app, "Undo: cover")
    app.saved()
    app.kill()
    check("killed with the cover on: not drawn yet", documents(data) == before)
    other = f"{folder}/other"
    [case] = zpictl(data, "list")
    zpictl(data, "hand-over", case["id"], f"{folder}/case.zpi")
    zpictl(other, "take-over", f"{folder}/case.zpi")
    there = documents(other)
    check("handed over: what was covered is drawn", len(there) == len(before) and len(there - before) == 1, there)


def main():
    folder = tempfile.mkdtemp(prefix="preview-")
    data = f"{folder}/data"
    fill_store(data, folder)
    app = driver.App(BUILD, data, language=LANGUAGE)
    try:
        app.start()
        app.resize()
        open_first(app)
        shot(app, "preview")
        with_undo(app)
        choosing(app)
        to_the_next(app, data)
        closing(app, data)
        pages(app, data)
        dying(app, data)
        searching(app)
        handed_over(app, data, folder)
        app.start()
        check("the program ends well", app.quit() == 0)
    except (driver.Lost, StopIteration, IndexError) as lost:
        app.screenshot(BUILD / "preview-lost.png")
        print("# the program:", app.process.poll())
        check("goes to its end", False, str(lost))
    finally:
        if app.process is not None and app.process.poll() is None:
            app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
