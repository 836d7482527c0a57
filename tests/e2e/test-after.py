#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What comes after sending, through the real window: more information that is asked, a photo with the code
of a letter, and the reason of a rejection. Pictures in after/ of the build folder."""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
import letter as letters  # noqa: E402
import printing  # noqa: E402
import tour  # noqa: E402
from driver import Atspi, keys  # noqa: E402
from single import Municipality  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
PICTURES = BUILD / "after"
THIS_YEAR = datetime.date.today().year
APPLICATION = {
    "regeling": "zoetermeerpas", "pasjaar": THIS_YEAR,
    "aanvrager": {"naam": {"voornamen": "Joost", "geslachtsnaam": "Eenling"},
                  "geboorte": {"datum": {"type": "Datum", "datum": "1985-02-14"}},
                  "burgerservicenummer": "999991802"},
    "contact": {"emailadres": "joost@example.nl", "vanWie": "aanvrager"},
    "inkomen": [{"soort": "loon", "van": "aanvrager", "bron": "Bakker"},
                {"soort": "loon", "van": "aanvrager", "bron": "Slager"}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}

# What is asked may come for three weeks more, whatever day it is.
LAST_DAY = datetime.date.today() + datetime.timedelta(weeks=3)
LAST_DAY_SAID = f"{LAST_DAY.day} {LAST_DAY:%B %Y}"

STORIES = sys.argv[1:] or ("granted", "rejected", "elsewhere")

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


class Town(Municipality):
    def post(self, path, what):
        request = urllib.request.Request(
            f"{self.base}/{path}", data=json.dumps(what).encode(),
            headers={"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def get(self, path):
        with urllib.request.urlopen(f"{self.base}/{path}", timeout=20) as answer:
            return answer.read()


def zpictl(data, *arguments):
    done = subprocess.run([BUILD / "src/ctl/zpictl", "--practice", "--data", data, *arguments],
                          capture_output=True, check=True)
    return json.loads(done.stdout)


def sent_application(data, folder):
    file = pathlib.Path(folder, "application.json")
    file.write_text(json.dumps(APPLICATION))
    [case] = zpictl(data, "import", str(file))
    zpictl(data, "queue", case)
    zpictl(data, "send")
    return case


def forget_all(data):
    """Another desk of the same municipality."""
    for path in pathlib.Path(data).iterdir():
        if path.name != "municipality":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def picture(folder, name, width, height):
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf
    path = pathlib.Path(folder, name)
    pixbuf = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, width, height)
    pixbuf.fill(0xC0A080FF)
    pixbuf.savev(str(path), "jpeg", [], [])
    return path


def open_case(app, case, prefix="Joost"):
    keys("alt+Left")
    app.wait_to_see("New application")
    app.show_row(prefix)
    app.click(None, prefix=prefix)


def more_information(walk, case, town, folder):
    app = walk.app
    asked = town.post(f"aanvragen/{case}/_vraag-aanvulling", {
        "gevraagd": [{"soort": "bankafschrift", "van": "aanvrager", "maand": "2026-09"},
                     {"soort": "bankafschrift", "van": "aanvrager", "maand": "2026-10"}],
        "uiterlijkOp": LAST_DAY.isoformat(), "toelichting": "Wij zien geen saldo op de eerste pagina."})
    open_case(app, case)
    app.press_in_menu("_Ask the municipality how it stands")
    app.wait_to_see("New since last time: More information asked")
    app.wait_to_see("Applicant: Street")
    check("what was missing is listed", app.sees("It was not there either when the application was sent"))
    october = [node.name for node in app.nodes("label") if node.name.startswith("Bank statement · October 2026")]
    check("what is asked by now stands there once", len(october) == 1, october)
    check("two pieces of a kind are told apart",
          app.sees("voor loon (Bakker)") and app.sees("voor loon (Slager)"))
    check("and what was not answered", app.sees("Applicant: Postcode"))
    check("what is asked stands there, in the municipality's words",
          app.sees_exactly("The municipality asks") and app.sees("Wij zien geen saldo op de eerste pagina."))
    app.screenshot(PICTURES / "news.png")
    app.press("_Add what the municipality asks…")
    app.wait_to_see("What is asked")
    app.screenshot(PICTURES / "asked.png")
    check("whose letter it is stands on the page", app.sees("Joost Eenling · "))
    check("the last day is said", app.sees(f"on {LAST_DAY_SAID} at the latest"))
    check("the municipality's words are there", app.sees("Wij zien geen saldo"))
    app.press(prefix="Add: ")
    empty = pathlib.Path(folder, "leeg.pdf")
    empty.touch()
    choose_photo(app, empty)
    app.wait_to_see("leeg.pdf: This file is empty")
    driver.wait_for("the focus where it can be tried again", lambda: any(
        name.startswith("Add: ") for name in app.focused()))
    app.screenshot(PICTURES / "asked-failed.png")
    app.press(prefix="Add: ")
    walk.choose_file(picture(folder, "bank-2026-09.jpg", 300, 400))
    app.wait_to_see("bank-2026-09.jpg")
    check("what was wrong is said where it is tried again, until it is right", not app.sees("leeg.pdf"))
    # In the same place, whatever its name says.
    app.press(prefix="More for: ")
    app.choose_in_menu("_Replace…")
    choose_photo(app, empty)
    app.wait_to_see("leeg.pdf: This file is empty")
    check("what cannot be added takes the place of nothing", app.sees("bank-2026-09.jpg"))
    app.press(prefix="More for: ")
    app.choose_in_menu("_Replace…")
    driver.wait_for("the file dialog", lambda: len(app.windows()) > 1)
    keys("Escape")
    driver.wait_for("the file dialog to go", lambda: len(app.windows()) == 1)
    check("and nothing goes when nothing was chosen", app.sees("bank-2026-09.jpg"))
    app.press(prefix="More for: ")
    app.choose_in_menu("_Replace…")
    walk.choose_file(picture(folder, "beter-2026-10.jpg", 310, 410))
    driver.wait_for("the first to go", lambda: not app.sees("bank-2026-09.jpg"))
    app.screenshot(PICTURES / "asked-in-part.png")
    app.press("Send what is there")
    driver.wait_for("the state", lambda: app.sees_exactly("The municipality is deciding"), timeout=60)
    app.screenshot(PICTURES / "answered.png")
    form = json.loads(town.get(f"aanvragen/{case}/aanvullingen/{asked['aanvullingId']}/formulier"))
    check("what was added arrived", [d["maand"] for d in form["bewijsstukken"]] == ["2026-09"], form)
    check("what is missing is named", [d["maand"] for d in form["ontbrekendeBewijsstukken"]] == ["2026-10"])
    code = town.post(f"aanvragen/{case}/_vraag-aanvulling", {
        "gevraagd": [{"soort": "overig"}], "uiterlijkOp": LAST_DAY.isoformat()})["link"]
    keys("alt+Left")
    app.press("More inform_ation")
    driver.wait_for("the cursor where the code goes", lambda: any(
        name == "Code or link" for name in app.focused()))
    driver.type_text("https://x.example/aanvulling/QQQQ-QQQQ")
    keys("Return")
    app.wait_to_see("Nothing has this code")
    app.screenshot(PICTURES / "wrong-code.png")
    app.fill("Code or link", code)
    keys("Return")
    app.wait_to_see("What is asked")
    app.press(prefix="Add: ")
    walk.choose_file(picture(folder, "brief.jpg", 300, 400))
    app.wait_to_see("brief.jpg")
    app.press("Send to the municipality")
    driver.wait_for("the state", lambda: app.sees_exactly("The municipality is deciding"), timeout=60)
    # It stands there only when the answer is there, also when nobody asked how it stands before.
    check("by the link of the mail too", town.applications()[0]["status"] == "in-behandeling")


def wait_for_picture(app, name):
    """The document is there: it has its name, and can be covered."""
    def can_be_covered():
        node = next(app.nodes(("push button", "toggle button"), "C_over a part"), None)
        return ([window.name for window in app.windows()[1:]] == [name] and node is not None
                and node.has(Atspi.StateType.SENSITIVE) and not app.sees("One moment…"))

    driver.wait_for(f"the picture {name}", can_be_covered)


def cover_answer(app, name):
    """The part in the middle of the only document, and back to the answer."""
    app.press(prefix="View: ")
    wait_for_picture(app, name)
    keys("alt+o")
    app.wait_to_see("Part of the page.")
    keys("Return")
    driver.wait_for("the cover", lambda: app.sees_exactly("Undo: cover"))
    keys("Escape")
    driver.wait_for("the preview to go", lambda: len(app.windows()) == 1, timeout=30)
    driver.wait_for("the focus where the document stands", lambda: any(
        told.startswith("View: ") for told in app.focused()))


def open_answer(app, link):
    keys("alt+Left")
    app.press("More inform_ation")
    app.wait_to_see("Code or link")
    app.fill("Code or link", link)
    keys("Return")
    app.wait_to_see("What is asked")


def refused_answer(walk, case, town, folder):
    """One is covered and removed; another is refused, is covered, and goes."""
    app = walk.app
    link = town.post(f"aanvragen/{case}/_vraag-aanvulling", {
        "gevraagd": [{"soort": "overig"}], "uiterlijkOp": LAST_DAY.isoformat()})["link"]
    open_answer(app, link)
    app.press(prefix="Add: ")
    walk.choose_file(picture(folder, "verkeerd.jpg", 400, 300))
    app.wait_to_see("verkeerd.jpg")
    cover_answer(app, "verkeerd.jpg")
    app.press(prefix="More for: ")
    app.choose_in_menu("Re_move")
    driver.wait_for("it to be missing again", lambda: next(app.nodes("push button", prefix="Add: "), None) is not None)
    check("what was covered is removed by saying so once", not app.sees("verkeerd.jpg"))
    app.press(prefix="Add: ")
    walk.choose_file(picture(folder, "geweigerd.jpg", 300, 400))
    app.wait_to_see("geweigerd.jpg")
    town.trouble(foutcode=413, pad="/documenten")
    app.press("Send to the municipality")
    app.wait_to_see("could not take", timeout=60)
    town.trouble()
    app.screenshot(PICTURES / "answer-refused.png")
    open_answer(app, link)
    cover_answer(app, "geweigerd.jpg")
    app.saved()
    app.screenshot(PICTURES / "answer-covered.png")
    check("what was refused can be covered, and that is saved", not app.sees_exactly("Not saved"))
    keys("Return")
    wait_for_picture(app, "geweigerd.jpg")
    check("what was covered can be looked at again", not app.sees("cannot be shown"))
    app.screenshot(PICTURES / "answer-again.png")
    keys("Escape")
    driver.wait_for("the preview to go", lambda: len(app.windows()) == 1, timeout=30)
    app.press("Send to the municipality")
    driver.wait_for("the state", lambda: app.sees_exactly("The municipality is deciding"), timeout=60)
    check("what was refused and covered arrived", town.applications()[0]["status"] == "in-behandeling")


def choose_photo(app, path):
    """In the dialog; what comes then is awaited by the caller."""
    driver.wait_for("the file dialog", lambda: len(app.windows()) > 1)
    app.name_file(path)


COPY = """
import sys
import gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, GObject, Gtk
Gtk.init()
clipboard = Gdk.Display.get_default().get_clipboard()
value = GObject.Value(Gdk.Texture, Gdk.Texture.new_from_filename(sys.argv[1]))
clipboard.set_content(Gdk.ContentProvider.new_for_value(value))
print("copied", flush=True)
GLib.MainLoop().run()
"""


def paste(path):
    """As if another program had copied the picture."""
    other = subprocess.Popen([sys.executable, "-c", COPY, str(path)], stdout=subprocess.PIPE,
                             env=dict(os.environ, G_DEBUG=""), text=True)
    try:
        other.stdout.readline()
        time.sleep(0.3)
        keys("ctrl+v")
        yield
    finally:
        other.kill()
        other.wait()


def look_at(app, path):
    """A picture for the door; what comes of it is awaited by the caller."""
    app.press("Choose a _picture of the letter…")
    choose_photo(app, path)


def letter_picture(walk, data, letter, folder):
    """The door I have a letter, with pictures of letters; ends on the page for the photos."""
    app = walk.app
    if not (BUILD / "src/helper/zpi-code-reader").exists():
        check("without a reader of codes nothing is offered, and that is said",
              not app.sees("Choose a _picture of the letter") and app.sees("cannot read the square code from a picture"))
        return
    cases = zpictl(data, "list")
    app.wait_to_see("Or drop or paste")
    look_at(app, letters.photo(folder, "zonder.png", None))
    app.wait_to_see("There is no square code to read on this picture")
    app.screenshot(PICTURES / "scan-none.png")
    for _ in paste(letters.photo(folder, "pakje.png", "https://www.example/volg/3SABCD12345678")):
        app.wait_to_see("This square code is not of a letter about the pass")
    app.screenshot(PICTURES / "scan-foreign.png")
    blurred = pathlib.Path(folder, "onscherp.jpg")
    subprocess.run(["convert", letters.photo(folder, "scherp.png", letter["link"]), "-blur", "0x14", blurred],
                   check=True)
    look_at(app, blurred)
    app.wait_to_see("This picture is not sharp enough to read the code")
    broken = pathlib.Path(folder, "kapot.pdf")
    broken.write_bytes(letters.pdf(folder, "heel.pdf", letter["link"]).read_bytes()[:300])
    look_at(app, broken)
    app.wait_to_see("This file cannot be shown here. Make the scan")
    unknown = "https://gemeente.example/foto/QQQQQQQQ"
    look_at(app, letters.photo(folder, "oud.png", unknown))
    app.wait_to_see("Nothing has this code")
    check("the code that was read stands where it is typed",
          any(n.name == "Code or link" and n.text() == unknown for n in app.nodes()))
    app.screenshot(PICTURES / "scan-unknown.png")
    check("of pictures that lead nowhere nothing is kept", zpictl(data, "list") == cases)
    look_at(app, letters.pdf(folder, "brief.pdf", letter["link"]))
    app.wait_to_see("Whose photo")
    check("the picture of a letter opens it", app.sees("Photo for the pass") and
          app.sees("Add the photo. The pass is made after that."))
    keys("alt+Left")
    app.press("I have a _letter")


# In the place of GStreamer: what a camera sees, and whether it is on.
CAMERA = """#!/usr/bin/python3
import os, sys, time
open(sys.argv[0] + ".pid", "w").write(str(os.getpid()))
for shade in range(2000):
    if os.path.exists(sys.argv[0] + ".taken"):
        sys.exit(1)
    sys.stdout.buffer.write(bytes([shade % 256, 160, 90]) * (960 * 720))
    sys.stdout.buffer.flush()
    time.sleep(0.2)
"""


def is_on(program):
    try:
        os.kill(int(pathlib.Path(f"{program}.pid").read_text()), 0)
        return True
    except (OSError, ValueError):
        return False


def narrow(app, title):
    """The window in front, on a narrow screen."""
    main, app.title = app.title, title
    app.resize(360, 700)
    app.title = main
    _, _, width, _ = app.windows()[-1].extents()
    check(f"“{title}” fits in 360 pixels", width <= 360, width)


def camera(app, programs):
    """Promised only where there is one; on only as long as its window is there."""
    app.press(prefix="Another way to add a photo of ")
    none = app.find("menu item", "No camera was found")
    check("without a camera that is said, and nothing to choose", not none.has(Atspi.StateType.SENSITIVE))
    app.screenshot(PICTURES / "camera-none.png")
    keys("Escape")
    driver.wait_for("the menu to close", lambda: next(app.nodes("menu item"), None) is None)
    program = programs / "gst-launch-1.0"
    program.write_text(CAMERA)
    program.chmod(0o755)
    app.press(prefix="Another way to add a photo of ")
    app.choose_in_menu("With the _camera of this computer…")
    app.wait_to_see("Look into the camera")
    app.screenshot(PICTURES / "camera.png")
    check("the camera is on", is_on(program))
    keys("Return")
    app.wait_to_see("Put head and shoulders inside the lines")
    app.screenshot(PICTURES / "camera-taken.png")
    narrow(app, "Photo for the pass")
    check("and off once the photo was taken", driver.wait_for("it to be off", lambda: not is_on(program)))
    keys("Escape")
    driver.wait_for("the frame to close", lambda: len(app.windows()) == 1)
    app.press(prefix="Another way to add a photo of ")
    app.choose_in_menu("With the _camera of this computer…")
    app.wait_to_see("Look into the camera")
    pathlib.Path(f"{program}.taken").touch()
    app.wait_to_see("The camera gives no picture")
    app.screenshot(PICTURES / "camera-gone.png")
    keys("Escape")
    driver.wait_for("the camera to close", lambda: len(app.windows()) == 1)


def photo(walk, data, case, town, folder):
    app = walk.app
    town.post(f"aanvragen/{case}/_toekennen", {"motivering": "U heeft recht op de pas."})
    open_case(app, case)
    app.press("_Ask the municipality how it stands")
    app.wait_to_see("U heeft recht op de pas.")
    check("after a grant a letter asks for a photo, and none is asked before",
          app.sees("A letter comes with a code for the photo") and not app.sees("Photo asked"))
    app.screenshot(PICTURES / "wait-for-letter.png")
    letter = town.post(f"aanvragen/{case}/_verstuur-brief", {})
    app.press("_Ask the municipality how it stands")
    app.wait_to_see("Photo asked")
    check("the focus is at what changed", "Photo asked" in app.focused(), app.focused())
    check("of one person one photo is asked", not app.sees("hotos") and not app.sees("passes"))
    app.screenshot(PICTURES / "granted.png")
    app.press("Add the p_hoto with the code in the letter…")
    letter_picture(walk, data, letter, folder)
    app.fill("Code or link", letter["code"].lower())
    keys("Return")
    app.wait_to_see("Whose photo")
    app.screenshot(PICTURES / "photos.png")
    for _ in paste(picture(folder, "geplakt.jpg", 900, 1200)):
        app.wait_to_see("Put head and shoulders inside the lines")
    check("an even colour is no photo of somebody, which is said",
          app.sees("There is nothing to see on this photo"))
    check("and it can be used: a person sees better", app.sees("Use it anyway"))
    app.screenshot(PICTURES / "pasted.png")
    keys("Escape")
    driver.wait_for("the frame to close", lambda: len(app.windows()) == 1)
    check("a photo can be pasted", town.get("foto-opdrachten").count(b'"ontbreekt"') == 1)
    camera(app, pathlib.Path(folder, "programs"))
    app.click(None, prefix="With the client")
    app.wait_to_see(letter["link"])
    app.screenshot(PICTURES / "phone.png")
    app.press("_Ask the municipality how it stands")
    app.wait_to_see("This is how it stands now")
    words = pathlib.Path(folder, "pasfoto.txt")
    words.write_text("Geen foto, maar woorden die lang genoeg zijn.")
    app.press(prefix="Add a photo of ")
    choose_photo(app, words)
    app.wait_to_see("A photo has to be a picture: JPEG or PNG")
    check("of a photo it is not said that it may be a PDF", not app.sees("PDF"))
    app.press(prefix="Add a photo of ")
    choose_photo(app, picture(folder, "pasfoto.jpg", 1200, 900))
    app.wait_to_see("Put head and shoulders inside the lines")
    app.screenshot(PICTURES / "frame.png")
    keys("minus", "minus", "Left")
    keys("Return")
    app.wait_to_see("The photo is there", timeout=60)
    app.screenshot(PICTURES / "photos-done.png")
    [order] = json.loads(town.get("foto-opdrachten"))["fotoOpdrachten"]
    [holder] = order["pashouders"]
    content = town.get(f"foto-opdrachten/{order['opdrachtId']}/pashouders/{holder['pashouderId']}/foto")
    check("the photo arrived, cut", content[:3] == b"\xff\xd8\xff" and order["status"] == "compleet")
    keys("alt+Left")
    app.wait_to_see("Photo received")
    check("Start does not ask for what is there", not app.sees("Photo asked"))
    open_case(app, case)
    app.wait_to_see("The photo is there. The pass comes by post")
    app.screenshot(PICTURES / "photos-received.png")
    check("nor does the case", not any(name.startswith("Add ") for _, name in app.named("push button")))
    app.press_in_menu("Replace a pho_to with the code in the letter…")
    app.wait_to_see("Code or link")
    check("the code of the letter is not asked twice: the paper may be at home", driver.wait_for(
        "the code", lambda: app.find(driver.FIELDS, "Code or link").text().replace("-", "") == letter["code"].replace("-", "")))
    keys("Return")
    app.wait_to_see("Whose photo")
    check("until the pass is made a photo can be replaced", app.sees("Add a photo of Joost"))
    town.post(f"foto-opdrachten/{order['opdrachtId']}/pashouders/{holder['pashouderId']}/_afkeuren",
              {"toelichting": "Het gezicht is niet te zien."})
    app.press("_Ask the municipality how it stands")
    app.wait_to_see("Het gezicht is niet te zien.")
    app.screenshot(PICTURES / "photo-rejected.png")
    keys("alt+Left")
    app.wait_to_see("Another photo asked")
    check("Start says that another photo is asked", app.sees("Add another one with the code in the letter"))
    open_case(app, case)
    app.press("Add the p_hoto with the code in the letter…")
    app.fill("Code or link", letter["code"].lower())
    keys("Return")
    app.press(prefix="Add a photo of ")
    choose_photo(app, picture(folder, "beter.jpg", 1200, 1000))
    app.wait_to_see("Put head and shoulders inside the lines")
    keys("Return")
    app.wait_to_see("The photo is there", timeout=60)


def reminder(walk, data, case, town):
    """Of the next pass year, with the client's word; the new application has the names and nothing else."""
    app = walk.app
    [order] = json.loads(town.get("foto-opdrachten"))["fotoOpdrachten"]
    for holder in order["pashouders"]:
        town.post(f"foto-opdrachten/{order['opdrachtId']}/pashouders/{holder['pashouderId']}/_goedkeuren", {})
    town.post(f"aanvragen/{case}/_verstrek-passen", {})
    open_case(app, case)
    app.press("_Ask the municipality how it stands")
    app.wait_to_see("New since last time: Pass on its way")
    app.press("Make an acco_unt together…")
    app.wait_to_see("The pass works without an account")
    keys("alt+Left")
    app.wait_to_see("New application")
    open_case(app, case)
    app.wait_to_see("Pass on its way")
    app.press_in_menu("_Remind of the next pass year…")
    app.wait_to_see("Ask the client first.")
    check("the day is that of the rules", app.sees(f"From 1 January {THIS_YEAR + 1}"))
    app.screenshot(PICTURES / "remind.png")
    keys("alt+a")
    app.wait_to_see(f"Reminder of the new pass year on 1 January {THIS_YEAR + 1}")
    app.screenshot(PICTURES / "reminded.png")
    zpictl(data, "remind", "--client-agrees", "--on", time.strftime("%Y-%m-%d"), case)
    # The window notices by itself; pressing at that moment would hit what comes in place.
    app.wait_to_see("Ask whether the client wants to apply again")
    keys("alt+Left")
    app.wait_to_see("To do now")
    check("on its day it is to do", app.sees("Ask whether the client wants to apply again"))
    app.screenshot(PICTURES / "reminder-due.png")
    app.click(None, prefix="Joost")
    app.press("_Start the new application")
    app.wait_to_see("Step 1 of 7")
    walk.section(3)
    driver.wait_for("the names", lambda: any(n.text() == "Joost" for n in app.nodes(("text", "entry"))))
    texts = [n.text() for n in app.nodes(("text", "entry")) if n.text()]
    check("names, and nothing else", texts == ["Joost", "Eenling"], texts)
    app.screenshot(PICTURES / "begun.png")
    keys("alt+Left")
    app.wait_to_see("New application")
    [before] = [one for one in zpictl(data, "list") if one["id"] == case]
    check("the reminder is over", before["attention"] is None, before)


def account(walk, town):
    """What the handbook says of accounts, to read along."""
    app = walk.app
    keys("alt+Left")
    app.press("Acco_unt")
    app.wait_to_see("The pass works without an account")
    app.screenshot(PICTURES / "account.png")
    check("what an account gives", app.sees("what was used and what is left, can block a lost pass and order a new one, "
                                            "and can have the pass scanned from a phone"))
    check("it is made with an e-mail address, the link that comes, and the number on the pass",
          app.sees("Fill in the e-mail address, and follow the link in the e-mail that comes")
          and app.sees("The number on the pass is needed"))
    check("an address of its own", app.sees("Every account has an e-mail address of its own"))
    check("or that of a family member", app.sees("A family member may help with theirs"))
    check("how long one account for a family takes", app.sees("It takes at most 10 weeks"))
    check("who goes first meanwhile", app.sees("who still has to apply for a pass goes first"))
    _, text = print_to_file(app, lambda: app.press("_Print these steps…"), "steps")
    check("the steps go home on paper, in Dutch", all(
        one in " ".join(text.split()) for one in ("De pas werkt zonder account", "Meld je aan", "hoogstens 10 weken")), text)
    app.press("_Ask for one account for a family…")
    app.wait_to_see("Whose account")
    check("what the address is for is said", app.sees("With this address the client signs in")
          and not app.sees("three kinds of messages"))
    check("an account is of the client or of a family member",
          not app.sees("The address of our organisation") and not app.sees("There is no e-mail address"))
    app.fill("First names", "Saskia")
    app.fill("Last name", "Ouderman")
    check("nothing is said to be missing before it is sent", not app.sees("Needed to send"))
    app.press("_Send the request")
    app.wait_to_see("Needed to send: an e-mail address, a family member, that the client agrees")
    check("what is missing is named, and the first has the focus", "E-mail address" in app.focused(), app.focused())
    app.choose("The client’s own address")
    app.fill("E-mail address", "saskia@example.nl")
    # What is said at the address goes when it is left; not before the button came up, or the click would be lost.
    app.press("Add a family _member", held=True)
    app.fill("First names", "Lot", nth=1)
    app.screenshot(PICTURES / "account-request.png")
    app.choose("Spoken, the counsellor heard it")
    app.choose("The client agrees")
    check("what was answered is not missed any more", not app.sees("Needed to send"))
    app.press("_Send the request")
    app.wait_to_see("Received by the municipality", timeout=60)
    app.screenshot(PICTURES / "account-sent.png")
    there = json.loads(town.get("accountverzoeken"))["accountverzoeken"]
    check("its reference is there, to call about it", app.sees(f"Reference: {there[0]['referentie']}"))
    check("the request arrived", [one["emailadres"] for one in there] == ["saskia@example.nl"], there)


def print_to_file(app, choose, name):
    """By the way of every paper: what will be printed, then a file; gives (its mode, what it says), and it goes."""
    before = printing.files()
    choose()
    app.wait_to_see("What will be printed")
    check(f"{name}: it is said that a print is not locked", app.sees(printing.WARNING))
    app.screenshot(PICTURES / f"{name}-paper.png")
    keys("Return")
    driver.wait_for("the print dialog", lambda: not app.sees(printing.WARNING) and len(app.windows()) == 2)
    app.keyboard_in_dialog()
    printing.choose_file_printer(app)
    keys("alt+p")
    app.wait_to_see("There is a copy on this computer now")
    [copy] = driver.wait_for("the copy", lambda: printing.files() - before)
    mode = os.stat(copy).st_mode & 0o777
    text = subprocess.run(["pdftotext", "-layout", copy, "-"], capture_output=True, text=True, check=True).stdout
    keys("alt+d")
    driver.wait_for("the copy to go", lambda: not os.path.exists(copy))
    driver.wait_for("one window", lambda: len(app.windows()) == 1)
    return mode, text


def printed_decision(app):
    """In plain Dutch, for this user alone."""
    mode, text = print_to_file(app, lambda: app.press_in_menu("Print the dec_ision…"), "decision")
    check("the decision is for this user alone", mode == 0o600, oct(mode))
    check("it says no, why, and how to object",
          all(one in text for one in ("zegt nee", "Het inkomen is te hoog.", "bezwaar")), text)
    check("in the words of the screen", "Afgewezen op " in text, text)


def printed_receipt(app):
    """When the decision comes is no news any more."""
    text = print_to_file(app, lambda: app.press_in_menu("_Print receipt…"), "receipt-decided")[1]
    check("the receipt of what was decided says when it was received, and that it was decided",
          "Ontvangen op" in text and "een besluit genomen" in text, text)
    check("and not when the decision will come", "uiterlijk" not in text and "Krijgt u de pas" not in text, text)


def rejection(walk, case, town):
    app = walk.app
    town.post(f"aanvragen/{case}/_afwijzen", {"motivering": "Het inkomen is te hoog."})
    open_case(app, case)
    app.press_in_menu("_Ask the municipality how it stands")
    app.wait_to_see("Het inkomen is te hoog.")
    app.screenshot(PICTURES / "rejected.png")
    check("until when the client may object", app.sees("By letter to the municipality, on "))
    check("a date to decide by stands beside no decision", not app.sees_exactly("Decision at the latest on"))
    printed_decision(app)
    printed_receipt(app)
    app.press("Apply a_gain with these answers…")
    app.wait_to_see("Step 1 of 7")
    walk.section(3)
    check("a new application begins with the answers",
          driver.wait_for("the name", lambda: any(n.text() == "Eenling" for n in app.nodes(("text", "entry")))))
    open_case(app, case, "Joost Eenling · 1")
    app.press("Done with this _client")
    app.wait_to_see("Done with this client?")
    keys("Return")
    app.wait_to_see("_New application")
    open_case(app, case, "Joost · 1")
    app.wait_to_see("Het inkomen is te hoog.")
    app.screenshot(PICTURES / "rejected-cleared.png")
    check("when the answers went the decision is what is left to print",
          next(app.nodes("push button", "Print the dec_ision…"), None) is not None)


def made_elsewhere(walk, data, case, town, folder):
    """The mail comes while there is no network, about an application that this desk never saw."""
    app = walk.app
    link = town.post(f"aanvragen/{case}/_vraag-aanvulling", {
        "gevraagd": [{"soort": "bankafschrift"}], "uiterlijkOp": LAST_DAY.isoformat()})["link"]
    town.trouble(offline=True)
    app.press("I was asked for _more")
    app.wait_to_see("Code or link")
    app.fill("Code or link", link)
    keys("Return")
    app.wait_to_see("The code is kept on this computer, sealed")
    app.screenshot(PICTURES / "code-kept.png")
    check("nothing is sent yet, which is said", app.sees("Only then they are sent"))
    brought = picture(folder, "gebracht.jpg", 300, 400)
    app.press("Add _papers…")
    walk.choose_file(brought)
    app.screenshot(PICTURES / "code-papers.png")
    kept = [path.read_bytes() for path in pathlib.Path(data).rglob("*") if path.is_file()]
    check("papers that are brought stay, sealed", not any(brought.read_bytes()[-60:] in one for one in kept))
    keys("alt+Left")
    app.wait_to_see("What is asked is looked up by itself")
    app.screenshot(PICTURES / "code-kept-start.png")
    check("it stands on the start page, where nothing is to be done", app.sees_exactly("Waiting to be sent"))
    app.click(None, prefix="More information 1")
    app.wait_to_see("Code or link")
    app.wait_to_see("gebracht.jpg")
    check("the code needs not be typed again", any(
        link[-9:].replace("-", "") in n.text().replace("-", "") for n in app.nodes(("text", "entry"))))
    focused = app.focused()
    town.trouble()
    app.wait_to_see("There is a connection again", timeout=90)
    app.screenshot(PICTURES / "code-found-door.png")
    check("the door says that it is found, and leaves the focus where it was", app.focused() == focused,
          (focused, app.focused()))
    keys("alt+Left")
    app.wait_to_see(f"At the latest on {LAST_DAY_SAID}", timeout=90)
    app.screenshot(PICTURES / "code-found.png")
    check("with a connection what is asked is looked up by itself", not app.sees("looked up by itself"))
    open_case(app, case)
    app.wait_to_see("What is asked")
    app.wait_to_see("gebracht.jpg")
    app.press("Send what is there")
    app.wait_to_see("Say of each paper what it is first")
    app.screenshot(PICTURES / "papers-sort.png")
    check("a paper goes only when somebody said what it is",
          driver.comes(lambda: "What is it: gebracht.jpg" in app.focused()), app.focused())
    app.press_in_menu("Bank statement", button="What is it: gebracht.jpg")
    app.wait_to_see("Bank statement · JPEG")
    app.screenshot(PICTURES / "papers-sorted.png")
    check("Start has one row for it", len(zpictl(data, "list")) == 1)
    app.press("Send to the municipality")
    driver.wait_for("the answer to arrive", lambda: town.applications()[0]["status"] == "in-behandeling", timeout=60)
    check("and it is answered", True)



def main():
    folder = tempfile.mkdtemp(prefix="after-")
    PICTURES.mkdir(exist_ok=True)
    os.chdir(os.environ["HOME"])  # where Print to File begins
    walks = []
    try:
        for story in STORIES:
            data = f"{folder}/{story}"
            case = sent_application(data, folder)
            if story == "elsewhere":
                forget_all(data)
            walk = tour.Tour(BUILD, data, data, language="en", pictures=False)
            walks.append(walk)
            programs = pathlib.Path(folder, "programs")
            programs.mkdir(exist_ok=True)
            walk.app.environment.update({"PATH": str(programs), "ZPI_CAMERA_SOURCE": "videotestsrc"})
            walk.app.start()
            walk.app.resize()
            town = Town(data)
            if story == "elsewhere":
                made_elsewhere(walk, data, case, town, folder)
            elif story == "granted":
                more_information(walk, case, town, folder)
                refused_answer(walk, case, town, folder)
                photo(walk, data, case, town, folder)
                reminder(walk, data, case, town)
            else:
                rejection(walk, case, town)
                account(walk, town)
            check(f"{story}: the program ends well", walk.app.quit() == 0)
    except driver.Lost as lost:
        walks[-1].app.screenshot(PICTURES / "lost.png")
        check("it goes to its end", False, f"{lost}; program: {walks[-1].app.process.poll()}")
    finally:
        for walk in walks:
            if walk.app.process is not None and walk.app.process.poll() is None:
                walk.app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
