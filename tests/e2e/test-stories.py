#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What comes after sending, story by story, in one window beside one municipality: the paper route, withdrawn and
corrected, four photos for one order, four orders of a renewed family, a photo of nobody in the letter, more
information that is asked twice, answered in parts, without a network, and killed, an answer that is taken back, and one
at the desk that handed the case over.
`after-window` has the others. Pictures in stories/ of the build
folder. A story that is named runs alone."""

import hashlib
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import time
import traceback
import warnings

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
from driver import keys  # noqa: E402

spec = importlib.util.spec_from_file_location("after_test", HERE.parent / "service" / "after-test.py")
after_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(after_test)

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
PICTURES = BUILD / "stories"
SPOKEN = {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"}

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def person(given, bsn, **more):
    return {"regeling": "zoetermeerpas", "pasjaar": 2026,
            "aanvrager": {"naam": {"voornamen": given, "geslachtsnaam": "Oefening"},
                          "geboorte": {"datum": {"type": "Datum", "datum": "1985-02-14"}},
                          "burgerservicenummer": bsn},
            "contact": {"emailadres": "oefening@example.nl", "vanWie": "aanvrager"}, **more}


CLIENTS = {
    "more": person("Nadia", "999993653", verklaring=SPOKEN),
    "four": person("Fatima", "999993847", verklaring=SPOKEN,
                   partner={"naam": {"voornamen": "Willem", "geslachtsnaam": "Oefening"}},
                   kinderen=[{"naam": {"voornamen": name}} for name in ("Bo", "Jip")]),
    "back": person("Bilal", "999994141", verklaring=SPOKEN),
    "wrong": person("Corrie", "999995492", verklaring=SPOKEN),
    "paper": {**person("Paula", "999991802", verklaring=SPOKEN), "contact": {"vanWie": "geen"}},
}


class Stories(after_test.Desk):
    def prepare(self):
        self.start_server()
        self.cases = {}
        for name, wire in CLIENTS.items():
            [self.cases[name]] = self.run("import", self.write(f"{name}.json", wire))
            if name != "paper":
                self.run("queue", self.cases[name])
        self.run("send")
        self.open_window()

    def open_window(self):
        self.app = driver.App(BUILD, self.data, environment={"ZPI_API_URL": self.base})
        self.app.start()
        self.app.resize()
        self.app.wait_to_see("New application")

    def trouble(self, **what):
        self.town("PUT", "/_oefening/storing", what)

    def step(self, case, step, **body):
        return self.town("POST", f"/_oefening/aanvragen/{case}/{step}", body)

    def start(self):
        for last in (False, False, True):
            keys("alt+Left")
            try:
                self.app.wait_to_see("New application", timeout=8)
                break
            except driver.Lost:  # a key meets a page that is just being made
                if last:
                    raise

    def open_case(self, prefix, says):
        app = self.app
        self.start()
        app.show_row(prefix)
        app.click(None, prefix=prefix)
        app.wait_to_see(says)

    def choose_file(self, path):
        app = self.app
        driver.wait_for("the file dialog", lambda: len(app.windows()) > 1)
        app.name_file(path)

    def picture(self, name, width=300, height=400):
        return pathlib.Path(after_test.jpeg(self, name, width, height))

    def shot(self, name):
        self.app.screenshot(PICTURES / f"{name}.png")

    def wait_there(self, what, condition):
        return driver.wait_for(what, condition, timeout=60)


def story_paper(desk):
    """Nobody has an e-mail address: on paper, and back."""
    app, case = desk.app, desk.cases["paper"]
    desk.open_case("Paula", "Step ")
    keys("ctrl+7")
    app.wait_to_see("14 079")
    check("paper is offered where Send stands otherwise", next(app.nodes("push button", "_Send application"), None) is None)
    desk.shot("paper-offered")
    app.press("_Continue on paper")
    app.wait_to_see("_Print the answers for the paper form…")
    check("the case is on paper", desk.state(case) == "paper", desk.state(case))
    check("whom to call is said", app.sees("14 079"))
    desk.shot("paper")
    app.press("Go on _filling in here after all")
    app.wait_to_see("Step ")
    check("it can be filled in again", desk.state(case) == "draft", desk.state(case))
    keys("ctrl+7")
    app.press("_Continue on paper")
    app.wait_to_see("_Print the answers for the paper form…")
    check("nothing of it went to the municipality", case not in desk.received())
    app.press_in_menu("The form on paper is ready: delete the a_nswers here")
    app.wait_to_see("The draft was deleted. Ctrl+Z brings it back.")
    keys("ctrl+z")
    app.wait_to_see("On paper")
    check("what was deleted by mistake is back", desk.state(case) == "paper", desk.state(case))


def story_withdrawn_and_corrected(desk):
    """What the municipality has is withdrawn; with the same answers and a correction it is sent anew."""
    app, case = desk.app, desk.cases["wrong"]
    desk.step(case, "_in-behandeling")
    desk.run("status", case)
    desk.open_case("Corrie", "New since last time: The municipality is deciding")
    app.press_in_menu("_Withdraw the application…")
    app.wait_to_see("To correct something: withdraw, then")
    desk.shot("withdraw")
    keys("Escape")
    app.alone()
    check("not without a yes", desk.there(case)["status"] == "in-behandeling")
    app.press_in_menu("_Withdraw the application…")
    app.wait_to_see("To correct something: withdraw, then")
    keys("alt+w")
    desk.wait_there("the withdrawal", lambda: desk.there(case)["status"] == "ingetrokken")
    app.wait_to_see("Apply again with these answers")
    check("what was news before is not said beside it", not app.sees("New since last time"))
    app.press("Apply a_gain with these answers…")
    app.wait_to_see("Step 1 of 7")
    check("the municipality has it withdrawn", desk.state(case) == "withdrawn", desk.state(case))
    keys("ctrl+3")
    app.fill("Last name", "Verbeterd")
    keys("ctrl+7")
    app.wait_to_see("Read this to the client")
    check("nobody warns of the application that was withdrawn", not app.sees("There is another case on this computer"))
    app.choose("Spoken, the counsellor heard it")
    app.choose("The client agrees")
    app.press("_Send application")
    app.wait_to_see("Send the application?")
    keys("Return")
    fresh = desk.wait_there("the corrected one", lambda: [
        one for one in desk.town("GET", "/_oefening/aanvragen")["aanvragen"]
        if one["voornamen"] == "Corrie" and one["status"] == "ontvangen"])
    check("the correction is there once, beside the withdrawn one",
          [one["geslachtsnaam"] for one in fresh] == ["Verbeterd"] and fresh[0]["aanvraagId"] != case, fresh)
    app.wait_to_see("Received by the municipality", timeout=60)
    desk.shot("corrected")


def add_photo(desk, name, holder):
    """Of one person of the letter that is open; holder gives what the municipality has of it."""
    app = desk.app
    for last in (False, True):
        app.press(f"Add a photo of {name}")
        try:
            driver.wait_for("the file dialog", lambda: len(app.windows()) > 1, timeout=5)
            break
        except driver.Lost:  # the rows were made anew under the pointer, for the photo before arrived
            if last:
                raise
    desk.choose_file(desk.picture(f"{name}.jpg", 600, 800))
    app.wait_to_see("Put head and shoulders inside the lines")
    keys("alt+u")
    desk.wait_there(f"the photo of {name}", lambda: holder()["fotoStatus"] == "ontvangen")


def open_letter(desk, code):
    desk.start()
    desk.app.press("I have a _letter")
    desk.app.fill("Code or link", code)
    keys("Return")
    desk.app.wait_to_see("Whose photo")


def story_four_photos_one_order(desk):
    """After an application: one code for the household, one photo after another."""
    app, case = desk.app, desk.cases["four"]
    desk.step(case, "_toekennen", motivering="U heeft recht op de pas.")
    letter = desk.step(case, "_verstuur-brief")
    open_letter(desk, letter["code"])
    check("one code for all is said", app.sees("One code for the household"))
    desk.shot("four-photos")
    for at, name in enumerate(("Fatima", "Willem", "Bo", "Jip")):
        add_photo(desk, name, lambda: after_test.order(desk, letter["code"])["pashouders"][at])
    app.wait_to_see("All photos are there")
    check("the passes come in one letter", app.sees("The passes come in one letter"))
    desk.shot("four-photos-done")
    orders = desk.town("GET", "/_oefening/foto-opdrachten")["fotoOpdrachten"]
    mine = [one for one in orders if one.get("aanvraagId") == case]
    check("four photos in one order", [one["status"] for one in mine] == ["compleet"] and
          len(mine[0]["pashouders"]) == 4, mine)
    sums = {one["fotoSha256"] for one in mine[0]["pashouders"]}
    check("each is there, whole", sums == {
        hashlib.sha256(after_test.stored(desk, mine[0], one["pashouderId"])).hexdigest()
        for one in mine[0]["pashouders"]}, sums)
    check("no second row", [one["id"] for one in desk.run("list") if one["kind"] == "letter"] == [])
    check("its row waits for the pass", desk.run("status", case)["state"] == "photos" and
          desk.row(case)["next_step"] == "wait-for-pass", desk.row(case))


def story_renewed_family(desk):
    """Renewed automatically: a letter and an order for each."""
    app = desk.app
    names = ("Rachida", "Karim", "Sara", "Noor")
    letters = [desk.town("POST", "/_oefening/foto-opdrachten", {"voornamen": name, "pasjaar": 2027})
               for name in names]
    for name, letter in zip(names, letters):
        open_letter(desk, letter["link"])
        if name == names[0]:
            check("others have a letter of their own", app.sees("Others in the family have a letter of their own"))
            desk.shot("renewed")
        add_photo(desk, name, lambda: after_test.order(desk, letter["code"])["pashouders"][0])
        if name == names[0]:
            app.wait_to_see("The pass comes on about")
            check("the pass of each comes by itself", not app.sees("The passes come in one letter"))
    app.wait_to_see("The municipality has what was asked", timeout=60)
    check("four orders, each with its photo", all(
        after_test.order(desk, one["code"])["status"] == "compleet" for one in letters))
    desk.start()
    for name in names:
        app.show_row(name)
    desk.shot("renewed-done")
    check("four rows on Start", all(next(app.nodes(None, prefix=name), None) for name in names))


def story_renewal_looked_up(desk):
    """With the client's word: the answer is in sight, and leads to the photo."""
    app = desk.app
    desk.town("POST", "/_oefening/verlengingen", {"burgerservicenummer": "999991784", "pasjaar": 2026})
    desk.start()
    app.press("I have a _letter")
    app.fill("BSN of the client", "999991784")
    app.press("L_ook it up with the municipality")
    needs = "Ask the client first whether it may be looked up, and switch that on"
    check("not without the client's word", app.find(None, needs) is not None)
    app.click(None, "The client says that it may be looked up")
    app.press("L_ook it up with the municipality")
    says = "You do not need to apply: the pass is renewed. Your next step is the photo."
    answer = app.find(None, says)
    _, top, _, height = app.still(answer)
    _, _, _, window = app.window().extents()
    check("the answer is in sight", 0 < top and top + height < window, (top, height, window))
    desk.shot("renewal")
    keys("Return")
    driver.wait_for("the code of the letter to be asked", lambda: "Code or link" in app.focused())
    check("nothing of the question is kept", not desk.run("list") or all(
        row["kind"] != "letter" or row["state"] != "draft" for row in desk.run("list")))


def knows_what_is_asked(app):
    """Asks how it stands, by the button or the menu, unless the program did so by itself meanwhile."""
    ask = "_Ask the municipality how it stands"
    if next(app.nodes("push button", "_Add what the municipality asks…"), None) is not None:
        return True
    try:
        if next(app.nodes("push button", ask), None) is not None:
            app.press(ask, timeout=3)
        else:
            app.press_in_menu(ask)
    except driver.Lost:
        keys("Escape")
    return False


def answer_in_window(desk, file, asked, whose="Nadia"):
    app = desk.app
    desk.open_case(whose, "What else can be done")
    driver.wait_for("what is asked to be known", lambda: knows_what_is_asked(app), timeout=60)
    app.press("_Add what the municipality asks…")
    app.wait_to_see("What is asked")
    check("the municipality's words are there", app.sees(asked))
    app.press(prefix="Add: ")
    desk.choose_file(file)
    app.wait_to_see(file.name, timeout=60)


def arrived(desk, case, request):
    """The answer as the municipality has it. An answer that is not there yet is none."""
    try:
        return desk.answer(case, request)
    except OSError:
        return None


def story_asked_twice(desk):
    """Asked twice: the first answered in part without a network and killed, the second killed while it is sent."""
    case = desk.cases["more"]
    first = desk.ask(case, ("bankafschrift", "2026-09"), ("bankafschrift", "2026-10"), note="Eerste vraag.")
    september = desk.picture("bank-2026-09.jpg", 400, 500)
    answer_in_window(desk, september, "Eerste vraag.")
    desk.trouble(offline=True)
    desk.app.press("Send what is there")
    driver.wait_for("it to wait", lambda: desk.row(case)["next_step"] == "wait-until-sent")
    desk.shot("answer-waits")
    check("without a network nothing is said to have arrived", desk.there(case)["status"] == "aanvulling-gevraagd")
    desk.app.kill()
    desk.trouble()
    desk.open_window()
    form = desk.wait_there("the first answer", lambda: arrived(desk, case, first["aanvullingId"]))
    check("killed offline, it arrived by itself, in part",
          [one["maand"] for one in form["bewijsstukken"]] == ["2026-09"] and
          [one["maand"] for one in form["ontbrekendeBewijsstukken"]] == ["2026-10"], form)
    desk.wait_there("its state", lambda: desk.there(case)["status"] == "in-behandeling")
    second = desk.ask(case, ("bankafschrift", "2026-10"), until=after_test.in_days(90), note="Tweede vraag.")
    october = desk.picture("bank-2026-10.jpg", 410, 510)
    answer_in_window(desk, october, "Tweede vraag.")
    desk.trouble(pad="documenten", vertragingInMs=1500)
    desk.app.press("Send to the municipality")
    driver.wait_for("sending to begin", lambda: desk.row(case)["next_step"] == "wait-until-sent")
    time.sleep(0.5)
    desk.app.kill()
    check("killed before it was there", arrived(desk, case, second["aanvullingId"]) is None)
    desk.trouble()
    desk.open_window()
    form = desk.wait_there("the second answer", lambda: arrived(desk, case, second["aanvullingId"]))
    check("killed amid, it arrived whole", [one["maand"] for one in form["bewijsstukken"]] == ["2026-10"] and
          "ontbrekendeBewijsstukken" not in form, form)
    sums = {hashlib.sha256(desk.document(case, one["documentId"])).hexdigest() for one in form["bewijsstukken"]}
    check("the document is there once, whole", sums == {one["sha256"] for one in form["bewijsstukken"]} and
          len(form["bewijsstukken"]) == 1)
    desk.open_case("Nadia", "The municipality is deciding")
    desk.shot("answered-twice")


def ways_back(app):
    """What takes an answer back that waits to be sent."""
    begins = app.said("Do not send yet, go on adding: %s").split("%s")[0]
    return [name for _, name in app.named("push button") if name.startswith(begins)]


def story_answer_taken_back(desk):
    """Two answers wait: the older is taken back where it waits, the other goes, and the first is added to and sent."""
    app, case = desk.app, desk.cases["back"]
    first = desk.ask(case, ("bankafschrift", "2026-09"), ("bankafschrift", "2026-10"), note="Vraag aan Bilal.")
    september, october = desk.picture("bank-2026-09.jpg", 420, 520), desk.picture("bank-2026-10.jpg", 430, 530)
    answer_in_window(desk, september, "Vraag aan Bilal.", "Bilal")
    desk.trouble(pad="_indienen", foutcode=503)
    app.press("Send what is there")
    driver.wait_for("it to wait", lambda: desk.row(case)["next_step"] == "wait-until-sent")
    second = desk.ask(case, ("loonstrook", "2026-10"), until=after_test.in_days(90), note="Nog een vraag.")
    answer_in_window(desk, desk.picture("loonstrook-2026-10.jpg", 440, 540), "Nog een vraag.", "Bilal")
    app.press("Send to the municipality")
    driver.wait_for("both to wait", lambda: desk.row(case)["next_step"] == "wait-until-sent")
    check("each of the two has its way back", driver.comes(lambda: len(ways_back(app)) == 2), ways_back(app))
    desk.shot("answers-may-be-taken-back")
    app.press(next(name for name in ways_back(app) if "ank statement" in name))
    app.wait_to_see("Still missing")
    check("the older one is a draft, with what was added", app.sees(september.name)
          and not app.sees("loonstrook-2026-10.jpg"), desk.row(case))
    desk.shot("answer-taken-back")
    desk.trouble()
    subprocess.run(desk.command("send"), env=desk.env, capture_output=True, check=False)
    desk.wait_there("the other", lambda: arrived(desk, case, second["aanvullingId"]))
    check("the one that was taken back did not go", arrived(desk, case, first["aanvullingId"]) is None)
    app.press(prefix="Add: ")
    desk.choose_file(october)
    app.wait_to_see(october.name, timeout=60)
    app.press("Send to the municipality")
    form = desk.wait_there("the answer", lambda: arrived(desk, case, first["aanvullingId"]))
    check("it arrived once, with what was added after that",
          [one["maand"] for one in form["bewijsstukken"]] == ["2026-09", "2026-10"], form)


def story_photo_of_nobody(desk):
    """A name that was mistyped without a network: said in the letter, put right there; another one is removed."""
    app = desk.app
    letter = desk.town("POST", "/_oefening/foto-opdrachten", {"voornamen": "Esra", "pasjaar": 2027})
    desk.trouble(offline=True)
    desk.start()
    app.press("I have a _letter")
    app.fill("Code or link", letter["code"])
    keys("Return")
    app.wait_to_see("The letter cannot be looked up now")
    for at, name in enumerate(("Ezra", "Niemand")):
        app.fill("First name as in the letter", name)
        app.press("Add a photo…")
        desk.choose_file(desk.picture(f"{name}.jpg", 600 + at, 800))
        app.wait_to_see("Put head and shoulders inside the lines")
        keys("alt+u")
        app.wait_to_see(name)
        app.alone()
    desk.shot("photo-waits")
    desk.trouble()
    driver.wait_for("both to be for a person", lambda: [
        one["attention"] for one in desk.run("list") if one["kind"] == "letter" and one["state"] == "attention"
    ] == ["person-unknown"], timeout=90)
    app.wait_to_see("The letter names nobody like that. Choose whose photo it is", timeout=60)
    desk.shot("photo-of-nobody")
    app.press("Remove the photo of Niemand")
    driver.wait_for("it to be gone", lambda: not app.sees("Niemand"))
    app.press("Whose photo: Ezra")
    app.choose_in_menu("Esra")
    desk.wait_there("the photo", lambda: after_test.order(desk, letter["code"])["status"] == "compleet")
    app.wait_to_see("The municipality has what was asked", timeout=60)
    check("nothing needs a person any more", all(one["state"] != "attention" for one in desk.run("list")))
    desk.shot("photo-put-right")
    # Turned away, and tried again as it is.
    holder = lambda: after_test.order(desk, letter["code"])["pashouders"][0]  # noqa: E731
    before = holder()["fotoSha256"]
    desk.start()
    app.press("I have a _letter")
    app.fill("Code or link", letter["code"])
    keys("Return")
    app.wait_to_see("Whose photo")
    desk.trouble(pad="pashouders", foutcode=400, aantal=1)
    app.press("Add a photo of Esra")
    desk.choose_file(desk.picture("Esra.jpg", 660, 880))
    app.wait_to_see("Put head and shoulders inside the lines")
    keys("alt+u")
    app.wait_to_see("The municipality could not take this photo", timeout=60)
    desk.shot("photo-turned-away")
    check("the municipality has the first one", holder()["fotoSha256"] == before)
    app.press("Try the photo of Esra again now")
    desk.wait_there("the other photo", lambda: holder()["fotoSha256"] != before)
    driver.wait_for("nothing to be for a person", lambda: all(
        one["state"] != "attention" for one in desk.run("list")), timeout=60)
    app.wait_to_see("The municipality has what was asked", timeout=60)


def story_answer_where_it_was_handed_over(desk):
    """The client comes back to the desk that handed the case over, with the mail: what is added there has a row of its own
    until it went, and its page says how it stands."""
    app = desk.app
    [case] = desk.run("import", desk.write("hanna.json", person("Hanna", "999997440", verklaring=SPOKEN)))
    desk.run("queue", case)
    desk.run("send")
    desk.env["ZPI_PASSPHRASE"] = after_test.PASSPHRASE
    desk.run("hand-over", case, os.path.join(desk.top, "hanna.zpi-case"))
    asked = desk.ask(case, ("bankafschrift", "2026-09"), note="Vraag aan Hanna.")
    desk.start()
    app.press("More inform_ation")  # the short name of the door, beside cases
    app.fill("Code or link", asked["code"])
    keys("Return")
    app.wait_to_see("Vraag aan Hanna.")
    app.press(prefix="Add: ")
    paper = desk.picture("bank-hanna.jpg", 430, 520)
    desk.choose_file(paper)
    app.wait_to_see(paper.name, timeout=60)
    desk.start()
    app.wait_to_see("Go on adding what the municipality asks")
    desk.shot("answer-beside-handed-over")
    row = desk.row(asked["aanvullingId"])
    check("what was begun stands on Start, with its date", row["due"] == after_test.LAST_DAY, row)
    app.show_row("Hanna · ")
    app.click(None, prefix="Hanna · ")
    app.wait_to_see("Vraag aan Hanna.")
    app.press("Send to the municipality")
    desk.wait_there("the answer", lambda: arrived(desk, case, asked["aanvullingId"]))
    app.wait_to_see("The municipality has what was asked", timeout=60)
    check("its own page says that it went", not app.sees("This desk does not send it any more"))
    desk.shot("answer-where-handed-over")


STORIES = [value for name, value in list(globals().items()) if name.startswith("story_")]


def main():
    wanted = sys.argv[1:]
    PICTURES.mkdir(exist_ok=True)
    desk = Stories()
    desk.app = None
    try:
        desk.prepare()
        for story in STORIES:
            name = story.__name__.removeprefix("story_").replace("_", "-")
            if wanted and name not in wanted:
                continue
            began = time.monotonic()
            try:
                story(desk)
            except Exception:  # whatever it is, it is this story's failure, and the next may go on
                desk.shot(f"lost-{name}")
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                check(f"{name} goes to its end", False)
                keys("Escape", "Escape")
                desk.trouble()
            print(f"# {name}: {time.monotonic() - began:.1f} s", flush=True)
        check("the program ends well", desk.app.quit() == 0)
        report = desk.run("verify")
        check("nothing is damaged", report["ok"], report)
    finally:
        if desk.app is not None and desk.app.process.poll() is None:
            desk.app.process.kill()
        desk.close()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
