#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What comes after sending, by zpictl: more information, photos, hand-over. Real programs. TAP."""

import base64
import contextlib
import ctypes
import datetime
import functools
import hashlib
import importlib.util
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
import urllib.request

SOURCE = os.environ["ZPI_SOURCE_ROOT"]
spec = importlib.util.spec_from_file_location(
    "zpictl_test", os.path.join(SOURCE, "tests", "service", "zpictl-test.py"))
zpictl_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(zpictl_test)

SECRET = b"GEHEIM-IN-HET-BEWIJSSTUK"
# What is kept of requests, letters, photos, decisions, accounts and reminders.
KEPT_AFTER = [SECRET, b"aanvullingId", b"Wij missen", b"household.partner", b"pashouderId", b"fotoStatus",
              b"Het gezicht", b"/foto/", b"/aanvulling/", b"motivering", b"hoofdpashouder", b"verzoekId"]


def in_days(days):
    """A day that has not come yet, whatever today is."""
    return (datetime.date.today() + datetime.timedelta(days)).isoformat()


LAST_DAY = in_days(60)


@functools.cache
def picture(number, size=300000):
    """A real one of about so many bytes, with the secret amid its pixels."""
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf, GLib
    high = size // 500
    pixels = random.Random(number).randbytes(400 * high * 3)
    pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(pixels), GdkPixbuf.Colorspace.RGB, False, 8,
                                             400, high, 400 * 3)
    content = bytearray(pixbuf.save_to_bufferv("jpeg", ["quality"], ["90"])[1])
    middle = len(content) // 2
    content[middle:middle + len(SECRET)] = SECRET
    return bytes(content)


class Desk(zpictl_test.Desk):
    def received_case(self, year=2026):
        """An application that the municipality has."""
        self.start_server()
        path = self.household(1)
        with open(path, encoding="utf-8") as file:
            wire = json.load(file)
        self.write(os.path.basename(path), json.dumps(dict(wire, pasjaar=year)).encode())
        [case] = self.run("import", path)
        self.run("queue", case)
        self.run("send")
        return case

    def ask(self, case, *wanted, until=LAST_DAY, note="Wij missen nog iets."):
        return self.town("POST", f"/_oefening/aanvragen/{case}/_vraag-aanvulling", {
            "gevraagd": [{"soort": kind, "van": "aanvrager", "maand": month}
                         for kind, month in wanted],
            "uiterlijkOp": until, "toelichting": note})

    def there(self, case):
        return self.town("GET", f"/_oefening/aanvragen/{case}")

    def answer(self, case, request):
        return self.town("GET", f"/_oefening/aanvragen/{case}/aanvullingen/{request}/formulier")

    def document(self, case, document):
        with urllib.request.urlopen(
                self.base[:-len("/v1")]
                + f"/_oefening/aanvragen/{case}/documenten/{document}") as answer:
            return answer.read()

    def stop_server(self):
        self.server.terminate()
        self.server.wait()
        self.server = None

    def restart_server(self):
        """At the same place, with what it had."""
        port = self.base.split(":")[-1].split("/")[0]
        self.server = subprocess.Popen(
            [zpictl_test.SERVER, "--data", os.path.join(self.top, "town"), "--port", port],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.server.stdout.readline()

    def row(self, case):
        return next(one for one in self.run("list") if one["id"] == case)

    def numbers(self):
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, "store.db"))) as store:
            return [number for number, in store.execute("SELECT number FROM cases ORDER BY number")]

    def scan(self, *more):
        for folder, _, files in os.walk(self.data):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    content = zpictl_test.planted.readable(file.read())
                for word in zpictl_test.PLANTED + KEPT_AFTER + list(more):
                    assert word not in content, (name, word)


def test_more_information(desk):
    """What is asked is answered with two files that take the places of what is asked."""
    case = desk.received_case()
    asked = desk.ask(case, ("bankafschrift", "2026-09"), ("bankafschrift", "2026-10"))
    status = desk.run("status", case)
    assert status["state"] == "more-information" and status["due"] == LAST_DAY, status
    assert status["next_step"] == "send-more-information"
    assert status["requests"][0]["toelichting"] == "Wij missen nog iets."
    october = desk.write("bankafschrift 2026-10.jpg", picture(1))
    september = desk.write("een foto.jpg", picture(2))
    done = desk.run("supplement", case, october, september)
    assert done["sent"] and done["missing"] == 0 and done["documents"] == 2, done
    assert done["state"] == "in-assessment" and done["supplement"] == asked["aanvullingId"]
    form = desk.answer(case, asked["aanvullingId"])
    assert [(one["soort"], one["maand"]) for one in form["bewijsstukken"]] == [
        ("bankafschrift", "2026-10"), ("bankafschrift", "2026-09")], form
    for one, content in zip(form["bewijsstukken"], (picture(1), picture(2))):
        assert desk.document(case, one["documentId"]) == content
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
    assert "ontbrekendeBewijsstukken" not in form
    assert desk.there(case)["status"] == "in-behandeling"
    assert [one["id"] for one in desk.run("list")] == [case], "one row for one application"
    assert desk.run("status", case)["state"] == "in-assessment"
    desk.run("supplement", case, october, status=1)
    desk.scan()
    assert desk.run("clear", "--now")["cleared"] == 1
    report = desk.run("verify")
    assert report["ok"] and report["documents"] == 0 and report["cases"] == 1, report
    desk.run("import", desk.household(0))
    assert desk.numbers() == [1, 2], f"an answer, which is in no list, takes no number: {desk.numbers()}"


def test_still_missing_and_news(desk):
    """What was missing when it was sent stays listed until it came, also when the answers are gone; what the
    municipality changed is news until it was on a screen."""
    desk.start_server()
    file = desk.write("alone.json", json.dumps({
        "regeling": "zoetermeerpas", "pasjaar": 2026,
        "aanvrager": {"naam": {"voornamen": "Joost", "geslachtsnaam": "Eenling"},
                      "geboorte": {"datum": {"type": "Datum", "datum": "1985-02-14"}},
                      "burgerservicenummer": "999991802"},
        "contact": {"emailadres": "joost@example.nl", "vanWie": "aanvrager"},
        "inkomen": [{"soort": "loon", "van": "aanvrager", "bedragInCenten": 90000, "periode": "maand"}],
        "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"}}).encode())
    [case] = desk.run("import", file)
    desk.run("queue", case)
    desk.run("send")
    status = desk.run("status", case)
    missing, questions = status["missing"], status["missing_questions"]
    assert "applicant.street" in questions and "household.partner" in questions, questions
    assert not set(questions) & {"applicant.birth_date", "income.1.amount"}, questions
    assert {one["soort"] for one in missing} >= {"loonstrook", "bankafschrift"}, missing
    assert "news" not in desk.row(case), "what one did oneself is no news"
    wanted = [(one["soort"], one["maand"]) for one in missing if "maand" in one]
    desk.ask(case, wanted[0])
    assert desk.run("status", case)["state"] == "more-information"
    assert desk.row(case)["news"] is True
    desk.run("supplement", case, desk.write(f"{wanted[0][0]} {wanted[0][1]}.jpg", picture(3)))
    left = desk.run("status", case)["missing"]
    gone = [one for one in missing if one not in left]
    assert [(one["soort"], one.get("maand")) for one in gone] == [wanted[0]], (missing, left)
    desk.run("clear", "--now")
    status = desk.run("status", case)
    assert status["missing"] == left and status["missing_questions"] == questions, status
    desk.scan()


def test_answer_nobody_knew_of(desk):
    """Answered by the link of the mail before this desk asked how it stands: until it is there the case does
    not say that the municipality is deciding."""
    case = desk.received_case()
    desk.town("POST", f"/_oefening/aanvragen/{case}/_in-behandeling", {})
    assert desk.run("status", case)["state"] == "in-assessment"
    link = desk.ask(case, ("overig", "2026-10"))["link"]
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "foutcode": 500, "aantal": 1})
    desk.run("supplement", link, desk.write("brief.jpg", picture(4)))
    row = desk.row(case)
    assert row["state"] == "more-information" and row["next_step"] == "wait-until-sent", row
    assert "due" not in row or row["due"] is None, row
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    row = desk.row(case)
    assert row["state"] == "in-assessment" and row["due"], row


def test_twice_in_parts_offline_killed(desk):
    """Asked twice; the first answered in part without a network and killed, the second whole, after
    the answers of the application were cleared."""
    case = desk.received_case()
    first = desk.ask(case, ("bankafschrift", "2026-09"), ("loonstrook", "2026-09"))
    desk.run("status", case)
    desk.run("clear", "--now")
    desk.stop_server()
    slip = desk.write("loonstrook.jpg", picture(3))
    done = desk.run("supplement", case, slip)
    assert not done["sent"] and done["waiting"] and done["missing"] == 1, done
    assert done["state"] == "more-information"
    row = desk.row(case)
    assert row["state"] == "more-information" and row["next_step"] == "wait-until-sent", row
    desk.run("supplement", case, slip, status=1)
    desk.run("clear", "--now")
    desk.run("send", status=1)
    desk.restart_server()
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "antwoordKwijt": True, "aantal": 1})
    desk.run("send", status=1)
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    form = desk.answer(case, first["aanvullingId"])
    assert [one["soort"] for one in form["bewijsstukken"]] == ["loonstrook"]
    assert form["ontbrekendeBewijsstukken"] == [
        {"soort": "bankafschrift", "van": "aanvrager", "maand": "2026-09"}], form
    assert desk.row(case)["state"] == "in-assessment"
    asked = {"soort": "bankafschrift", "van": "aanvrager", "maand": "2026-09"}
    assert asked in desk.run("status", case)["missing"], "what was left for later is missing"
    second = desk.ask(case, ("bankafschrift", "2026-09"), until=in_days(90))
    desk.town("PUT", "/_oefening/storing", {"pad": "documenten", "vertragingInMs": 400, "aantal": 0})
    victim = subprocess.Popen(desk.command("supplement", case, slip), env=desk.env,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        victim.wait(0.7)
    except subprocess.TimeoutExpired:
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    desk.town("PUT", "/_oefening/storing", {})
    # On a busy computer it may have ended before it knew that something is asked.
    if desk.run("status", case)["next_step"] == "send-more-information":
        desk.run("supplement", case, slip)
    desk.run("send")
    assert desk.there(case)["status"] == "in-behandeling"
    form = desk.answer(case, second["aanvullingId"])
    assert {one["sha256"] for one in form["bewijsstukken"]} == {
        hashlib.sha256(picture(3)).hexdigest()}
    assert desk.row(case)["state"] == "in-assessment"
    assert asked not in desk.run("status", case)["missing"], "it came with the second"
    desk.run("clear", "--now")
    assert desk.run("verify")["documents"] == 0


def test_two_requests_at_once(desk):
    """Each is answered by itself, also while the other waits without a network; the date is that of the one that
    is still open."""
    case = desk.received_case()
    first = desk.ask(case, ("bankafschrift", "2026-09"), until=in_days(50))["aanvullingId"]
    second = desk.ask(case, ("loonstrook", "2026-10"), until=in_days(70))["aanvullingId"]
    assert desk.run("status", case)["due"] == in_days(50)
    assert desk.run("supplement", case, desk.write("een.jpg", picture(7)))["supplement"] == first
    row = desk.row(case)
    assert (row["state"], row["next_step"], row["due"]) == (
        "more-information", "send-more-information", in_days(70)), row
    third = desk.ask(case, ("overig", "2026-11"), until=in_days(80))["aanvullingId"]
    desk.run("status", case)
    desk.stop_server()
    assert desk.run("supplement", case, desk.write("twee.jpg", picture(8)))["supplement"] == second
    assert desk.row(case)["next_step"] == "send-more-information", "another is still to be answered"
    assert desk.run("supplement", case, desk.write("drie.jpg", picture(9)))["supplement"] == third
    assert desk.row(case)["next_step"] == "wait-until-sent"
    desk.run("supplement", case, desk.write("vier.jpg", picture(10)), status=1)
    desk.restart_server()
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    for request, kind in ((first, "bankafschrift"), (second, "loonstrook"), (third, "overig")):
        assert [one["soort"] for one in desk.answer(case, request)["bewijsstukken"]] == [kind]
    assert desk.row(case)["state"] == "in-assessment" == desk.run("status", case)["state"]


def test_made_elsewhere(desk):
    """By the code of the mail, or its link: the application is not in this store."""
    case = desk.received_case()
    asked = desk.ask(case, ("overig", "2026-10"))
    desk.data = os.path.join(desk.top, "other-desk")
    paper = desk.write("brief.jpg", picture(4))
    desk.run("supplement", "QQQQ-QQQQ", paper, status=1)
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "foutcode": 500, "aantal": 1})
    assert desk.run("supplement", asked["link"], paper)["id"] == asked["aanvullingId"]
    assert desk.row(asked["aanvullingId"])["due"] == LAST_DAY, "until when it may come"
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.row(asked["aanvullingId"])["due"] is None
    assert desk.answer(case, asked["aanvullingId"])["bewijsstukken"][0]["soort"] == "overig"
    [row] = desk.run("list")
    assert row["kind"] == "letter" and row["state"] == "received", row
    code = desk.ask(case, ("overig", "2026-11"))["code"]
    assert desk.run("supplement", code.lower().replace("-", " "), paper)["sent"]
    assert desk.numbers() == [1, 2], f"each has a row of its own: {desk.numbers()}"
    desk.scan()


def test_code_without_network(desk):
    """The code of a mail is kept, sealed, with the papers that were brought, until what is asked can be looked up: then
    the answer stands in the list with its date, and is added to. The papers are in it, and none goes before somebody
    said what it is. A code of nothing says so."""
    case = desk.received_case()
    asked = desk.ask(case, ("overig", "2026-10"))
    desk.data = os.path.join(desk.top, "other-desk")
    paper = desk.write("brief.jpg", picture(4))
    desk.stop_server()
    kept = desk.run("supplement", asked["code"], paper, status=1)
    assert kept["attention"] == "code-waits" and not kept["sent"] and kept["documents"] == 1, kept
    twice = desk.run("supplement", asked["link"], paper, status=1)
    assert (twice["id"], twice["documents"]) == (kept["id"], 1), "typed twice, kept once, with its paper"
    other = desk.run("supplement", "QQQQ-QQQQ", paper, status=1)["id"]
    assert desk.row(kept["id"])["next_step"] == "look-up-code"
    desk.scan(asked["code"].encode(), asked["code"].replace("-", "").encode(), b"QQQQQQQQ", picture(4)[-60:])
    desk.run("send")
    assert desk.row(kept["id"])["attention"] == "code-waits", "nobody answered"
    desk.restart_server()
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    rows = {one["id"]: one for one in desk.run("list")}
    assert set(rows) == {asked["aanvullingId"], other}, rows
    assert rows[asked["aanvullingId"]]["due"] == LAST_DAY and rows[asked["aanvullingId"]]["news"], rows
    assert rows[asked["aanvullingId"]]["next_step"] == "add-and-send", rows
    assert (rows[other]["attention"], rows[other]["next_step"]) == ("code-unknown", "repair"), rows
    desk.run("supplement", asked["code"], desk.write("ander.jpg", picture(5)), status=1)
    assert "Say of each paper what it is first" in desk.messages, desk.messages
    done = desk.run("supplement", asked["code"], paper)
    assert done["sent"] and done["id"] == asked["aanvullingId"], done
    assert len(desk.answer(case, asked["aanvullingId"])["bewijsstukken"]) == 2, "the paper goes once, as what it is"
    # Kept once more, and found by hand before the queue does.
    again = desk.ask(case, ("overig", "2026-11"))
    desk.stop_server()
    desk.run("supplement", again["code"], paper, status=1)
    desk.restart_server()
    assert desk.run("supplement", again["code"], paper)["sent"]
    assert {one["id"] for one in desk.run("list")} == {asked["aanvullingId"], again["aanvullingId"], other}
    desk.scan(asked["code"].encode(), again["code"].replace("-", "").encode())
    assert desk.run("verify")["ok"]


def test_code_answered_elsewhere(desk):
    """Answered at another desk before the kept code was looked up: said, and no answer begun for nothing; typed
    there, the same."""
    case = desk.received_case()
    asked = desk.ask(case, ("overig", "2026-10"))
    paper = desk.write("brief.jpg", picture(4))
    first, desk.data = desk.data, os.path.join(desk.top, "other-desk")
    desk.stop_server()
    kept = desk.run("supplement", asked["code"], paper, status=1)
    desk.restart_server()
    desk.data = first
    assert desk.run("supplement", asked["code"], paper)["sent"]
    desk.data = os.path.join(desk.top, "other-desk")
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    [row] = desk.run("list")
    assert (row["id"], row["attention"], row["next_step"]) == (kept["id"], "request-closed", "repair"), row
    assert row["news"] and row["due"] is None, row
    desk.data = os.path.join(desk.top, "third-desk")
    desk.run("supplement", asked["code"], paper, status=1)
    assert "answered already" in desk.messages and desk.run("list") == [], desk.messages


def test_answered_elsewhere_while_it_waits(desk):
    """At another desk, while the answer of this one waited: said as what it is, not sent beside it, and the desk that
    has the application knows how that stands."""
    case = desk.received_case()
    asked = desk.ask(case, ("overig", "2026-10"))
    paper, other = desk.write("brief.jpg", picture(4)), desk.write("ander.jpg", picture(5))
    desk.run("status", case)
    first, desk.data = desk.data, os.path.join(desk.top, "other-desk")
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "foutcode": 500})
    assert desk.run("supplement", asked["code"], paper)["waiting"]
    desk.data = first
    assert desk.run("supplement", case, other)["waiting"]
    desk.town("PUT", "/_oefening/storing", {})
    desk.data = os.path.join(desk.top, "other-desk")
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    desk.data = first
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 1}
    assert desk.row(case)["state"] == "in-assessment", desk.row(case)
    third = desk.ask(case, ("overig", "2026-11"))
    desk.data = os.path.join(desk.top, "third-desk")
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "foutcode": 500})
    assert desk.run("supplement", third["code"], paper)["waiting"]
    desk.town("PUT", "/_oefening/storing", {})
    desk.data = os.path.join(desk.top, "other-desk")
    assert desk.run("supplement", third["code"], other)["sent"]
    desk.data = os.path.join(desk.top, "third-desk")
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 1}
    [row] = desk.run("list")
    assert (row["state"], row["attention"]) == ("attention", "request-closed"), row


def test_file_that_will_not_do(desk):
    """All of them or none; the request stays open."""
    case = desk.received_case()
    asked = desk.ask(case, ("bankafschrift", "2026-09"), ("bankafschrift", "2026-10"))
    good = desk.write("goed.jpg", picture(5))
    desk.run("supplement", case, good, desk.write("999993653.txt", b"geen plaatje"), status=1)
    assert "999993653" not in desk.messages and "file 2" in desk.messages, desk.messages
    assert desk.there(case)["status"] == "aanvulling-gevraagd"
    done = desk.run("supplement", case, good)
    assert done["sent"] and done["documents"] == 1 and done["missing"] == 1, done
    assert len(desk.answer(case, asked["aanvullingId"])["bewijsstukken"]) == 1


def test_closed_meanwhile(desk):
    """Decided while the answer waited: a person has to look, nothing is sent."""
    case = desk.received_case()
    desk.ask(case, ("bankafschrift", "2026-09"))
    desk.run("status", case)
    desk.stop_server()
    desk.run("supplement", case, desk.write("een.jpg", picture(6)))
    desk.restart_server()
    desk.town("POST", f"/_oefening/aanvragen/{case}/_afwijzen",
              {"motivering": "De stukken kwamen niet."})
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 1}
    assert "is of no use any more" in desk.messages and "needs somebody" not in desk.messages, desk.messages
    row = desk.row(case)
    assert (row["state"], row["news"]) == ("rejected", True), "why it did not go is known at once"
    status = desk.run("status", case)
    assert status["state"] == "rejected", status
    assert status["decision"]["motivering"] == "De stukken kwamen niet."


def test_answer_that_cannot_go_any_more(desk):
    """Decided or withdrawn while an answer waited, needed a person, or was only begun: nothing of it stays behind
    when the answers of the application go, also when those went before."""
    for cleared in (False, True):
        for end in ("_afwijzen", "withdraw"):
            case = desk.received_case()
            desk.ask(case, ("bankafschrift", "2026-09"))
            desk.run("status", case)
            if cleared:
                desk.run("clear", "--now")
            desk.stop_server()
            desk.run("supplement", case, desk.write("een.jpg", picture(6)))
            desk.restart_server()
            if end == "withdraw":
                desk.town("POST", f"/_oefening/aanvragen/{case}/_toekennen", {"motivering": "Toch goed."})
            else:
                desk.town("POST", f"/_oefening/aanvragen/{case}/{end}", {"motivering": "De stukken kwamen niet."})
            desk.run("status", case)
            assert desk.run("verify")["documents"] >= 1, "nothing goes while somebody may still look"
            desk.run("send", status=1)
            desk.run("clear", "--now")
            report = desk.run("verify")
            assert report["ok"] and report["documents"] == 0 and report["cases"] == 1, (cleared, end, report)
            desk.close()
            desk.__init__()


def test_withdrawn(desk):
    """With the client's word, once, also while an answer waits: nothing of it goes after that. Not without a network, and
    not what was decided."""
    case = desk.received_case()
    desk.run("withdraw", case, status=2)
    desk.ask(case, ("overig", "2026-10"))
    desk.run("status", case)
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "foutcode": 500})
    assert desk.run("supplement", case, desk.write("brief.jpg", picture(4)))["waiting"]
    desk.stop_server()
    desk.run("withdraw", "--client-agrees", case, status=1)
    assert desk.row(case)["state"] == "more-information"
    desk.restart_server()
    desk.town("PUT", "/_oefening/storing", {"pad": "_intrekken", "antwoordKwijt": True, "aantal": 1})
    desk.run("withdraw", "--client-agrees", case, status=1)
    assert desk.run("withdraw", "--client-agrees", case) == {"id": case, "state": "withdrawn"}
    desk.town("PUT", "/_oefening/storing", {})
    assert desk.there(case)["status"] == "ingetrokken"
    desk.run("send", status=1)
    assert "is of no use any more" in desk.messages, desk.messages
    desk.run("clear", "--now")
    report = desk.run("verify")
    assert report["ok"] and report["documents"] == 0, report
    desk.close()
    desk.__init__()
    other = desk.received_case()
    desk.town("POST", f"/_oefening/aanvragen/{other}/_afwijzen", {"motivering": "Het inkomen is te hoog."})
    desk.run("withdraw", "--client-agrees", other, status=1)
    assert "decided already" in desk.messages, desk.messages


def test_again_after_a_rejection(desk):
    """Who applies again after a no does not apply twice, and is not told so."""
    case = desk.received_case()
    wire = os.path.join(desk.top, "household.json")
    desk.town("POST", f"/_oefening/aanvragen/{case}/_afwijzen", {"motivering": "Het inkomen is te hoog."})
    desk.run("status", case)
    desk.run("import", wire)
    assert "the same BSN" not in desk.messages, desk.messages
    desk.run("import", wire)
    assert "1 other case here has the same BSN" in desk.messages, desk.messages


def jpeg(desk, name, width=600, height=800, exif=False, colour=0x8060A0FF):
    """A real picture, with a place where it was taken when asked."""
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf
    path = os.path.join(desk.top, name)
    pixbuf = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, width, height)
    pixbuf.fill(colour)
    pixbuf.savev(path, "jpeg", ["quality"], ["90"])
    if exif:
        with open(path, "rb") as file:
            content = file.read()
        segment = b"Exif\0\0" + SECRET
        content = content[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + content[2:]
        with open(path, "wb") as file:
            file.write(content)
    return path


def granted_case(desk):
    case = desk.received_case()
    desk.town("POST", f"/_oefening/aanvragen/{case}/_toekennen", {"motivering": "Toegekend."})
    letter = desk.town("POST", f"/_oefening/aanvragen/{case}/_verstuur-brief", {})
    return case, letter


def order(desk, code):
    listed = desk.town("GET", "/_oefening/foto-opdrachten")["fotoOpdrachten"]
    return next(one for one in listed if one["code"] == code)


def stored(desk, found, holder):
    with urllib.request.urlopen(desk.base[:-len("/v1")] + f"/_oefening/foto-opdrachten/"
                                f"{found['opdrachtId']}/pashouders/{holder}/foto") as answer:
        return answer.read()


def test_letter_after_a_grant(desk):
    """Granted, a letter is waited for, and nobody can add a photo; with the letter photos are asked. Rejected, none is."""
    case = desk.received_case()
    desk.town("POST", f"/_oefening/aanvragen/{case}/_toekennen", {"motivering": "Toegekend."})
    status = desk.run("status", case)
    assert (status["state"], status["next_step"]) == ("granted", "wait-for-letter"), status
    assert status["decision"]["uitkomst"] == "toegekend", status["decision"]
    assert desk.town("GET", "/_oefening/foto-opdrachten")["fotoOpdrachten"] == [], "before the letter there is no order"
    letter = desk.town("POST", f"/_oefening/aanvragen/{case}/_verstuur-brief", {})
    assert letter["code"] in letter["link"] and letter["code"] in letter["qrTekst"], letter
    status = desk.run("status", case)
    assert (status["state"], status["next_step"]) == ("photos", "send-photos"), status


def test_photos_of_a_household(desk):
    """One order for all: by name, number and id; replaced until it is approved; one row."""
    case, letter = granted_case(desk)
    desk.run("status", case)
    code = letter["code"]
    done = desk.run("photo", letter["link"], "Annabella", jpeg(desk, "anna.jpg", exif=True))
    assert done["sent"] and not done["complete"] and len(done["missing"]) == 2, done
    found = order(desk, code)
    first = found["pashouders"][0]
    photo = stored(desk, found, first["pashouderId"])
    assert SECRET not in photo and b"Exif" not in photo and photo[:3] == b"\xff\xd8\xff"
    assert done["holder"] == first["pashouderId"]
    assert [one["rol"] for one in found["pashouders"]] == [
        "hoofdpashouder", "subpashouder", "subpashouder"], found
    assert first["voornamen"] == "Annabella", "who applied is the main pass holder"
    desk.run("photo", code, "1", jpeg(desk, "again.jpg", 700, 900))
    assert stored(desk, found, first["pashouderId"]) != photo
    desk.run("photo", code.lower(), "2", jpeg(desk, "partner.jpg", 4000, 3000))
    done = desk.run("photo", code, found["pashouders"][2]["pashouderId"], jpeg(desk, "bo.jpg"))
    assert done["complete"] and done["expected"] and done["missing"] == [], done
    days = (datetime.date.fromisoformat(done["expected"]) - datetime.date.today()).days
    assert 6 <= days <= 8, "about a week"
    assert order(desk, code)["status"] == "compleet"
    [row] = desk.run("list")
    assert row["id"] == case and row["state"] == "photos" and row["next_step"] == "wait-for-pass"
    assert row["due"] == done["expected"], row
    desk.run("photo", code, "niemand", jpeg(desk, "x.jpg"), status=1)
    desk.run("photo", code, "1", desk.write("tekst.jpg", b"geen foto"), status=1)
    desk.run("photo", "QQQQ-QQQQ", "1", jpeg(desk, "y.jpg"), status=1)
    desk.town("POST", f"/_oefening/foto-opdrachten/{found['opdrachtId']}/pashouders/"
              f"{first['pashouderId']}/_goedkeuren", {})
    late = desk.run("photo", code, "1", jpeg(desk, "late.jpg", 500, 700), status=1)
    assert late["attention"] == "photo-approved", late
    assert desk.run("list")[0]["next_step"] == "repair"
    assert stored(desk, found, first["pashouderId"]) != photo
    desk.scan()


def test_one_photo_holds_up_no_other(desk):
    """Taken without a network, of a household: one of whom nobody heard, one whose pass is made already. The others
    go; what does not go is for a person, and does not come again by itself."""
    code = granted_case(desk)[1]["code"]
    found = order(desk, code)
    first = found["pashouders"][0]
    place = f"/_oefening/foto-opdrachten/{found['opdrachtId']}/pashouders/{first['pashouderId']}"
    desk.run("photo", code, "1", jpeg(desk, "first.jpg"))
    desk.town("POST", f"{place}/_goedkeuren", {})
    desk.data = os.path.join(desk.top, "other-desk")
    desk.stop_server()
    desk.run("photo", code, "Verschreven", jpeg(desk, "wrong.jpg"))
    desk.run("photo", code, first["voornamen"], jpeg(desk, "late.jpg", 500, 700))
    desk.run("photo", code, found["pashouders"][1]["voornamen"], jpeg(desk, "second.jpg"))
    desk.restart_server()
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 2}
    assert [one["fotoStatus"] for one in order(desk, code)["pashouders"]][:2] == ["goedgekeurd", "ontvangen"]
    [row] = desk.run("list")
    assert (row["state"], row["attention"]) == ("attention", "person-unknown"), row
    done = desk.run("photo", code, found["pashouders"][2]["voornamen"], jpeg(desk, "third.jpg"))
    assert done["sent"] and not done["waiting"] and done["attention"] == "person-unknown", done
    [row] = desk.run("list")
    assert (row["state"], row["attention"]) == ("attention", "person-unknown"), row
    assert desk.run("verify")["ok"]


def test_photo_that_got_stuck(desk):
    """What a person does about it in the window goes here too: named with a typing error it is given to who it is of,
    or removed; one that was turned away is tried again; each by the letter's code or the case, never one that goes
    by itself."""
    case, letter = granted_case(desk)
    code = letter["code"]
    found = order(desk, code)
    first, second, third = found["pashouders"]
    desk.stop_server()
    desk.run("photo", code, "Verschreven", jpeg(desk, "wrong.jpg"))
    desk.run("photo", code, "Niemand", jpeg(desk, "nobody.jpg", 620))
    desk.run("photo-retry", code, "Verschreven", status=1)
    assert "goes by itself" in desk.messages, desk.messages
    desk.run("photo-remove", code, "Verschreven", status=1)
    desk.restart_server()
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 2}
    row = desk.row(case)
    assert row["next_step"] == "repair", row
    stuck = desk.run("status", case)["photos"]
    assert [one["attention"] for one in stuck] == ["person-unknown"] * 2, stuck
    desk.run("photo-retry", code, "Verschreven", status=1)
    assert "Nobody in this letter is called so" in desk.messages, desk.messages
    desk.run("photo-retry", code, "1", status=1)
    assert "No photo of that person needs somebody here" in desk.messages, desk.messages
    desk.run("photo-retry", "--for", "Annabella", code, "Verschreven")
    done = desk.run("status", case)["photos"]
    assert [one["photo"] for one in done] == [stuck[1]["photo"]], done
    assert order(desk, code)["pashouders"][0]["fotoStatus"] == "ontvangen"
    gone = desk.run("photo-remove", stuck[1]["letter"], stuck[1]["photo"])
    assert (gone["photo"], gone["state"]) == ("removed", "draft") and "attention" not in gone, gone
    assert desk.row(case)["next_step"] == "send-photos" and "photos" not in desk.run("status", case)
    # Turned away: as it is, once the municipality takes it.
    desk.town("PUT", "/_oefening/storing", {"pad": "pashouders", "foutcode": 400, "aantal": 1})
    turned = desk.run("photo", code, "2", jpeg(desk, "second.jpg"), status=1)
    assert turned and turned["attention"] == "refused", (turned, desk.messages)
    done = desk.run("photo-retry", code, "2")
    assert done["sent"] and done["holder"] == second["pashouderId"], done
    # The last one: the pass was made with another one meanwhile.
    desk.town("PUT", "/_oefening/storing", {"pad": "pashouders", "foutcode": 400, "aantal": 1})
    desk.run("photo", code, "3", jpeg(desk, "third.jpg"), status=1)
    other, desk.data = desk.data, os.path.join(desk.top, "phone")
    assert desk.run("photo", code, "3", jpeg(desk, "phone.jpg", 640))["complete"]
    desk.town("POST", f"/_oefening/foto-opdrachten/{found['opdrachtId']}/pashouders/{third['pashouderId']}/_goedkeuren",
              {})
    desk.data = other
    late = desk.run("photo-retry", code, "3", status=1)
    assert late["attention"] == "photo-approved", late
    desk.run("photo-remove", code, "3")
    desk.run("status", case)
    assert desk.row(case)["next_step"] == "wait-for-pass", desk.row(case)
    desk.run("clear", "--now")
    report = desk.run("verify")
    assert report["ok"] and report["documents"] == 0, report
    desk.scan()


def test_photos_of_an_application_made_elsewhere(desk):
    """The letter is a row of its own, with a number."""
    _, letter = granted_case(desk)
    desk.data = os.path.join(desk.top, "other-desk")
    done = desk.run("photo", letter["code"], "1", jpeg(desk, "elsewhere.jpg"))
    [row] = desk.run("list")
    assert done["sent"] and row["id"] == done["id"] and desk.numbers() == [1], (row, desk.numbers())


def test_photo_of_nothing(desk):
    """A covered camera is said, and goes: whoever sends it can see it."""
    _, letter = granted_case(desk)
    for colour, said in ((0x000000FF, "(dark)"), (0x8060A0FF, "(blank)")):
        done = desk.run("photo", letter["code"], "1", jpeg(desk, "dicht.jpg", colour=colour))
        assert done["sent"] and said in desk.messages, desk.messages


def test_photos_before_anybody_asked(desk):
    """The letter came before anybody asked how it stands: its row says photos, and when the passes come."""
    case, letter = granted_case(desk)
    found = order(desk, letter["code"])
    assert desk.state(case) == "received"
    first, *others = [one["pashouderId"] for one in found["pashouders"]]
    desk.run("photo", letter["code"], first, jpeg(desk, "first.jpg"))
    row = desk.row(case)
    assert (row["state"], row["next_step"]) == ("photos", "send-photos"), row
    for holder in others:
        done = desk.run("photo", letter["code"], holder, jpeg(desk, "other.jpg"))
    for _ in range(2):
        row = desk.row(case)
        assert (row["state"], row["next_step"]) == ("photos", "wait-for-pass"), row
        assert row["due"] == done["expected"], row
        desk.run("status", case)


def reject(desk, found, holder):
    desk.town("POST", f"/_oefening/foto-opdrachten/{found['opdrachtId']}/pashouders/{holder}/_afkeuren",
              {"toelichting": "Het gezicht is niet te zien."})


def standing(desk, case):
    row = desk.row(case)
    return row["state"], row["attention"], row["next_step"], row["due"] is not None, row.get("news", False)


def test_photo_rejected(desk):
    """After all photos were there another is asked: asking how it stands tells it, once as news, also when the
    letter went with the answers; another photo ends it."""
    case, letter = granted_case(desk)
    found = order(desk, letter["code"])
    holders = [one["pashouderId"] for one in found["pashouders"]]
    for number, holder in enumerate(holders):
        desk.run("photo", letter["code"], holder, jpeg(desk, f"{number}.jpg", 500 + number))
    for cleared in (False, True):
        if cleared:
            desk.run("clear", "--now")
        assert standing(desk, case)[:4] == ("photos", "photos-sent", "wait-for-pass", True), standing(desk, case)
        reject(desk, found, holders[1])
        for trouble in ({"foutcode": 500}, {"antwoordKwijt": True}):
            desk.town("PUT", "/_oefening/storing", {"pad": "/foto-opdrachten", "aantal": 1, **trouble})
            assert desk.run("status", case)["state"] == "photos", "the application is asked all the same"
            assert desk.row(case)["attention"] == "photos-sent", trouble
        desk.town("PUT", "/_oefening/storing", {})
        for _ in range(2):
            desk.run("status", case)
            assert standing(desk, case) == ("photos", "photo-rejected", "send-photos", False, True)
        events = [one["state"] for one in desk.run("status", case)["timeline"]]
        assert events.count("photo-rejected") == 1 + cleared, events
        desk.run("photo", letter["code"], holders[1], jpeg(desk, "better.jpg", 640 + cleared))
        desk.run("status", case)
    assert standing(desk, case)[:4] == ("photos", "photos-sent", "wait-for-pass", True)
    # A photo that came from elsewhere ends it too.
    reject(desk, found, holders[0])
    desk.run("clear", "--now")
    desk.run("status", case)
    assert desk.row(case)["attention"] == "photo-rejected"
    here, desk.data = desk.data, os.path.join(desk.top, "phone")
    desk.run("photo", letter["code"], holders[0], jpeg(desk, "phone.jpg", 700))
    desk.data = here
    desk.run("status", case)
    assert standing(desk, case)[:4] == ("photos", "photos-sent", "wait-for-pass", True)
    desk.scan()


def test_photo_of_one_who_was_renewed_is_rejected(desk):
    """There is no application: the letter itself is asked after, before and after its photo went."""
    desk.start_server()
    letter = desk.town("POST", "/_oefening/foto-opdrachten", {"voornamen": "Fatima", "pasjaar": 2026})
    found = order(desk, letter["code"])
    holder = found["pashouders"][0]["pashouderId"]
    first = desk.run("photo", letter["code"], "1", jpeg(desk, "1.jpg", 500))["id"]
    reject(desk, found, holder)
    desk.run("status", first)
    assert standing(desk, first) == ("draft", "photo-rejected", "add-and-send", False, True), standing(desk, first)
    assert desk.run("photo", letter["code"], "1", jpeg(desk, "2.jpg", 510))["id"] == first
    assert standing(desk, first)[:2] == ("received", None)
    desk.run("clear", "--now")
    reject(desk, found, holder)
    desk.run("status", first)
    assert standing(desk, first)[:4] == ("received", "photo-rejected", "send-photos", False), standing(desk, first)
    second = desk.run("photo", letter["code"], "1", jpeg(desk, "3.jpg", 520))["id"]
    assert second != first
    desk.run("status", first)
    assert standing(desk, first)[:2] == ("received", None)
    desk.scan()


def killed_at_each_lost_answer(desk, answers, *command):
    """The municipality has the photo and its answer is lost: that is when the program is killed."""
    desk.town("PUT", "/_oefening/storing", {"pad": "/foto", "antwoordKwijt": True, "aantal": answers})
    for _ in range(answers):
        victim = subprocess.Popen(desk.command(*command), env=desk.env, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        before = answers
        while answers == before and victim.poll() is None:
            time.sleep(0.02)
            answers = desk.town("GET", "/_oefening/storing")["aantal"]
        victim.kill()
        victim.wait()
        if answers == 0:
            return
    assert answers == 0, f"{answers} answers were never asked for"


def test_letter_opened_tells_how_it_stands(desk):
    """Looked up by its code, as by its order: that another photo is asked is on the row at once."""
    case, letter = granted_case(desk)
    desk.run("status", case)
    for number in ("1", "2", "3"):
        desk.run("photo", letter["code"], number, jpeg(desk, f"{number}.jpg", 400 + int(number)))
    assert desk.row(case)["next_step"] == "wait-for-pass"
    found = order(desk, letter["code"])
    desk.town("POST", f"/_oefening/foto-opdrachten/{found['opdrachtId']}/pashouders/"
              f"{found['pashouders'][0]['pashouderId']}/_afkeuren", {"toelichting": "Het gezicht is niet goed te zien."})
    desk.run("photo", letter["code"], "niemand", jpeg(desk, "x.jpg"), status=1)
    assert desk.row(case)["attention"] == "photo-rejected", desk.row(case)


def test_photos_of_a_renewed_family(desk):
    """Four orders, one of each person; taken without a network, killed, sent once."""
    desk.start_server()
    letters = [desk.town("POST", "/_oefening/foto-opdrachten",
                         {"voornamen": name, "pasjaar": 2026})
               for name in ("Fatima", "Willem", "Bo", "Jip")]
    desk.stop_server()
    for number, letter in enumerate(letters):
        done = desk.run("photo", letter["code"], "1", jpeg(desk, f"{number}.jpg", 400 + number))
        assert done["waiting"] and not done["sent"], done
    desk.run("photo", letters[0]["code"], "1", jpeg(desk, "better.jpg", 450))
    assert {one["state"] for one in desk.run("list")} == {"waiting"}
    assert desk.run("send", status=1)["waiting"] == 4
    desk.restart_server()
    killed_at_each_lost_answer(desk, 6, "send")
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    for letter in letters:
        mine = order(desk, letter["code"])
        assert mine["status"] == "compleet" and [one["rol"] for one in mine["pashouders"]] == ["hoofdpashouder"], mine
    rows = desk.run("list")
    assert [one["state"] for one in rows] == ["received"] * 4 and all(one["due"] for one in rows)
    desk.run("clear", "--now")
    report = desk.run("verify")
    assert report["ok"] and report["documents"] == 0, report
    desk.scan()


PASSPHRASE = "zeven blauwe vogels zingen"


def two_desks(desk):
    """A case with documents at one desk, and another desk beside it."""
    [case] = desk.run("import", desk.household(2))
    first, second = desk.data, os.path.join(desk.top, "other-desk")
    return case, first, second


def test_hand_over_on_full_disk(desk):
    """Beyond what may be written, as on a disk that is full: what to do is said, nothing is left there, and the case
    is still this desk's."""
    case, _, _ = two_desks(desk)
    file = os.path.join(desk.top, "over.zpi-case")
    with open(os.path.join(desk.data, "store.db-wal"), "ab") as log:
        room = max(os.path.getsize(os.path.join(desk.data, "store.db")), log.tell()) + 65536
    big = desk.write("groot.jpg", picture(9, 4 * room))
    [case] = desk.run("import", desk.write("groot.json", json.dumps(
        {"aanvrager": {"naam": {"voornamen": "Bo", "geslachtsnaam": "Groot"}},
         "bewijsstukken": [{"soort": "overig", "bestand": os.path.basename(big)}]}).encode()))
    most = 2 * room
    done = subprocess.run(desk.command("hand-over", case, file), env=desk.env, check=False, capture_output=True,
                          input=PASSPHRASE.encode() + b"\n",
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert done.returncode == 1 and b"That disk is full" in done.stderr, done.stderr
    assert not os.path.exists(file) and desk.row(case)["state"] == "draft"


def test_hand_over(desk):
    """After it the first desk cannot send; the second goes on; the file says nothing to others."""
    case, first, second = two_desks(desk)
    file = os.path.join(desk.top, "over.zpi-case")
    desk.start_server()
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    shown = desk.run("show", case)
    for short in ("a", "elf tekens."):
        desk.env["ZPI_PASSPHRASE"] = short
        desk.run("hand-over", case, file, status=1)
        assert not os.path.exists(file) and desk.row(case)["state"] == "draft", short
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    done = desk.run("hand-over", case, file)
    assert done["state"] == "handed-over" and os.stat(file).st_mode & 0o777 == 0o600
    with open(file, "rb") as opened:
        content = opened.read()
    for word in zpictl_test.PLANTED + [case.encode(), b"aanvrager", b"loonstrook"]:
        assert word not in content, word
    desk.run("hand-over", case, file + "2", status=1)
    assert not os.path.exists(file + "2")
    desk.run("queue", case, status=1)
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    desk.data = second
    desk.env["ZPI_PASSPHRASE"] = "iets heel anders dan dat"
    desk.run("take-over", file, status=1)
    assert desk.run("list") == []
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    for at in (3, 20, 60, len(content) // 2, len(content) - 1):
        broken = desk.write("broken", content[:at] + bytes([content[at] ^ 1]) + content[at + 1:])
        desk.run("take-over", broken, status=1)
    desk.run("take-over", desk.write("short", content[:-30]), status=1)
    assert desk.run("list") == [] and desk.run("verify")["documents"] == 0
    assert desk.run("take-over", file)["id"] == case
    desk.run("take-over", file, status=1)
    assert {**desk.run("show", case), "number": 0} == {**shown, "number": 0}
    report = desk.run("verify")
    assert report["ok"] and report["documents"] == 2, report
    desk.run("queue", case)
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.received() == [case]
    desk.scan()
    desk.data = first
    desk.scan()


def test_both_desks_send(desk):
    """Taken back without a word, both send: the municipality has it once."""
    case, first, second = two_desks(desk)
    file = os.path.join(desk.top, "over.zpi-case")
    desk.start_server()
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    desk.run("queue", case)
    desk.run("hand-over", case, file)
    desk.run("queue", case, status=1)
    # What waited is a draft again: nothing is sent before somebody looked and queued it.
    assert desk.run("take-back", case)["state"] == "draft"
    assert desk.run("send") == {"waiting": 0, "attention": 0} and desk.received() == []
    desk.run("take-back", case, status=1)
    desk.run("queue", case)
    desk.data = second
    desk.run("take-over", file)
    desk.run("queue", case)
    procs = []
    for data in (first, second):
        desk.data = data
        procs.append(subprocess.Popen(desk.command("send"), env=desk.env,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    for proc in procs:
        proc.wait()
    assert desk.received() == [case]
    states = []
    for data in (first, second):
        desk.data = data
        # Whoever met the other amid sending finds out at the next try.
        subprocess.run(desk.command("send"), env=desk.env, capture_output=True)
        [row] = desk.run("list")
        states.append((row["state"], row["attention"]))
    assert ("received", None) in states, states
    assert all(one in (("received", None), ("attention", "other-form")) for one in states), states


def test_hand_over_of_a_received_case(desk):
    """Follow-up goes along: the other desk sees what is missing, what was answered, and the decision."""
    case = desk.received_case()
    desk.ask(case, ("overig", "2026-10"))
    desk.run("status", case)
    desk.run("supplement", case, desk.write("brief.jpg", picture(4)))
    before = desk.run("status", case)
    assert before["missing"] and before["missing_questions"], before
    first = desk.data
    file = os.path.join(desk.top, "over.zpi-case")
    subprocess.run(desk.command("hand-over", case, file), env=desk.env, check=True,
                   input=PASSPHRASE.encode() + b"\n", capture_output=True)
    desk.data = os.path.join(desk.top, "other-desk")
    subprocess.run(desk.command("take-over", file), env=desk.env, check=True,
                   input=PASSPHRASE.encode() + b"\n", capture_output=True)
    assert [desk.run("status", case)[name] for name in ("missing", "missing_questions")] == [
        before[name] for name in ("missing", "missing_questions")]
    desk.town("POST", f"/_oefening/aanvragen/{case}/_toekennen", {"motivering": "Toegekend."})
    status = desk.run("status", case)
    assert status["state"] == "granted" and status["receipt"]["aanvraagId"] == case, status
    desk.run("hand-over", case, os.path.join(desk.top, "back.zpi-case"))
    desk.data = first
    assert desk.run("take-over", os.path.join(desk.top, "back.zpi-case"))["state"] == "granted"
    assert desk.run("verify")["ok"]


def key_pair():
    """X25519, base64 of both halves: what the municipality writes in an organisation file, and what it keeps."""
    sodium = ctypes.CDLL("libsodium.so.23")
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    assert sodium.crypto_box_keypair(public, secret) == 0
    return base64.b64encode(public.raw).decode(), base64.b64encode(secret.raw)


def test_hand_over_while_an_answer_waits(desk):
    """What was added for the municipality would go from this desk after all: that first."""
    case = desk.received_case()
    desk.ask(case, ("overig", "2026-10"))
    desk.run("status", case)
    desk.stop_server()
    desk.run("supplement", case, desk.write("brief.jpg", picture(4)))
    file = os.path.join(desk.top, "over.zpi-case")
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    desk.run("hand-over", case, file, status=1)
    assert "Send it first" in desk.messages and not os.path.exists(file), desk.messages
    desk.restart_server()
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.run("hand-over", case, file)["state"] == "handed-over"


def test_hand_over_while_photos_come(desk):
    """A letter of which a photo went and others may come holds nothing up: the paper goes with the client. A photo that
    waits does."""
    case, letter = granted_case(desk)
    desk.run("status", case)
    assert desk.run("photo", letter["code"], " annabella ", jpeg(desk, "anna.jpg"))["sent"]
    file = os.path.join(desk.top, "over.zpi-case")
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    desk.stop_server()
    desk.run("photo", letter["code"], "2", jpeg(desk, "partner.jpg"))
    desk.run("hand-over", case, file, status=1)
    assert "Send it first" in desk.messages and not os.path.exists(file), desk.messages
    desk.restart_server()
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.run("hand-over", case, file)["state"] == "handed-over"
    desk.data = os.path.join(desk.top, "other-desk")
    desk.run("take-over", file)
    assert desk.run("status", case)["next_step"] == "send-photos"
    assert desk.run("photo", letter["code"], "3", jpeg(desk, "child.jpg"))["complete"]
    assert [one["id"] for one in desk.run("list")] == [case]
    assert desk.row(case)["next_step"] == "wait-for-pass"


def test_code_at_the_desk_that_handed_over(desk):
    """The client comes back to the first desk with the mail. What is added there stands in its list until it went: the
    application's row says only that another desk goes on."""
    case = desk.received_case()
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    desk.run("hand-over", case, os.path.join(desk.top, "over.zpi-case"))
    asked = desk.ask(case, ("overig", "2026-10"))
    paper = desk.write("brief.jpg", picture(4))
    desk.stop_server()
    desk.run("supplement", asked["code"], paper, status=1)
    desk.restart_server()
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    row = desk.row(asked["aanvullingId"])
    assert (row["state"], row["next_step"]) == ("draft", "add-and-send"), row
    assert desk.row(case)["state"] == "handed-over"
    desk.town("PUT", "/_oefening/storing", {"pad": "_indienen", "foutcode": 500})
    assert desk.run("supplement", asked["code"], paper)["waiting"]
    assert desk.row(asked["aanvullingId"])["next_step"] == "wait-until-sent"
    desk.town("PUT", "/_oefening/storing", {})
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.row(asked["aanvullingId"])["state"] == "received", desk.run("list")
    assert len(desk.answer(case, asked["aanvullingId"])["bewijsstukken"]) == 1
    desk.run("clear", "--now")
    assert [one["id"] for one in desk.run("list")] == [case], "it goes as what was received goes"
    assert desk.run("verify")["ok"]


def organisation_file(desk, name, public):
    """(path, check code): as the letter to that organisation gives it."""
    content = json.dumps({"version": 1, "name": "Buurthuis Oost", "base_url": "https://gemeente.example/v1",
                          "issuer": "https://gemeente.example", "client_id": "oost",
                          **({"escrow_key": public} if public else {})}).encode()
    number = int.from_bytes(hashlib.sha256(content).digest()[:15], "big")
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> shift & 31] for shift in range(115, -1, -5))
    return desk.write(name, content), "-".join(letters[at : at + 6] for at in range(0, 24, 6))


def test_hand_over_by_key(desk):
    """To the key of another desk's organisation file: believed by its check code, opened by the other half only."""
    case, first, second = two_desks(desk)
    public, secret = key_pair()
    theirs, code = organisation_file(desk, "oost.zpi-org", public)
    keyless, other_code = organisation_file(desk, "west.zpi-org", None)
    file = os.path.join(desk.top, "over.zpi-case")
    shown = desk.run("show", case)
    for refused in (["--for", theirs], ["--for", theirs, "--code", other_code],
                    ["--for", keyless, "--code", other_code], ["--for", desk.write("x.zpi-org", b"{}")],
                    ["--for", os.path.join(desk.top, "nowhere")]):
        desk.run("hand-over", *refused, case, file, status=1)
        assert not os.path.exists(file) and desk.row(case)["state"] == "draft", refused
    desk.run("hand-over", "--for", theirs, "--code", code.lower().replace("-", " "), case, file)
    assert desk.row(case)["state"] == "handed-over" and os.stat(file).st_mode & 0o777 == 0o600
    with open(file, "rb") as opened:
        content = opened.read()
    for word in zpictl_test.PLANTED + [case.encode(), b"aanvrager", b"loonstrook"]:
        assert word not in content, word
    desk.data = second
    key = desk.write("oost.zpi-key", secret + b"\n")
    wrong = desk.write("west.zpi-key", key_pair()[1])
    desk.run("take-over", file, status=1)
    assert "key file" in desk.messages, desk.messages
    for refused in (wrong, desk.write("short.zpi-key", secret[:-8]), theirs, os.path.join(desk.top, "nowhere")):
        desk.run("take-over", "--key", refused, file, status=1)
    for at in (3, 5, 20, 60, 100, len(content) // 2, len(content) - 1):
        broken = desk.write("broken", content[:at] + bytes([content[at] ^ 1]) + content[at + 1:])
        desk.run("take-over", "--key", key, broken, status=1)
    assert desk.run("list") == [] and desk.run("verify")["documents"] == 0
    assert desk.run("take-over", "--key", key, file)["id"] == case
    assert {**desk.run("show", case), "number": 0} == {**shown, "number": 0}
    assert desk.run("verify")["documents"] == 2
    back = os.path.join(desk.top, "back.zpi-case")
    desk.env["ZPI_PASSPHRASE"] = PASSPHRASE
    desk.run("hand-over", case, back)
    desk.data = first
    desk.run("take-over", "--key", key, back, status=1)
    assert "passphrase" in desk.messages, desk.messages
    assert desk.run("take-over", back)["id"] == case
    desk.scan()
    desk.data = second
    desk.scan()


FAMILY = {
    "pasjaar": 2026,
    "aanvrager": {"naam": {"voornamen": "Annabella", "geslachtsnaam": "Jongeneelen"},
                  "geboorte": {"datum": {"type": "Datum", "datum": "1980-05-01"}},
                  "burgerservicenummer": "999993653"},
    "contact": {"emailadres": "annabella@example.nl", "vanWie": "aanvrager"},
    "kinderen": [{"naam": {"voornamen": "Bo"},
                  "geboorte": {"datum": {"type": "Datum", "datum": "2015-03-09"}}}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}


def test_one_account(desk):
    """Asked for a renewed family: checked, sent once, followed for ten weeks, cleared."""
    desk.start_server()
    alone = {**FAMILY, "kinderen": []}
    desk.run("account", desk.write("alone.json", alone), status=1)
    desk.data = os.path.join(desk.top, "second")
    done = desk.run("account", desk.write("family.json", FAMILY))
    assert done["state"] == "received" and done["reference"].startswith("ZA-"), done
    [there] = desk.town("GET", "/_oefening/accountverzoeken")["accountverzoeken"]
    assert there["verzoekId"] == done["id"] and there["emailadres"] == "annabella@example.nl"
    form = desk.town("GET", f"/_oefening/accountverzoeken/{done['id']}/formulier")
    assert [one["naam"]["voornamen"] for one in form["gezinsleden"]] == ["Bo"]
    assert form["hoofdpashouder"]["burgerservicenummer"] == "999993653"
    assert desk.row(done["id"])["due"] == there["uiterlijkOp"]
    desk.scan()
    again = desk.run("account", desk.write("family.json", FAMILY))
    assert again == done, again
    assert len(desk.run("list")) == 1, "asked twice leaves no draft"
    assert len(desk.town("GET", "/_oefening/accountverzoeken")["accountverzoeken"]) == 1
    for status, state in (("in-behandeling", "in-assessment"), ("samengevoegd", "closed")):
        desk.town("POST", f"/_oefening/accountverzoeken/{done['id']}/_afhandelen", {"status": status})
        assert desk.run("status", done["id"])["state"] == state
    assert desk.run("clear", "--now")["cleared"] == 1
    assert desk.run("verify")["ok"]


def test_account_killed(desk):
    """Killed at any moment and asked again: one request, and no draft is left behind."""
    desk.start_server()
    file = desk.write("family.json", FAMILY)
    desk.run("renewal", "--client-agrees", file)
    killer = zpictl_test.Killer(desk, 0.12)
    for _ in range(12):
        killer.try_at("account", file)
    print(f"# asking for an account, {killer.said()}")
    desk.run("account", file)
    desk.run("send")
    rows = desk.run("list")
    assert [row["state"] for row in rows] == ["received"], rows
    assert len(desk.town("GET", "/_oefening/accountverzoeken")["accountverzoeken"]) == 1


def issued_case(desk, year=2026):
    case = desk.received_case(year)
    desk.town("POST", f"/_oefening/aanvragen/{case}/_toekennen", {"motivering": "Toegekend."})
    letter = desk.town("POST", f"/_oefening/aanvragen/{case}/_verstuur-brief", {})
    for holder in order(desk, letter["code"])["pashouders"]:
        desk.run("photo", letter["code"], holder["pashouderId"], jpeg(desk, "pasfoto.jpg"))
    desk.town("POST", f"/_oefening/aanvragen/{case}/_verstrek-passen", {})
    desk.run("status", case)
    return case


def test_reminder(desk):
    """With the client's word, on a case whose pass is on its way; kept sealed, gone when removed."""
    case = desk.received_case()
    desk.run("remind", "--client-agrees", case, status=1)
    desk.run("remind", case, status=2)
    desk.close()
    desk.__init__()
    today = datetime.date.today()
    case = issued_case(desk, today.year)
    assert desk.row(case)["attention"] is None
    desk.run("clear", "--now")
    # No day of opening has a source: the first day of the next pass year.
    assert desk.run("remind", "--client-agrees", case)["reminder"] == "set"
    row = desk.row(case)
    next_year = f"{today.year + 1}-01-01"
    assert (row["state"], row["attention"], row["due"]) == ("issued", "remind-next-year", next_year), row
    desk.run("status", case)
    assert desk.row(case)["due"] == next_year, "asking how it stands forgets nothing"
    desk.scan()
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    desk.run("remind", "--client-agrees", "--on", "2026-11-28", case)
    assert desk.row(case)["due"] == "2026-11-28"
    desk.run("remind", "--remove", case)
    row = desk.row(case)
    assert (row["attention"], row["due"]) == (None, None), row
    # Who applied early has the pass of next year, and is reminded of the year after it.
    desk.stop_server()
    early = issued_case(desk, today.year + 1)
    assert desk.run("remind", "--client-agrees", early)["reminder"] == "set"
    assert desk.row(early)["due"] == f"{today.year + 2}-01-01", desk.row(early)
    # The pass that came after its year was over: the next one can be asked for at once.
    desk.stop_server()
    late = issued_case(desk, today.year - 1)
    assert desk.run("remind", "--client-agrees", late)["reminder"] == "set"
    assert str(today) <= desk.row(late)["due"] <= str(datetime.date.today()), desk.row(late)
    desk.scan()


def test_renewal(desk):
    """Looked up only with the client's word; the number is kept nowhere."""
    desk.start_server()
    file = desk.write("who.json", json.dumps(
        {"pasjaar": 2027, "aanvrager": {"burgerservicenummer": "999993653"}}).encode())
    desk.run("renewal", file, status=2)
    assert desk.run("renewal", "--client-agrees", file) == {
        "renewal": "not-renewed", "next_step": "apply"}
    desk.town("POST", "/_oefening/verlengingen",
              {"burgerservicenummer": "999993653", "pasjaar": 2027, "verlengd": True})
    assert desk.run("renewal", "--client-agrees", file) == {
        "renewal": "renewed", "next_step": "add-photos"}
    wrong = desk.write("wrong.json", json.dumps(
        {"aanvrager": {"burgerservicenummer": "123456789"}}).encode())
    desk.run("renewal", "--client-agrees", wrong, status=1)
    assert desk.run("list") == []
    desk.scan()
    desk.stop_server()
    desk.run("renewal", "--client-agrees", file, status=1)


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]


def main():
    failed = False
    wanted = sys.argv[1:]
    chosen = [test for test in TESTS if not wanted or test.__name__ in wanted]
    print(f"1..{len(chosen)}")
    for number, test in enumerate(chosen, 1):
        desk = Desk()
        name = test.__name__.removeprefix("test_").replace("_", "-")
        try:
            test(desk)
            print(f"ok {number} {name}", flush=True)
        except Exception:  # whatever it is, it is this test's failure
            failed = True
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
            print(f"not ok {number} {name}", flush=True)
        finally:
            desk.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
