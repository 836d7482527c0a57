#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A household of four after sending, through the Dutch window: more information in two parts, photos with one
code, and the end of the visit. Pictures in family/ of the build folder."""

import datetime
import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import driver  # noqa: E402
import tour  # noqa: E402
from driver import keys  # noqa: E402

after = importlib.import_module("test-after")
check, picture, zpictl = after.check, after.picture, after.zpictl
PICTURES = after.BUILD / "family"
NAMES = ("Fatima", "Willem", "Bo", "Jip")
FAMILY = {
    "regeling": "zoetermeerpas", "pasjaar": 2026,
    "aanvrager": {"naam": {"voornamen": NAMES[0], "geslachtsnaam": "Oefenbeek"},
                  "geboorte": {"datum": {"type": "Datum", "datum": "1985-02-14"}},
                  "burgerservicenummer": "999993653"},
    "partner": {"naam": {"voornamen": NAMES[1], "geslachtsnaam": "Oefenbeek"},
                "geboorte": {"datum": {"type": "Datum", "datum": "1984-03-15"}},
                "burgerservicenummer": "999991802"},
    "kinderen": [{"naam": {"voornamen": name, "geslachtsnaam": "Oefenbeek"},
                  "geboorte": {"datum": {"type": "Datum", "datum": "2015-04-16"}}} for name in NAMES[2:]],
    "contact": {"emailadres": "fatima@example.nl", "vanWie": "aanvrager"},
    "inkomen": [{"soort": "loon", "van": "aanvrager", "bron": "Bakker"},
                {"soort": "loon", "van": "aanvrager", "bron": "Slager"}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}


def sent(data, folder):
    """With one document, whose original stays where it was."""
    file = pathlib.Path(folder, "family.json")
    picture(folder, "identiteit.jpg", 500, 700)
    file.write_text(json.dumps(dict(FAMILY, bewijsstukken=[
        {"soort": "legitimatie", "van": "aanvrager", "bestand": "identiteit.jpg"}])))
    [case] = zpictl(data, "import", str(file))
    zpictl(data, "queue", case)
    zpictl(data, "send")
    return case


def shoot(app, name):
    """As wide as a laptop, and as narrow as it goes."""
    time.sleep(0.6)
    app.screenshot(PICTURES / f"{name}.png")
    app.resize(360, 720)
    time.sleep(0.6)
    app.screenshot(PICTURES / f"{name}-narrow.png")
    app.resize()
    time.sleep(0.3)


def open_case(app):
    keys("alt+Left")
    app.wait_to_see("New application")
    app.show_row("Fatima")
    app.click(None, prefix="Fatima")


def ask(app):
    """Where it is the next step by its button, else in the menu."""
    name = "_Ask the municipality how it stands"
    if next(app.nodes("push button", name), None) is not None:
        app.press(name)
    else:
        app.press_in_menu(name)


def last_months():
    """The last two that are over: the page misses the later one."""
    last = datetime.date.today().replace(day=1) - datetime.timedelta(days=1)
    before = last.replace(day=1) - datetime.timedelta(days=1)
    return [day.strftime("%Y-%m") for day in (before, last)]


def answer(walk, case, town, folder, *months):
    """The first of the months that are asked."""
    app = walk.app
    name = f"bank-{months[0]}.jpg"
    town.post(f"aanvragen/{case}/_vraag-aanvulling", {
        "gevraagd": [{"soort": "bankafschrift", "van": "aanvrager", "maand": month} for month in months],
        "uiterlijkOp": (datetime.date.today() + datetime.timedelta(days=12)).isoformat()})
    open_case(app)
    app.wait_to_see("Receipt")
    ask(app)
    app.press("_Add what the municipality asks…")
    app.wait_to_see("What is asked")
    check("the title says what it is", app.sees_exactly("More information"))
    app.press(prefix="Toevoegen: ")
    walk.choose_file(picture(folder, name, 500, 700))
    shoot(app, f"asked-{name}")
    check("a part may go where something is missing",
          app.sees("A part may go now: what is missing is named, and the municipality may ask for it once more.")
          == (len(months) > 1))
    app.press("Send what is there" if len(months) > 1 else "Send to the municipality")
    driver.wait_for("the state", lambda: app.sees_exactly("The municipality is deciding"), timeout=60)


def more_information(walk, case, town, folder):
    app = walk.app
    open_case(app)
    app.wait_to_see("voor loon (Bakker)")
    check("two pieces of a kind are told apart", app.sees("voor loon (Slager)"))
    shoot(app, "sent")
    app.press("You play the municipality too: to the _practice municipality")
    app.wait_to_see("U bent hier de gemeente.")
    check("who practises finds the municipality there", app.sees("Fatima"))
    keys("Escape")
    driver.wait_for("it to close", lambda: len(app.windows()) == 1)
    before, last = last_months()
    answer(walk, case, town, folder, before, last)
    answer(walk, case, town, folder, last)
    app.wait_to_see(time.strftime("%Y"))
    rows = [name for _, name in app.named("list item") if name.startswith(app.said("More information received"))]
    missing = [name for _, name in app.named("list item") if name.startswith("Bankafschrift")]
    check("what came of one is not missing of both", missing == [], missing)
    check("each answer has a receipt", len(rows) == 2, rows)
    rows = [name for _, name in app.named("list item") if name.startswith(app.said("Documents received"))]
    check("everything that was received is counted", app.sees_exactly("3"), rows)
    shoot(app, "answered")
    check("the originals of the last answer are named at once",
          driver.wait_for("the originals", lambda: app.sees("3 originelen staan nog op deze computer")))
    walk.scroll(60)
    app.screenshot(PICTURES / "answered-below.png")
    walk.scroll(-60)
    receipt = pathlib.Path(folder, "ontvangst.pdf")
    app.save_receipt(receipt)
    text = subprocess.run(["pdftotext", "-layout", receipt, "-"], capture_output=True, text=True, check=True).stdout
    keys("Escape")
    driver.wait_for("what is asked of the copy to go", lambda: len(app.windows()) == 1)
    check("the receipt on paper has the answers", text.count("Aanvulling ontvangen") == 2, text)
    left = text.partition("Ontbreekt nog")[2].partition("Wat gebeurt er nu")[0]
    check("and what is still missing, as the page has it",
          "Loonstrook" in left and "(Bakker)" in left and "Bankafschrift" not in left, text)


def photos(walk, case, town, folder):
    app = walk.app
    town.post(f"aanvragen/{case}/_toekennen", {"motivering": "U heeft recht op de pas."})
    letter = town.post(f"aanvragen/{case}/_verstuur-brief", {})
    open_case(app)
    app.wait_to_see("Receipt")
    ask(app)
    app.wait_to_see("U heeft recht op de pas.")
    app.press("Add p_hotos with the code in the letter…")
    app.fill("Code or link", letter["code"])
    keys("Return")
    app.wait_to_see("Whose photo")
    shoot(app, "photos")
    broken = pathlib.Path(folder, "kapot.jpg")
    broken.write_bytes(b"\xff\xd8\xff\xe0")
    app.press(prefix="Foto toevoegen van Fatima")
    after.choose_photo(app, broken)
    app.wait_to_see("This file cannot be shown here. Make the scan or photo again.")
    check("of what nobody can see no photo is made", len(app.windows()) == 1)
    shoot(app, "photo-broken")
    for number, name in enumerate(NAMES):
        if number == 0:
            app.press(prefix=f"Foto toevoegen van {name}")
        else:
            keys("Return")
        after.choose_photo(app, picture(folder, f"pasfoto-{name}.jpg", 900, 1200))
        app.wait_to_see("Put head and shoulders inside the lines")
        if number == 0:
            shoot(app, "frame")
        keys("Return")
        driver.wait_for("the frame to close", lambda: len(app.windows()) == 1)
        next_one = NAMES[number + 1] if number + 1 < len(NAMES) else name
        said = f"Foto toevoegen van {next_one}"
        try:
            driver.wait_for("the focus", lambda: app.focused() == [said], timeout=20)
        except driver.Lost:
            pass
        time.sleep(1)  # it stays there when the municipality has the photo
        check(f"after the photo of {name} the next one is on", app.focused() == [said], app.focused())
    app.wait_to_see("Alle foto’s zijn er.", timeout=60)
    shoot(app, "photos-done")


def the_end(walk):
    app = walk.app
    open_case(app)
    app.wait_to_see("Photos received")
    app.wait_to_see("7 originelen staan nog op deze computer")
    check("the originals of answers and photos are named too", True)
    shoot(app, "photos-received")
    app.press("Done with this _client")
    app.wait_to_see("Done with this client?")
    app.wait_to_see(f"bank-{last_months()[0]}.jpg")
    shoot(app, "done")
    keys("Return")
    app.wait_to_see("7 originelen staan in de prullenbak")
    check("and go to the bin", True)
    keys("alt+Left")
    app.wait_to_see("_New application")
    shoot(app, "start")
    app.press("_New application")
    app.wait_to_see("Stap 1 van 7")
    walk.section(3)
    app.fill("First names", "Fatima")
    app.saved()
    check("the next application is the second", app.sees_exactly("Aanvraag 2"))


def main():
    folder = tempfile.mkdtemp(prefix="family-")
    after.PICTURES = PICTURES
    PICTURES.mkdir(exist_ok=True)
    os.chdir(os.environ["HOME"])  # where Print to File begins
    data = f"{folder}/data"
    case = sent(data, folder)
    walk = tour.Tour(after.BUILD, data, data, language="nl", pictures=False)
    try:
        walk.app.start()
        walk.app.resize()
        town = after.Town(data)
        more_information(walk, case, town, folder)
        photos(walk, case, town, folder)
        the_end(walk)
        check("the program ends well", walk.app.quit() == 0)
    except driver.Lost as lost:
        walk.app.screenshot(PICTURES / "lost.png")
        check("it goes to its end", False, f"{lost}; program: {walk.app.process.poll()}")
    finally:
        if walk.app.process is not None and walk.app.process.poll() is None:
            walk.app.process.kill()
    print(f"1..{len(after.results)}")
    return 0 if all(after.results) else 1


if __name__ == "__main__":
    sys.exit(main())
