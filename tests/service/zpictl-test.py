#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""zpictl as scripts and administrators use it: real programs, real files, SIGKILL. TAP."""

import concurrent.futures
import datetime
import fcntl
import hashlib
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request

sys.path.insert(0, os.path.join(os.environ["ZPI_SOURCE_ROOT"], "tests"))

import planted  # noqa: E402

BUILD = os.environ["ZPI_BUILD_ROOT"]
SOURCE = os.environ["ZPI_SOURCE_ROOT"]
ZPICTL = os.path.join(BUILD, "src", "ctl", "zpictl")
SERVER = os.path.join(BUILD, "src", "practice", "zoetermeerpas-practice-server")
LONG = os.environ.get("ZPI_TEST_LONG") == "1"
SEED = int(os.environ.get("ZPI_TEST_SEED", time.time() if LONG else 20261128))
DICE = random.Random(SEED)

HOUSEHOLD = {
    "regeling": "zoetermeerpas", "pasjaar": 2026, "peildatum": "2026-01-15",
    "aanvrager": {
        "naam": {"voornamen": "Annabella", "voorvoegsel": "de", "geslachtsnaam": "Jongeneelen"},
        "geboorte": {"datum": {"type": "Datum", "datum": "1980-05-01"}},
        "burgerservicenummer": "999993653",
        "adres": {"straat": "Kwartelstraat", "huisnummer": 1, "postcode": "2712AA",
                  "woonplaats": "Zoetermeer"},
        "telefoonnummer": "+31612345678"},
    "contact": {"emailadres": "annabella@example.nl", "vanWie": "aanvrager"},
    "partner": {"naam": {"geslachtsnaam": "Bakker"},
                "geboorte": {"datum": {"type": "Datum", "datum": "1955-02-01"}}},
    "kinderen": [{"naam": {"voornamen": "Bo"},
                  "geboorte": {"datum": {"type": "Datum", "datum": "2015-03-09"}}}],
    "inkomen": [
        {"soort": "aow", "van": "partner", "bedragInCenten": 105000, "periode": "maand"},
        {"soort": "loon", "van": "aanvrager", "bedragInCenten": 60000, "periode": "vier-weken",
         "bron": "Supermarkt", "grondslag": "netto", "vakantiegeld": "zonder"},
        {"soort": "wisselend-loon", "maanden": [
            {"maand": "2025-10", "bedragInCenten": 40000},
            {"maand": "2025-11", "bedragInCenten": 52000},
            {"maand": "2025-12", "bedragInCenten": 31000}]}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "op-papier"},
}
PLANTED = [b"999993653", b"Annabella", b"annabella", b"Jongeneelen", b"Kwartelstraat",
           b"0612345678", b"31612345678", b"Supermarkt", b"105000", b"52000",
           b"GEHEIM-IN-HET-BEWIJSSTUK", b"loonstrook-annabella"]


class Desk:
    """A data folder, and if wanted a municipality that is a program of its own."""

    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="zpictl-")
        self.data = os.path.join(self.top, "data")
        self.server = None
        self.env = dict(os.environ)
        for name in ("ZPI_API_URL", "ZPI_CA_FILE", "ZPI_ACCESS_TOKEN"):
            self.env.pop(name, None)

    def close(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.top)

    def start_server(self):
        self.server = subprocess.Popen(
            [SERVER, "--data", os.path.join(self.top, "town")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.base = self.server.stdout.readline().split()[-1]
        self.env["ZPI_API_URL"] = self.base

    def town(self, method, path, body=None):
        request = urllib.request.Request(
            self.base[:-len("/v1")] + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def received(self):
        listed = self.town("GET", "/_oefening/aanvragen")["aanvragen"]
        return [one["aanvraagId"] for one in listed if one["status"] != "concept"]

    def command(self, *args):
        return [ZPICTL, "--practice", "--data", self.data, *args]

    def run(self, *args, status=0):
        done = subprocess.run(self.command(*args), env=self.env, capture_output=True, timeout=120)
        assert done.returncode == status, (args, done.returncode, done.stderr.decode())
        self.messages = done.stderr.decode()
        return json.loads(done.stdout) if done.stdout.strip() else None

    def expect_warnings(self):
        """That a store can only be read is worth a warning, which ends programs under test."""
        self.env["G_DEBUG"] = "fatal-criticals"

    def write(self, name, content):
        path = os.path.join(self.top, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def household(self, n_documents=2, name="household.json"):
        wire = json.loads(json.dumps(HOUSEHOLD))
        wire["bewijsstukken"] = []
        for i in range(n_documents):
            file = f"loonstrook-annabella-{i}.jpg"
            self.write(file, b"\xff\xd8\xff\xe0" + b"GEHEIM-IN-HET-BEWIJSSTUK" + bytes([i]) * 300000)
            wire["bewijsstukken"].append(
                {"soort": "loonstrook", "van": "aanvrager", "maand": "2025-12", "bestand": file})
        return self.write(name, wire)

    def state(self, case):
        return next(one["state"] for one in self.run("list") if one["id"] == case)


def test_check(desk):
    path = desk.write("application.json", HOUSEHOLD)
    found = desk.run("check", path)
    assert list(found) == ["outcome", "household_type", "norm_cents", "percentage", "limit_cents",
                           "income_cents", "norms_valid_from", "norms_valid_to", "warnings",
                           "explanation"], list(found)
    assert found["explanation"][-1]["id"] == "likely"
    assert found["outcome"] == "likely" and found["percentage"] == 120
    assert desk.run("check", path, "--percentage", "50")["outcome"] == "unlikely"
    later = desk.run("check", path, "--on", "2027-03-01")
    assert later["warnings"], later
    assert desk.run("check", desk.write("empty.json", {}))["outcome"] == "unknown"
    assert not os.path.exists(desk.data), "check makes no store"


def test_check_without_practice(desk):
    path = desk.write("application.json", HOUSEHOLD)
    done = subprocess.run([ZPICTL, "check", path], capture_output=True, env=desk.env)
    assert done.returncode == 0 and json.loads(done.stdout)["outcome"] == "likely"


def test_check_says_what_is_wrong(desk):
    """Which argument, and never what a file is called or what stands in it."""
    path = desk.write("999993653-jansen.json", HOUSEHOLD)
    for arguments, status, said in (
            ((path, "--on", "2026-02-30"), 2, b"--on needs a date"),
            ((path, "--on"), 2, b"--on needs a date"),
            ((path, "--percentage", "0"), 2, b"--percentage needs a whole number"),
            ((path, "--percentage", "110.5"), 2, b"--percentage needs a whole number"),
            ((path, "--percentage", "1001"), 2, b"--percentage needs a whole number"),
            ((path, path), 2, b"one file or folder"),
            ((os.path.dirname(path), "--percentage", "130"), 2, b"examples of a folder"),
            ((path + ".nope",), 1, b"no such file"),
            ((desk.write("999993653-nul.json", b"{\"regeling\": \"\xff\"}"),), 1, b"UTF-8"),
            ((desk.write("999993653-elders.json", {"regeling": "elders"}),), 1, b"no rules"),
            (("/dev/zero",), 1, b"")):
        done = subprocess.run([ZPICTL, "--data", desk.data, "check", *arguments],
                              capture_output=True, env=desk.env, timeout=60)
        assert done.returncode == status and done.stdout == b"", (arguments, done)
        assert said in done.stderr and b"999993653" not in done.stderr, done.stderr
    assert json.loads(subprocess.run([ZPICTL, "check", path, "--percentage", "1000"], env=desk.env,
                                     capture_output=True, check=True).stdout)["percentage"] == 1000


def test_check_example_options(desk):
    """One example alone is calculated with the options it brings."""
    path = os.path.join(SOURCE, "tests", "data", "households", "70-percentage-110.json")
    assert desk.run("check", path)["percentage"] == 110
    assert desk.run("check", path, "--percentage", "130")["percentage"] == 130


def test_check_other_rules(desk):
    """Rules of another pass, and newer ones, from the data folder; broken ones change nothing."""
    application = {
        "regeling": "u-pas", "peildatum": "2016-03-01",
        "aanvrager": {"geboorte": {"datum": {"type": "Datum", "datum": "1980-05-01"}},
                      "adres": {"woonplaats": "Vleuten"}},
        "kinderen": [{"geboorte": {"datum": {"type": "Datum", "datum": "2010-01-01"}}}],
        "inkomen": [{"soort": "loon", "bedragInCenten": 2452200, "periode": "jaar",
                     "grondslag": "bruto"}]}
    path = desk.write("u-pas-application.json", application)
    desk.run("check", path, status=1)
    schemes = os.path.join(desk.data, "schemes")
    os.makedirs(schemes)
    for scheme in ("u-pas", "ooievaarspas"):
        shutil.copy(os.path.join(SOURCE, "tests", "data", "schemes", scheme + ".json"), schemes)
    found = desk.run("check", path)
    assert found["outcome"] == "likely" and found["limit_cents"] == 2452200, found
    assert found["norm_cents"] is None and found["income_cents"] == 2452200
    application["inkomen"][0]["bedragInCenten"] += 1
    assert desk.run("check", desk.write("above.json", application))["outcome"] == "unlikely"

    household = {"regeling": "ooievaarspas", "peildatum": "2026-01-15",
                 "aanvrager": {"geboorte": {"datum": {"type": "Datum", "datum": "1980-05-01"}},
                               "adres": {"woonplaats": "Rijswijk"}},
                 "inkomen": [{"soort": "loon", "bedragInCenten": 173086, "periode": "maand"}]}
    found = desk.run("check", desk.write("ooievaarspas-application.json", household))
    assert found["outcome"] == "likely" and found["limit_cents"] == 173086, found
    assert "asset-test" in [warning["id"] for warning in found["warnings"]]

    with open(os.path.join(SOURCE, "data", "schemes", "zoetermeerpas.json"), encoding="utf-8") as file:
        text = file.read()
    newer = text.replace('"version": "2026-11-22"', '"version": "2027-01-01"').replace(
        '{ "value": 120, "source": "page-2019"', '{ "value": 130, "source": "page-2019"')
    assert newer != text
    household = desk.write("zoetermeer.json", {**household, "regeling": "zoetermeerpas"})
    with open(os.path.join(schemes, "zoetermeerpas.json"), "w", encoding="utf-8") as file:
        file.write(newer)
    assert desk.run("check", household)["percentage"] == 130 and desk.messages == "", desk.messages
    real = subprocess.run([ZPICTL, "--data", desk.data, "check", household], env=desk.env, capture_output=True)
    assert json.loads(real.stdout)["percentage"] == 130 and b"nobody was asked here" in real.stderr, real
    examples = desk.run("check", os.path.join(SOURCE, "tests", "data", "households"), status=1)
    assert examples["different"], "the examples are checked under the newer rules"
    line = newer[:newer.index('"minimum_age"')].count("\n") + 1
    with open(os.path.join(schemes, "zoetermeerpas.json"), "w", encoding="utf-8") as file:
        file.write(newer.replace('"minimum_age": { "value": 18', '"minimum_age": { "value": "x"'))
    done = subprocess.run([ZPICTL, "--data", desk.data, "check", household], env=dict(
        desk.env, G_DEBUG=""), capture_output=True)
    assert done.returncode == 0 and json.loads(done.stdout)["percentage"] == 120, done
    assert b"zoetermeerpas.json" in done.stderr and b"minimum_age" in done.stderr, done.stderr
    assert b"line %d" % line in done.stderr, (line, done.stderr)


def test_check_scheme(desk):
    """The pass that the command line names and that of the file may not differ unsaid."""
    path = desk.write("pass.json", {"regeling": "zoetermeerpas", "peildatum": "2026-01-15"})
    without = desk.write("no-pass.json", {"peildatum": "2026-01-15"})
    for scheme, file, status in (("zoetermeerpas", path, 0), ("elders", path, 1),
                                 ("zoetermeerpas", without, 0), ("elders", without, 1)):
        done = subprocess.run([ZPICTL, "--practice", "--scheme", scheme, "--data", desk.data, "check",
                               file], env=desk.env, capture_output=True)
        assert done.returncode == status, (scheme, done)
        assert (b"--scheme" in done.stderr) == (scheme == "elders" and file == path), done


def test_what_to_do(desk):
    """A message that something went wrong is followed by what to do about it."""
    desk.run("import", desk.household(0))
    for arguments, status, advice in (
            (("show", "nobody"), 1, "Check the name. zpictl list shows the cases."),
            (("check", desk.write("half.json", b"{\"a\": ")), 1, "Correct that place in the file"),
            (("queue", "0000"), 1, "zpictl list shows the cases"),
            (("check", "/nonexistent.json"), 1, "Check its name")):
        done = subprocess.run([ZPICTL, "--practice", "--data", desk.data, *arguments],
                              env=desk.env, capture_output=True, text=True)
        lines = done.stderr.splitlines()
        assert done.returncode == status and len(lines) >= 2, done
        assert lines[-1].startswith("  ") and advice in lines[-1], (arguments, lines)
    with open(os.path.join(SOURCE, "src", "base", "zpi-error.h"), encoding="utf-8") as file:
        codes = re.findall(r"^  (ZPI_ERROR_\w+),", file.read(), re.MULTILINE)
    with open(os.path.join(SOURCE, "src", "ctl", "zpi-ctl.c"), encoding="utf-8") as file:
        advised = re.findall(r"^    \[(ZPI_ERROR_\w+)\] =", file.read(), re.MULTILINE)
    assert sorted(codes) == sorted(advised) and len(codes) > 20, set(codes) ^ set(advised)


def test_help_and_version(desk):
    """What somebody asked for is on standard output; every command is there with what it does."""
    version = subprocess.run([ZPICTL, "--version"], env=desk.env, capture_output=True)
    assert version.returncode == 0 and version.stderr == b"", version
    assert re.fullmatch(rb"zpictl \d+(\.\d+)+\n", version.stdout), version
    shown = subprocess.run([ZPICTL, "--help"], env=desk.env, capture_output=True)
    assert shown.returncode == 0 and shown.stderr == b"", shown
    lines = shown.stdout.decode().splitlines()
    commands = [line.split()[0] for line in lines if re.match(r"  \S", line)]
    assert len(commands) > 20 and len(set(commands)) == len(commands), commands
    for command in commands:
        one = subprocess.run([ZPICTL, command, "--help"], env=desk.env, capture_output=True)
        said = one.stdout.decode().splitlines()
        assert one.returncode == 0 and one.stderr == b"" and len(said) == 2, one
        assert said[1] in lines and len(said[1].strip()) > 5, (command, said)


def test_options(desk):
    """Anywhere, in either form, a day as it is said; of two the last counts."""
    path = desk.write("one.json", HOUSEHOLD)
    found = desk.run("check", path, "--on", "2026-01-31", "--percentage", "130")
    for words in (["check", "--percentage=130", "--on=31-1-2026", path],
                  ["check", "--on", "1-1-2020", path, "--percentage", "130", "--on", "31 januari 2026"]):
        assert desk.run(*words) == found and found["percentage"] == 130, words
    [case] = desk.run("import", path)
    done = desk.run("hand-over", case, os.path.join(desk.top, "uit"))
    assert done["passphrase"] in desk.messages, "that nobody gave one is said, and which it is"
    elsewhere = subprocess.run([ZPICTL, "--practice", "--data", path, "list"], env=desk.env, capture_output=True)
    assert elsewhere.returncode == 1 and b"is begun" not in elsewhere.stderr, elsewhere


def test_check_folder(desk):
    found = desk.run("check", os.path.join(SOURCE, "tests", "data", "households"))
    assert found["checked"] > 0 and found["different"] == []


def test_exit_statuses(desk):
    desk.run(status=2)
    desk.run("nonsense", status=2)
    desk.run("check", status=2)
    desk.run("check", "a", "b", status=2)
    desk.run("check", "a", "--on", "yesterday", status=2)
    desk.run("queue", status=2)
    desk.run("clear", "--later", status=2)
    for words in (["--data"], ["--data="], ["list", "--data", "x"], ["clear", "--now=1"], ["check", "a", "--on"],
                  ["check", "a", "--on", "30-2-2026"], ["show"], ["photo", "x"], ["remind", "x"]):
        desk.run(*words, status=2)
    desk.run("check", "/nonexistent.json", status=1)
    desk.run("check", desk.write("broken.json", b"{\"a\": "), status=1)
    desk.run("check", desk.write("deep.json", b"[" * 100000), status=1)
    desk.run("import", "/nonexistent.json", status=1)
    desk.run("show", "nobody", status=1)
    done = subprocess.run([ZPICTL, "--data", desk.data, "list"], capture_output=True, env=desk.env)
    assert done.returncode == 1 and b"organisation" in done.stderr


def test_whole_road(desk):
    [case] = desk.run("import", desk.household())
    assert desk.run("list")[0] | {} == {
        "id": case, "kind": "application", "state": "draft", "attention": None, "reference": None,
        "next_step": "complete-and-send", "due": None, "cleared": False}
    shown = json.dumps(desk.run("show", case), ensure_ascii=False)
    for secret in ("999993653", "Annabella", "Jongeneelen", "example.nl", "Kwartel", "612345678"):
        assert secret not in shown, secret
    assert desk.run("queue", case) == {"id": case, "state": "waiting"}
    desk.run("queue", case, status=1)
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    status = desk.run("status", case)
    assert status["state"] == "received" and status["reference"].startswith("ZP-")
    receipt = status["receipt"]
    assert status["due"] == receipt["beslisdatum"]
    days = [datetime.date.fromisoformat(receipt[name]) for name in ("aanvraagdatum", "beslisdatum")]
    assert days[1] - days[0] == datetime.timedelta(weeks=6), f"the handbook's rule 10: {days}"
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.run("clear") == {"cleared": 0}
    assert desk.run("clear", "--now") == {"cleared": 1}
    assert desk.run("list")[0]["cleared"] is True
    assert desk.run("show", case)["form"] is None
    assert desk.run("status", case)["receipt"]["referentie"] == status["reference"]
    assert desk.run("verify")["ok"] is True
    backup = os.path.join(desk.top, "backup.db")
    desk.run("backup", backup)
    assert os.stat(backup).st_mode & 0o777 == 0o600


def read(path):
    with open(path, "rb") as file:
        return file.read()


def test_damaged_first_page(desk):
    """Header and schema are gone: every case is listed, shown and verified, nothing is written."""
    desk.expect_warnings()
    cases = desk.run("import", desk.household(1, "a.json"), desk.household(0, "b.json"))
    path = desk.write("data/store.db", b"\xa5" * 4096 + read(os.path.join(desk.data, "store.db"))[4096:])
    before = read(path)
    assert sorted(one["id"] for one in desk.run("list")) == sorted(cases)
    for case in cases:
        assert desk.run("show", case)["form"]["aanvrager"]["adres"]["woonplaats"] == "•••"
    report = desk.run("verify", status=1)
    assert not report["integrity"] and report["damaged"] == [] and report["cases"] == 2, report
    assert report["documents"] == 1 and report["orphans"] == 0, report
    desk.run("import", desk.household(0, "c.json"), status=1)
    assert read(path) == before
    assert not os.path.exists(path + "-wal")


def test_mistyped_folder(desk):
    """A folder that is not there does not become a desk without cases unsaid."""
    desk.run("import", desk.household(0))
    assert "a new store is begun there" in desk.messages, desk.messages
    assert "warning" not in desk.messages, desk.messages
    desk.run("import", desk.household(0))
    assert "no data of this program" not in desk.messages, desk.messages
    right = desk.data
    copy = os.path.join(desk.top, "copy")
    desk.data = os.path.join(desk.top, "mistyped")
    for folder in (False, True):
        assert desk.run("list") == []
        assert "warning: list: There is no data of this program" in desk.messages, desk.messages
        assert os.listdir(desk.data) == [] if folder else not os.path.exists(desk.data)
        for command in (["verify"], ["send"], ["clear"], ["show", "abcdef"], ["queue", "abcdef"],
                        ["status", "abcdef"], ["backup", copy], ["remind", "--remove", "abcdef"],
                        ["hand-over", "abcdef", copy], ["take-back", "abcdef"]):
            desk.run(*command, status=1)
            assert "no data of this program in the folder of --data" in desk.messages, desk.messages
            assert "zpictl import" in desk.messages, desk.messages
            assert os.listdir(desk.data) == [] if folder else not os.path.exists(desk.data), command
        os.makedirs(desk.data, exist_ok=True)
    assert not os.path.exists(copy)
    desk.data = None
    for command in (["send"], ["verify"]):
        done = subprocess.run([ZPICTL, "--practice", *command], env=dict(desk.env, XDG_DATA_HOME=desk.top),
                              capture_output=True)
        assert done.returncode == 1 and b"no practice data yet" in done.stderr, done
    desk.data = right
    assert len(desk.run("list")) == 2


def test_hand_over_changed(desk):
    """A file that was changed on its way: its own advice, not that of a damaged store."""
    case, = desk.run("import", desk.household(0))
    path = os.path.join(desk.top, "case.zpi-case")
    desk.run("hand-over", case, path)
    whole = read(path)
    desk.data = os.path.join(desk.top, "elsewhere")
    for at in (len(whole) // 2, len(whole) - 1):
        desk.write("changed", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        desk.run("take-over", os.path.join(desk.top, "changed"), status=1)
        assert "The file does not open" in desk.messages, desk.messages
        assert "ask your colleague" in desk.messages and "verify" not in desk.messages, desk.messages
    assert desk.run("list") == []


def test_rules_gone(desk):
    """Of another pass than this desk has rules of: said, not judged by others without a word."""
    gone, = desk.run("import", desk.write("gone.json", dict(HOUSEHOLD, regeling="ooievaarspas")))
    here, = desk.run("import", desk.write("here.json", dict(HOUSEHOLD, kinderen=[])))
    codes = {case: [one["code"] for one in desk.run("show", case)["findings"]] for case in (gone, here)}
    assert "other-rules" in codes[gone] and "other-rules" not in codes[here], codes
    report = desk.run("verify")
    assert report["ok"] is True and report["without_rules"] == [gone], report
    assert "are not here, and the check says nothing" in desk.messages, desk.messages
    desk.start_server()
    desk.run("queue", gone, status=1)
    assert "Put them in the folder schemes" in desk.messages, desk.messages
    assert desk.state(gone) == "draft"
    desk.run("queue", "--without-rules", gone)
    assert "the rules of this case are not here" in desk.messages, desk.messages
    desk.run("queue", here)
    assert "rules" not in desk.messages, desk.messages
    desk.run("send")
    outcomes = {one: desk.town("GET", f"/_oefening/aanvragen/{one}/formulier")["toets"]["uitkomst"]
                for one in (gone, here)}
    assert outcomes[gone] == "onbekend" and outcomes[here] != "onbekend", outcomes


def test_rules_gone_while_open(desk):
    """A draft that is open in a window has no more rules than another."""
    gone, = desk.run("import", desk.write("gone.json", dict(HOUSEHOLD, regeling="ooievaarspas")))
    byte = int(gone.replace("-", "")[:15], 16)
    with open(os.path.join(desk.data, "cases.lock"), "a+b") as theirs:
        lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
        fcntl.fcntl(theirs, fcntl.F_OFD_SETLK, lock)
        assert desk.run("verify")["without_rules"] == [gone]


def make_folder(path):
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.unlink(path + end)
    os.mkdir(path)


def test_broken_folder(desk):
    """What is wrong with a data folder is said with what to do that can be done."""
    desk.expect_warnings()
    desk.run("import", desk.household(0))
    backup = os.path.join(desk.top, "backup")
    desk.run("backup", backup)
    whole = desk.data
    restore = "restore FILE"
    for number, (change, said, advice) in enumerate((
            (lambda path: os.unlink(os.path.join(path, "practice.key")),
             "There is no key file", "Put it back from a copy"),
            (lambda path: os.unlink(os.path.join(path, "store.db")),
             "gone or empty", "Put store.db back from a copy"),
            (lambda path: desk.write(os.path.join(path, "store.db"), b""),
             "gone or empty", "Put store.db back from a copy"),
            (lambda path: make_folder(os.path.join(path, "store.db")),
             "something else where the database should be", "Move store.db out"))):
        desk.data = f"{whole}{number}"
        shutil.copytree(whole, desk.data)
        change(desk.data)
        desk.run("list", status=1)
        assert said in desk.messages and advice in desk.messages, desk.messages
        assert restore in desk.messages and "backup FILE" not in desk.messages, desk.messages
        assert "recover" not in desk.messages and "**" not in desk.messages, desk.messages
        desk.data += "-new"
        desk.run("restore", backup)
        assert len(desk.run("list")) == 1


def test_limit_on_files(desk):
    """A limit on the size of files is said as such, and nothing is lost by it."""
    desk.expect_warnings()
    desk.run("import", desk.household(0))
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 1; exec "$@"', "-", *desk.command("import", desk.household(0))],
        env=desk.env, capture_output=True, text=True)
    assert done.returncode == 1, done
    assert "ulimit -f" in done.stderr and "I/O error" not in done.stderr, done.stderr
    assert len(desk.run("list")) == 1 and desk.run("verify")["ok"] is True


def test_folder_for_all(desk):
    """A data folder that others may write in is closed before anything is put there."""
    os.mkdir(desk.data)
    os.chmod(desk.data, 0o777)
    desk.run("import", desk.household(0))
    assert os.stat(desk.data).st_mode & 0o777 == 0o700


def test_plain_names(desk):
    """Behind -- everything is a name."""
    path = desk.household(0)
    assert len(desk.run("import", "--", path)) == 1
    shutil.copy(path, os.path.join(desk.top, "--odd.json"))
    done = subprocess.run(desk.command("check", "--", "--odd.json"), env=desk.env, cwd=desk.top,
                          capture_output=True)
    assert done.returncode == 0 and b"outcome" in done.stdout, done
    done = subprocess.run([ZPICTL, "--practice", "--data", desk.data, "--", "list"], env=desk.env,
                          capture_output=True)
    assert done.returncode == 0, done


def test_why_not_sent(desk):
    """Status 1 of send comes with its reason; what is only told is no line of a log."""
    case, = desk.run("import", desk.household(0))
    desk.run("queue", case)
    desk.env["ZPI_API_URL"] = "http://127.0.0.1:9/v1"
    desk.run("send", status=1)
    assert "could not be reached" in desk.messages and "send again" in desk.messages, desk.messages
    del desk.env["ZPI_API_URL"]
    desk.run("send")
    assert desk.messages == "", desk.messages
    desk.run("remind", "--client-agrees", case, status=1)
    assert "when the pass is on its way, and this case is in state received" in desk.messages, desk.messages


def test_half_a_store(desk):
    """The file ends too early: nothing says "no cases" or "backed up" as if that were all."""
    desk.expect_warnings()
    cases = desk.run("import", *[desk.household(1, f"{i}.json") for i in range(3)])
    whole = read(os.path.join(desk.data, "store.db"))
    for share, found in ((0.3, 0), (0.9, 3)):
        desk.write("data/store.db", whole[:int(len(whole) * share) // 4096 * 4096])
        listed = desk.run("list", status=0 if found else 1)
        assert len(listed) == found and {one["id"] for one in listed} <= set(cases), listed
        assert "something may be missing" in desk.messages
        backup = os.path.join(desk.top, f"{found}.zpi-backup")
        assert desk.run("backup", backup, status=1) == {"file": backup, "complete": False}
        assert "older backups" in desk.messages and os.path.exists(backup)
        desk.run("verify", status=1)


def test_lost_store(desk):
    """Empty, gone, or without the slots: said as it is, and nothing new in its place."""
    desk.expect_warnings()
    desk.run("import", desk.household(0))
    path = os.path.join(desk.data, "store.db")
    db = sqlite3.connect(path)
    db.execute("DELETE FROM slots")
    db.commit()
    db.close()
    for change in (lambda: None, lambda: desk.write("data/store.db", b""), lambda: os.unlink(path)):
        change()
        before = read(path) if os.path.exists(path) else None
        for command in ("list", "verify"):
            desk.run(command, status=1)
            assert "restore a backup" in desk.messages.lower(), desk.messages
        assert (read(path) if os.path.exists(path) else None) == before


def test_backup_elsewhere(desk):
    """On another computer, which has nothing but the file."""
    cases = desk.run("import", desk.household(1, "a.json"), desk.household(0, "b.json"))
    shown = desk.run("show", cases[0])
    backup = os.path.join(desk.top, "backup.zpi-backup")
    desk.run("backup", backup)
    desk.run("restore", backup, status=1)
    assert "There is a store already" in desk.messages
    desk.run("restore", status=2)
    desk.run("restore", "https://example.nl/backup", status=2)
    desk.run("backup", "https://example.nl/backup", status=2)
    desk.data = os.path.join(desk.top, "elsewhere")
    real = subprocess.run([ZPICTL, "--data", desk.data, "restore", backup], capture_output=True)
    assert real.returncode == 1 and b"practice data" in real.stderr, real.stderr
    assert desk.run("restore", backup) == {"restored": True, "complete": True}
    assert sorted(one["id"] for one in desk.run("list")) == sorted(cases)
    assert desk.run("show", cases[0]) == shown
    assert desk.run("verify")["ok"] is True
    for name in ("store.db", "practice.key"):
        assert os.stat(os.path.join(desk.data, name)).st_mode & 0o777 == 0o600

    desk.write("elsewhere/store.db", b"")
    desk.expect_warnings()
    desk.run("list", status=1)
    desk.run("restore", backup)
    assert desk.run("verify")["cases"] == 2


def test_rescued_elsewhere(desk):
    """What is left of a damaged store, taken along as a backup."""
    cases = desk.run("import", desk.household(1, "a.json"), desk.household(0, "b.json"))
    path = os.path.join(desk.data, "store.db")
    desk.write("data/store.db", b"\xa5" * 4096 + read(path)[4096:])
    desk.expect_warnings()
    backup = os.path.join(desk.top, "rescued.zpi-backup")
    assert desk.run("backup", backup, status=1)["complete"] is False
    desk.data = os.path.join(desk.top, "elsewhere")
    desk.run("restore", backup)
    report = desk.run("verify")
    assert report["ok"] and report["cases"] == len(cases) and report["documents"] == 1, report


def without_page(whole, number):
    return whole[:number * 4096] + bytes(4096) + whole[(number + 1) * 4096:]


def test_rescued_goes_on(desk):
    """In the new folder that the program's own advice leads to the work goes on."""
    desk.expect_warnings()
    for name in ("page", "old"):
        desk.data = os.path.join(desk.top, name)
        path = desk.household(0)
        for _ in range(3):
            desk.run("import", path)
        store = os.path.join(desk.data, "store.db")
        old = read(store)
        desk.run("import", path)
        desk.write(store, without_page(read(store), 7) if name == "page" else old)
        desk.run("import", path, status=1)
        assert "zpictl --data NEW restore FILE" in desk.messages, desk.messages
        kept = len(desk.run("list"))
        backup = os.path.join(desk.top, f"{name}.zpi-backup")
        assert desk.run("backup", backup, status=1) == {"file": backup, "complete": False}
        desk.data = os.path.join(desk.top, f"{name}-new")
        assert desk.run("restore", backup) == {"restored": True, "complete": False}
        assert "lacks what could not be read" in desk.messages, desk.messages
        case, = desk.run("import", path)
        assert "read-only" not in desk.messages, desk.messages
        assert desk.run("queue", case)["state"] == "waiting"
        assert len(desk.run("list")) == kept + 1
        assert desk.run("verify")["ok"] is True


def test_backup_says_what_verify_says(desk):
    """Whichever page is lost: what stood in it may have no name any more."""
    desk.expect_warnings()
    path = desk.household(0)
    for _ in range(3):
        desk.run("import", path)
    store = os.path.join(desk.data, "store.db")
    whole = read(store)
    n_damaged = 0
    for number in range(1, len(whole) // 4096):
        desk.write(store, without_page(whole, number))
        verified = subprocess.run(desk.command("verify"), env=desk.env, capture_output=True, timeout=120)
        if not verified.stdout.strip():
            continue  # it does not open at all, and has no backup
        good = json.loads(verified.stdout)["ok"]
        backup = os.path.join(desk.top, f"{number}.zpi-backup")
        made = desk.run("backup", backup, status=0 if good else 1)
        assert made == {"file": backup, "complete": good}, (number, made)
        assert ("older backups" in desk.messages) is not good, (number, desk.messages)
        n_damaged += not good
    assert n_damaged > 3, n_damaged
    print(f"# {n_damaged} pages matter")


def test_changed_in_the_clear(desk):
    """What is not sealed and contradicts what is."""
    [case, other] = desk.run("import", desk.household(1, "a.json"), desk.household(1, "b.json"))
    path = os.path.join(desk.data, "store.db")
    for column, value in (("kind", "letter"), ("bsn_hash", "0" * 64), ("bsn_hash", None),
                          ("cleared_us", 1), ("state", "received")):
        before = read(path)
        db = sqlite3.connect(path)
        db.execute(f"UPDATE cases SET {column} = ? WHERE id = ?", (value, case))
        db.commit()
        db.close()
        assert desk.run("verify", status=1)["damaged"] == [case], column
        with open(path, "wb") as file:
            file.write(before)
        assert desk.run("verify")["ok"] is True


def test_several_files(desk):
    cases = desk.run("import", desk.household(1, "a.json"), desk.household(0, "b.json"))
    assert len(cases) == 2 and len(set(cases)) == 2
    assert {one["id"] for one in desk.run("list")} == set(cases)


def test_words_that_nothing_reads(desk):
    """A mistyped word would be an answer that is lost: it is said, whoever reads the file."""
    wire = json.loads(json.dumps(HOUSEHOLD))
    wire["inkomens"] = wire.pop("inkomen", [])
    wire["aanvrager"]["naam"]["bij naam"] = "Bo"
    wire["partner"] = {"naam": {"geslachtsnam": "Bakker"}}
    wire["vakantie"] = None
    for command in ("import", "check"):
        desk.run(command, desk.write("one.json", wire))
        said = [line for line in desk.messages.splitlines() if "is no word of the format" in line]
        assert len(said) == 3, desk.messages
        for place in ("inkomens", "partner.naam.geslachtsnam"):
            assert any(f": {place} is" in line for line in said), desk.messages
        assert "bij naam" not in desk.messages, "only what cannot be a person's is repeated"
    desk.run("import", desk.household())
    assert "no word of the format" not in desk.messages


def in_the_contract(schemas, schema, name):
    """An example of what the contract describes, with every member that it has."""
    if "$ref" in schema:
        return in_the_contract(schemas, schemas[schema["$ref"].rsplit("/", 1)[1]], name)
    if "oneOf" in schema:
        return in_the_contract(schemas, schema["oneOf"][0], name)
    if "properties" in schema:
        return {key: in_the_contract(schemas, value, key) for key, value in schema["properties"].items()}
    if schema.get("type") == "array":
        return [in_the_contract(schemas, schema["items"], name)]
    if "enum" in schema:
        return schema["enum"][0]
    plain = {"integer": schema.get("minimum", 1), "boolean": True}
    return schema.get("example", plain.get(schema.get("type"), name))


def test_words_of_the_contract(desk):
    """Whatever the contract has is a word of the format: a form that this program sent, or one of another program,
    is taken in without a doubt about its spelling."""
    with open(os.path.join(SOURCE, "data", "api", "openapi.json"), encoding="utf-8") as file:
        schemas = json.load(file)["components"]["schemas"]
    form = in_the_contract(schemas, schemas["Aanvraagformulier"], "")
    assert {"voorletters", "voorvoegsel"} < set(form["partner"]["naam"]) and "toets" in form
    form["pasjaar"] = 2026
    form["bewijsstukken"] = []
    dates = [{"type": "Datum", "datum": "1980-05-01"}, {"type": "JaarMaandDatum", "jaar": 1980, "maand": 5},
             {"type": "JaarDatum", "jaar": 1980}, {"type": "DatumOnbekend", "onbekend": True}]
    for date in dates:
        for person in (form["aanvrager"], form["partner"], form["kinderen"][0]):
            person["geboorte"]["datum"] = date
        for command in ("check", "import"):
            desk.run(command, desk.write("one.json", form))
            assert "no word of the format" not in desk.messages, desk.messages


def test_an_answer_that_is_not_read(desk):
    """What was probably meant as an answer and is not read may turn the outcome: there is none then. What has
    no such name, or is about who somebody is, leaves it as it was."""
    one = {"regeling": "zoetermeerpas", "peildatum": "2026-01-15", "aanvrager": {
        "geboorte": {"datum": {"type": "Datum", "datum": "1980-05-01"}}, "adres": {
            "postcode": "2712AA", "woonplaats": "Zoetermeer"}},
           "inkomen": [{"soort": "loon", "bedragInCenten": 140000, "periode": "maand"}]}
    person = {"geboorte": {"datum": {"type": "Datum", "datum": "1981-05-01"}}}
    slips = [(("partnr",), person, "partner"), (("Partner",), person, "partner"), (("kind",), [person], "kinderen"),
             (("inkomen", 0, "grondslagg"), "bruto", "inkomen[0].grondslag"),
             (("inkomen", 0, "vakantie-geld"), "met", "inkomen[0].vakantiegeld"),
             (("inkomen2",), one["inkomen"], "inkomen"), (("peildatm",), "2026-02-01", "peildatum"),
             (("opmerking",), "nieuw", None), (("leeftijd",), 45, None),
             (("aanvrager", "telefoonumer"), "0612345678", None)]
    for place, value, meant in slips:
        wire = json.loads(json.dumps(one))
        at = wire
        for step in place[:-1]:
            at = at[step]
        at[place[-1]] = value
        answer = desk.run("check", desk.write("one.json", wire), "--percentage", "120")
        found = [step for step in answer["warnings"] if step["id"] == "answer-misread"]
        if meant is None:
            assert answer["outcome"] == "likely" and not found, (place, answer)
        else:
            assert answer["outcome"] == "unknown" and meant in json.dumps(found), (place, answer)
            assert f"write {meant} if" in desk.messages, desk.messages


def test_one_person_twice(desk):
    [first] = desk.run("import", desk.household(0))
    assert "the same BSN" not in desk.messages
    [second] = desk.run("import", desk.household(0))
    assert first in desk.messages, desk.messages
    desk.run("queue", second)
    assert "1 other case here has the same BSN" in desk.messages, desk.messages


def test_documents_that_will_not_do(desk):
    bad = {"leeg.pdf": b"", "tekst.pdf": b"hello there, this is text", "groot.jpg": None,
           "slot.pdf": b"%PDF-1.4\ntrailer<</Root 1 0 R/Encrypt 5 0 R>>\n%%EOF",
           "foto.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"}
    words = {"leeg.pdf": "empty", "tekst.pdf": "wrong-type", "groot.jpg": "too-large",
             "slot.pdf": "encrypted", "foto.heic": "heic", "weg.pdf": "unreadable"}
    for name, content in bad.items():
        desk.write(name, b"\xff\xd8\xff" + bytes(21 * 1024 * 1024) if content is None else content)
    for name, word in words.items():
        wire = dict(HOUSEHOLD, bewijsstukken=[{"soort": "loonstrook", "bestand": name}])
        [case] = desk.run("import", desk.write("one.json", wire), status=1)
        assert f"({word})" in desk.messages, (name, desk.messages)
        assert name not in desk.messages, "file names are sealed"
        assert desk.state(case) == "draft"
    assert desk.run("verify")["documents"] == 0


def test_not_complete_enough(desk):
    wire = dict(HOUSEHOLD)
    del wire["contact"]
    [case] = desk.run("import", desk.write("one.json", wire))
    desk.run("queue", case, status=1)
    assert "contact.email" in desk.messages and "declaration" not in desk.messages, desk.messages
    assert desk.state(case) == "draft"


def test_negative_outcome_is_sent(desk):
    """Whatever the check says, there is the right to apply."""
    wire = dict(HOUSEHOLD, inkomen=[{"soort": "loon", "van": "aanvrager", "bedragInCenten": 900000, "periode": "maand"}])
    file = desk.write("much.json", wire)
    outcome = json.loads(subprocess.run([ZPICTL, "check", file], env=desk.env, capture_output=True).stdout)
    assert outcome["outcome"] == "unlikely", outcome
    [case] = desk.run("import", file)
    assert desk.run("queue", case)["state"] == "waiting"
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.state(case) == "received"


def test_nobody_has_an_address(desk):
    """Not sent, but not a forgotten draft either: it goes on paper."""
    wire = dict(HOUSEHOLD, contact={"vanWie": "geen"})
    [case] = desk.run("import", desk.write("one.json", wire))
    assert desk.run("queue", case) == {"id": case, "state": "paper"}
    assert desk.run("list")[0]["next_step"] == "post-paper-form"
    desk.run("queue", case, status=1)
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.state(case) == "paper"


def test_file_without_answers(desk):
    """An id that is printed is the id of a case."""
    [case] = desk.run("import", desk.write("empty.json", {}))
    assert desk.state(case) == "draft"
    desk.run("show", case)
    assert desk.run("verify")["cases"] == 1


def test_part_of_an_id(desk):
    [case] = desk.run("import", desk.write("one.json", HOUSEHOLD))
    desk.run("show", case[:8])
    for text in (case[:3], case[:8] + "x"):
        desk.run("queue", text, status=1)
    assert desk.state(case) == "draft"


def test_no_names(desk):
    """A variable that was not set, and what elsewhere is standard output, are no names of files or cases."""
    desk.run("import", desk.household(0))
    for command, names in (("check", [""]), ("import", ["x", ""]), ("show", [""]), ("queue", [""]), ("status", [""]),
                           ("backup", [""]), ("restore", [""]), ("supplement", ["", "x"]), ("photo", ["a", "", "x"]),
                           ("account", [""]), ("hand-over", ["abcdef", ""]), ("take-over", [""]), ("take-back", [""]),
                           ("remind", ["--remove", ""]), ("renewal", ["--client-agrees", ""]),
                           ("confirm-organisation", [""])):
        desk.run(command, *names, status=2)
        assert "is empty. Is a variable" in desk.messages, (command, desk.messages)
        desk.run(command, *["-" if name == "" else name for name in names], status=2)
        assert "no name here" in desk.messages, (command, desk.messages)
    assert not os.path.exists("-") and len(desk.run("list")) == 1
    here = os.getcwd()
    os.chdir(desk.top)
    try:
        desk.run("backup", "./-")
    finally:
        os.chdir(here)
    assert os.path.exists(os.path.join(desk.top, "-"))


def test_names_that_no_file_can_have(desk):
    """Over a link that leads nowhere, too long, in no letters: said as it is, and the answer is JSON."""
    desk.run("import", desk.household(0))
    link = os.path.join(desk.top, "link")
    os.symlink(os.path.join(desk.top, "nowhere"), link)
    desk.run("backup", link, status=1)
    assert "a file of that name already" in desk.messages, desk.messages
    for command in ("backup", "import", "take-over"):
        desk.run(command, os.path.join(desk.top, "x" * 300), status=1)
        assert "not-allowed" in desk.messages if command == "backup" else "no such file" in desk.messages, desk.messages
    odd = os.fsencode(desk.top) + b"/\xff"
    assert desk.run("backup", odd)["complete"] and os.path.exists(odd)
    desk.run("restore", "https://example.nl/backup", status=2)
    assert "on this computer" in desk.messages, desk.messages


def test_never_waits(desk):
    """A pipe that nobody writes to, or somebody without end, a device, a socket: refused at once."""
    desk.run("import", desk.household(0))
    pipe, full, place = (os.path.join(desk.top, name) for name in ("pipe", "full", "socket"))
    os.mkfifo(pipe)
    os.mkfifo(full)
    writer = subprocess.Popen(["sh", "-c", 'exec cat /dev/zero > "$1"', "-", full], stderr=subprocess.DEVNULL)
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    fresh = os.path.join(desk.top, "fresh")
    try:
        for name in (pipe, full, place, "/dev/zero", "/dev/null"):
            for words in (["check", name], ["import", name], ["account", name], ["renewal", "--client-agrees", name],
                          ["take-over", name], ["take-over", "--key", name, pipe],
                          ["--data", fresh, "restore", name]):
                began = time.monotonic()
                done = subprocess.run(desk.command(*words), env=desk.env, capture_output=True, timeout=30)
                assert done.returncode == 1, (words, done)
                assert b"a pipe, a device or a socket" in done.stderr, (words, done)
                assert time.monotonic() - began < 10, words
    finally:
        writer.kill()
        writer.wait()
        server.close()


def test_odd_files(desk):
    """Pipes, devices, what never ends, a byte order mark."""
    pipe = os.path.join(desk.top, "pipe.pdf")
    os.mkfifo(pipe)
    for name in ("pipe.pdf", ".", "/dev/zero"):
        wire = dict(HOUSEHOLD, bewijsstukken=[{"soort": "loonstrook", "bestand": name}])
        desk.run("import", desk.write("one.json", wire), status=1)
        assert "(unreadable)" in desk.messages, desk.messages
    wire = dict(HOUSEHOLD, bewijsstukken=[{"soort": "loonstrook"}])
    desk.run("import", desk.write("one.json", wire))
    assert "document 1 names no file" in desk.messages, desk.messages
    assert desk.run("import", "/dev/zero", status=1) == []
    assert len(desk.run("import", desk.write("mark.json", b"\xef\xbb\xbf" + json.dumps(
        HOUSEHOLD).encode()))) == 1
    late = dict(HOUSEHOLD, verklaring={"ondertekendOp": "yesterday", "wijze": "getypt"})
    assert desk.run("import", desk.write("late.json", late), status=1) == []
    assert "verklaring.ondertekendOp" in desk.messages, desk.messages


def test_result_that_cannot_be_written(desk):
    path = desk.write("one.json", HOUSEHOLD)
    desk.run("import", path)
    with open("/dev/full", "w") as full:
        for command in (["list"], ["check", path], ["import", path]):
            done = subprocess.run(desk.command(*command), env=desk.env, stdout=full,
                                  stderr=subprocess.PIPE)
            assert done.returncode == 1 and b"written" in done.stderr, (command, done.stderr)


def test_help(desk):
    for args in (["--help"], ["help"], ["check", "--help"]):
        done = subprocess.run([ZPICTL, *args], capture_output=True)
        assert done.returncode == 0 and b"check FILE" in done.stdout, args


def test_no_other_server(desk):
    """A server that is named but cannot be used: nothing goes to another one instead."""
    [case] = desk.run("import", desk.household(0))
    desk.run("queue", case)
    desk.env.pop("G_DEBUG", None)  # a warning says why
    for variables in ({"ZPI_API_URL": "nonsense"}, {"ZPI_API_URL": "https://example.nl/v1"},
                      {"ZPI_API_URL": "http://127.0.0.1:9"}, {"ZPI_CA_FILE": "/nonexistent"},
                      {"ZPI_API_URL": "https://127.0.0.1:9/v1", "ZPI_CA_FILE": "/nonexistent"}):
        desk.env.update(variables)
        desk.run("send", status=1)
        assert "ZPI_API_URL" in desk.messages, desk.messages
        assert desk.state(case) == "waiting"
        for name in variables:
            del desk.env[name]
    desk.env.update({"ZPI_API_URL": "", "ZPI_CA_FILE": "", "ZPI_ACCESS_TOKEN": ""})
    desk.run("send")
    assert desk.state(case) == "received"


def test_refused_is_not_waiting(desk):
    """What needs a person is told from what goes by itself later, and both from done."""
    desk.start_server()
    cases = desk.run("import", desk.household(0, "a.json"), desk.household(0, "b.json"))
    for case in cases:
        desk.run("queue", case)
    desk.town("PUT", "/_oefening/storing", {"foutcode": 400, "aantal": 1})
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 1}
    assert "1 needs somebody" in desk.messages, desk.messages
    assert sorted(one["state"] for one in desk.run("list")) == ["attention", "received"]


def test_refused_document(desk):
    """Which one it is and what to do with it are said; its name, which is sealed, is not."""
    desk.start_server()
    wire = dict(HOUSEHOLD, bewijsstukken=[])
    for i, size in enumerate((500, 100000)):
        file = f"Annabella Jongeneelen 999993653-{i}.jpg"
        desk.write(file, b"\xff\xd8\xff\xe0" + b"g" * size)
        wire["bewijsstukken"].append(
            {"soort": "loonstrook", "van": "aanvrager", "maand": f"2025-1{i}", "bestand": file})
    [case] = desk.run("import", desk.write("one.json", wire))
    desk.run("queue", case)
    desk.town("PUT", "/_oefening/storing",
              {"foutcode": 413, "aantal": 1, "pad": "/documenten"})
    assert desk.run("send", status=1) == {"waiting": 0, "attention": 1}
    status = desk.run("status", case)
    [param] = status["problem"]["params"]
    assert (param["document"], param["soort"], param["maand"]) == (1, "loonstrook", "2025-10"), param
    assert "document 1 was refused" in desk.messages and "send again" in desk.messages, desk.messages
    said = json.dumps(status) + desk.messages
    for planted in ("Annabella", "Jongeneelen", "999993653"):
        assert planted not in said, said
    assert "file" not in param, param


def test_offline_then_online(desk):
    [case] = desk.run("import", desk.household(1))
    desk.run("queue", case)
    desk.env["ZPI_API_URL"] = "http://127.0.0.1:9/v1"
    assert desk.run("send", status=1) == {"waiting": 1, "attention": 0}
    assert desk.state(case) == "waiting"
    assert desk.run("status", case)["outbox"]["problem"] == "offline"
    del desk.env["ZPI_API_URL"]
    assert desk.run("send") == {"waiting": 0, "attention": 0}
    assert desk.state(case) == "received"


def test_bytes_at_the_municipality(desk):
    desk.start_server()
    [case] = desk.run("import", desk.household(2))
    desk.run("queue", case)
    desk.run("send")
    form = desk.town("GET", f"/_oefening/aanvragen/{case}/formulier")
    assert form["aanvrager"]["naam"]["voornamen"] == "Annabella"
    assert "bestand" not in json.dumps(form) and "loonstrook-annabella" not in json.dumps(form)
    for i, document in enumerate(form["bewijsstukken"]):
        with urllib.request.urlopen(f"{desk.base[:-3]}/_oefening/aanvragen/{case}/documenten/"
                                    + document["documentId"]) as answer:
            content = answer.read()
        with open(os.path.join(desk.top, f"loonstrook-annabella-{i}.jpg"), "rb") as file:
            assert content == file.read()
        assert hashlib.sha256(content).hexdigest() == document["sha256"]


def see_nothing(desk):
    """What stands in clear anywhere in the data folder, the municipality's own part excepted."""
    hits = []
    for folder, folders, files in os.walk(desk.data):
        if "municipality" in folders:
            folders.remove("municipality")
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                content = planted.readable(file.read())
            hits += [(name, word) for word in PLANTED if word in content]
    assert not hits, hits


def test_nothing_in_clear(desk):
    cases = desk.run("import", desk.household(2))
    assert os.path.getsize(os.path.join(desk.data, "store.db")) > 0
    see_nothing(desk)
    desk.run("queue", cases[0])
    see_nothing(desk)
    desk.run("send")
    see_nothing(desk)
    desk.run("clear", "--now")
    see_nothing(desk)
    assert not [name for name in os.listdir(desk.env.get("TMPDIR", "/tmp"))
                if name.startswith("zpi-helper")]


def test_who_pays_is_forgotten(desk):
    """What is missing is named by who pays it, as long as the answers are here."""
    wire = dict(HOUSEHOLD, inkomen=[{"soort": "loon", "van": "aanvrager", "bedragInCenten": 60000, "bron": payer}
                                    for payer in ("Supermarkt", "Slager")])
    path = os.path.join(desk.top, "two.json")
    with open(path, "w") as file:
        json.dump(wire, file)
    [case] = desk.run("import", path)
    desk.run("queue", case)
    desk.run("send")
    before = desk.run("status", case)
    assert "Supermarkt" in json.dumps(before["missing"]) and "Slager" in json.dumps(before["missing"]), before
    desk.run("clear", "--now")
    after = desk.run("status", case)
    assert len(after["missing"]) == len(before["missing"]) > 1, after
    assert "Supermarkt" not in json.dumps(after) and "Slager" not in json.dumps(after), after


class Killer:
    """Starts a command and kills it somewhere. How long it takes here, sanitized or on a busy computer, is
    learnt from those that were killed and those that had ended before: a third of them."""

    def __init__(self, desk, most, step=1.5):
        self.desk = desk
        self.most = most
        # How much later the next may be killed, as long as none came to its end.
        self.step = step
        self.kills = self.ends = 0

    def try_at(self, *command):
        """Whether it was killed."""
        process = subprocess.Popen(self.desk.command(*command), env=self.desk.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(DICE.uniform(0, self.most))
        process.send_signal(signal.SIGKILL)
        killed = process.wait() != 0
        self.most *= 0.8 if not killed else 1.1 if self.ends else self.step
        self.kills += killed
        self.ends += not killed
        return killed

    def said(self):
        return f"{self.kills} killed, {self.ends} ended before"


def test_killed_while_sending(desk):
    """Killed anywhere in sending: in the end each arrived once."""
    n_cases = 20 if LONG else 4
    desk.start_server()
    cases = desk.run("import", *[desk.household(2, f"{i}.json") for i in range(n_cases)])
    for case in cases:
        desk.run("queue", case)
    desk.town("PUT", "/_oefening/storing", {"vertragingInMs": 8, "aantal": 0})
    # In small steps: one that comes to its end leaves nothing for the next.
    killer = Killer(desk, 0.3, step=1.1)
    for _ in range(400 if LONG else 30):
        killer.try_at("send")
        received = desk.received()
        assert len(received) == len(set(received)) and set(received) <= set(cases)
        states = {one["id"]: one["state"] for one in desk.run("list")}
        assert set(states.values()) <= {"waiting", "sending", "received"}, states
        known = {case for case, state in states.items() if state == "received"}
        assert known <= set(received), "received only with a receipt"
        if len(known) == len(cases):
            break
    desk.town("PUT", "/_oefening/storing", {})
    desk.run("send")
    assert sorted(desk.received()) == sorted(cases)
    assert {one["state"] for one in desk.run("list")} == {"received"}
    assert desk.run("verify")["ok"] is True
    print(f"# sending {n_cases} cases, {killer.kills} killed: 0 lost, 0 doubled")


def test_killed_while_importing(desk):
    path = desk.household(3)
    desk.run("import", path)
    killer = Killer(desk, 0.25)
    for _ in range(200 if LONG else 25):
        killer.try_at("import", path)
        assert desk.run("verify")["ok"] is True
    assert killer.kills and killer.ends, killer.said()
    for one in desk.run("list"):
        assert one["state"] == "draft"
        desk.run("show", one["id"])
    print(f"# importing, {killer.said()}, {len(desk.run('list'))} drafts: verify clean each time")


def test_killed_while_queueing_and_clearing(desk):
    desk.start_server()
    cases = desk.run("import", *[desk.household(1, f"{i}.json") for i in range(8)])
    killer = Killer(desk, 0.15)
    for case in cases:
        while desk.state(case) == "draft":
            killer.try_at("queue", case)
            assert desk.run("verify")["ok"] is True
    desk.run("send")
    assert sorted(desk.received()) == sorted(cases)
    print(f"# queueing, {killer.said()}: verify clean each time")
    killer = Killer(desk, 0.15)
    for _ in range(10):
        killer.try_at("clear", "--now")
        assert desk.run("verify")["ok"] is True
    desk.run("clear", "--now")
    assert all(one["cleared"] for one in desk.run("list"))
    see_nothing(desk)


def test_killed_while_backing_up(desk):
    """What has the name of the backup is one, wherever it was killed."""
    cases = desk.run("import", *[desk.household(1, f"{i}.json") for i in range(3)])
    home, kept, killer = desk.data, 0, Killer(desk, 0.3)
    for number in range(60 if LONG else 20):
        backup = os.path.join(desk.top, f"{number}.zpi-backup")
        killer.try_at("backup", backup)
        if not os.path.exists(backup):
            continue
        kept += 1
        desk.data = os.path.join(desk.top, f"elsewhere-{number}")
        desk.run("restore", backup)
        assert {one["id"] for one in desk.run("list")} == set(cases)
        desk.data = home
    assert killer.kills and killer.ends, killer.said()
    print(f"# {killer.said()}: {kept} backups left, all whole")


def test_several_processes(desk):
    """Many at once on one folder: all do their work, nothing is sent twice."""
    desk.start_server()
    paths = [desk.household(1, f"{i}.json") for i in range(6)]
    imports = [subprocess.Popen(desk.command("import", path), env=desk.env,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE) for path in paths]
    cases = []
    for process in imports:
        out, err = process.communicate()
        assert process.returncode == 0, err
        cases += json.loads(out)
    assert len(set(cases)) == len(paths)
    queues = [subprocess.Popen(desk.command("queue", case), env=desk.env,
                               stdout=subprocess.DEVNULL) for case in cases + cases]
    assert sorted(process.wait() for process in queues) == [0] * len(cases) + [1] * len(cases)
    sends = [subprocess.Popen(desk.command("send"), env=desk.env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) for _ in range(4)]
    for process in sends:
        process.wait()
    assert sorted(desk.received()) == sorted(cases)
    assert {one["state"] for one in desk.run("list")} == {"received"}
    assert desk.run("verify")["ok"] is True


def import_queue_send(desk, path):
    """Whatever others do at the same moment: what was queued before a send is there after it."""
    def run(*args):
        done = subprocess.run(desk.command(*args), env=desk.env, capture_output=True, timeout=120)
        assert done.returncode in (0, 1) and done.stdout, (args, done.stderr.decode())
        return json.loads(done.stdout)
    [case] = run("import", path)
    run("queue", case)
    run("send")
    state = run("status", case)["state"]
    assert state == "received", state


def test_senders_that_come_and_go(desk):
    """Each may run the municipality for the others, and is done when it is done."""
    path = desk.household(0)
    rounds = 80 if LONG else 16
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda _: import_queue_send(desk, path), range(rounds)):
            pass
    assert [one["state"] for one in desk.run("list")] == ["received"] * rounds
    assert desk.run("verify")["ok"] is True


def test_sends_beside_another(desk):
    """Another program is at it and does not get on: it is left to that, and the status says so."""
    desk.start_server()
    (case,) = desk.run("import", desk.household(0))
    desk.run("queue", case)
    with open(os.path.join(desk.data, "sender.lock"), "a") as lease:
        fcntl.flock(lease, fcntl.LOCK_EX)
        assert desk.run("send", status=3) == {"waiting": 1, "attention": 0, "elsewhere": True}
        assert desk.state(case) == "waiting"
    assert desk.run("send") == {"waiting": 0, "attention": 0}


def test_open_in_another_program(desk):
    """What stands on the screen of another program is not sent from here, nor handed over."""
    (case,) = desk.run("import", desk.household(0))
    byte = int(case.replace("-", "")[:15], 16)
    with open(os.path.join(desk.data, "cases.lock"), "a+b") as theirs:
        lock = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, byte, 1, 0)
        fcntl.fcntl(theirs, fcntl.F_OFD_SETLK, lock)
        desk.run("queue", case, status=1)
        assert desk.state(case) == "draft"
    desk.run("queue", case)
    assert desk.state(case) == "waiting"


def test_real_mode_ignores_variables(desk):
    env = dict(desk.env, ZPI_API_URL="http://127.0.0.1:1/v1", ZPI_ACCESS_TOKEN="x")
    done = subprocess.run([ZPICTL, "--data", desk.data, "send"], env=env, capture_output=True)
    assert done.returncode == 1 and b"organisation" in done.stderr, done.stderr


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    print(f"# seed {SEED}")
    for number, test in enumerate(TESTS, 1):
        desk = Desk()
        name = test.__name__.removeprefix("test_").replace("_", "-")
        try:
            test(desk)
            print(f"ok {number} {name}", flush=True)
        except Exception:  # whatever it is, it is this test's failure
            failed += 1
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
            print(f"not ok {number} {name}", flush=True)
        finally:
            desk.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
