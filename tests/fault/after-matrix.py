#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Everything that goes wrong on the network, times a SIGKILL at every moment, for what is sent after an
application: later evidence, photos, requests for one account, and codes of mails that were kept without a network.
The faults, the network and the kills are those of
`network-matrix`. Whatever happens, once the line is good again each is there exactly once, whole, and nothing is lost
here. TAP. A call that is named runs alone.

Every day each fault meets each call, with one moment in turn; with ZPI_TEST_LONG=1 each meets all moments."""

import hashlib
import importlib.util
import json
import os
import sqlite3
import sys
import time
import traceback
import urllib.request

SOURCE = os.environ["ZPI_SOURCE_ROOT"]


def load(name, *place):
    spec = importlib.util.spec_from_file_location(name, os.path.join(SOURCE, "tests", *place))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


network_matrix = load("network_matrix", "fault", "network-matrix.py")
after_test = load("after_test", "service", "after-test.py")
NOWHERE = "http://127.0.0.1:9/v1"


class Network(network_matrix.Network):
    """With a desk of the municipality that is asked past the proxy."""

    def desk(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.root}/_oefening/{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def ask_desk(self, method, path, body=None):
        return json.loads(self.desk(method, path, body))

    def offline(self, killed, *args):
        """A command without a network; `killed`: it is ended on its way first, and then given again."""
        good = self.env["ZPI_API_URL"]
        self.env["ZPI_API_URL"] = NOWHERE
        try:
            if killed:
                process = self.start(*args)
                time.sleep(0.05)
                process.kill()
                process.wait()
                process.stdout.close()
            return self.run(*args)[1]
        finally:
            self.env["ZPI_API_URL"] = good

    def row(self, case):
        return next(one for one in self.run("list")[1] if one["id"] == case)

    def drain(self, story):
        for tries in range(1, 16):
            if self.run("send")[0] == 0 and story.is_over(self):
                return tries
            time.sleep(0.3)
        raise AssertionError("still waits")


class Story:
    def is_over(self, _network):
        """Besides that nothing waits to be sent."""
        return True


class Evidence(Story):
    """An answer of two documents to what is asked of one application."""

    def prepare(self, network):
        self.case = network.import_case()
        network.run("queue", self.case)
        network.run("send")
        self.files = [network.write(f"bankafschrift 2026-{9 + i:02d}.jpg", after_test.picture(i, 30000))
                      for i in range(2)]

    def queue(self, network, killed):
        self.asked = network.ask_desk("POST", f"aanvragen/{self.case}/_vraag-aanvulling", {"gevraagd": [
            {"soort": "bankafschrift", "van": "aanvrager", "maand": f"2026-{month:02d}"} for month in (9, 10)]})
        network.run("status", self.case)
        network.offline(killed, "supplement", self.case, *self.files)
        assert network.row(self.case)["next_step"] == "wait-until-sent", network.row(self.case)

    def check(self, network):
        form = network.ask_desk("GET", f"aanvragen/{self.case}/aanvullingen/{self.asked['aanvullingId']}/formulier")
        # Whoever was killed had perhaps taken in the first already, so they may stand in another order.
        papers = sorted(form["bewijsstukken"], key=lambda one: one["maand"])
        for file, one in zip(self.files, papers, strict=True):
            with open(file, "rb") as opened:
                content = opened.read()
            assert one["sha256"] == hashlib.sha256(content).hexdigest(), "another document"
            assert network.desk("GET", f"aanvragen/{self.case}/documenten/{one['documentId']}") == content
        there = network.ask_desk("GET", f"aanvragen/{self.case}")
        assert there["status"] == "in-behandeling", there["status"]
        assert network.row(self.case)["state"] == "in-assessment", network.row(self.case)


class Photo(Story):
    """A photo of one person, taken without a network."""

    def prepare(self, network):
        self.file = after_test.jpeg(network, "photo.jpg", 400, 500)

    def queue(self, network, killed):
        letter = network.ask_desk("POST", "foto-opdrachten", {"voornamen": "Bo", "pasjaar": 2026})
        self.order = letter["opdrachtId"]
        done = network.offline(killed, "photo", letter["code"], "Bo", self.file)
        assert done["waiting"], done
        self.case = done["id"]

    def check(self, network):
        orders = network.ask_desk("GET", "foto-opdrachten")["fotoOpdrachten"]
        found = next(one for one in orders if one["opdrachtId"] == self.order)
        [holder] = found["pashouders"]
        photo = network.desk("GET", f"foto-opdrachten/{self.order}/pashouders/{holder['pashouderId']}/foto")
        assert found["status"] == "compleet" and photo[:3] == b"\xff\xd8\xff", found
        assert holder["fotoSha256"] == hashlib.sha256(photo).hexdigest()
        assert network.row(self.case)["state"] == "received", network.row(self.case)


class Account(Story):
    """A request for one account. From a desk of its own each time: who asked for a family does not ask again."""

    number = 0

    def prepare(self, network):
        self.file = network.write("family.json", json.dumps(after_test.FAMILY).encode())

    def queue(self, network, killed):
        Account.number += 1
        network.data = os.path.join(network.top, f"family-{Account.number}")
        done = network.offline(killed, "account", self.file)
        assert done["state"] == "waiting", done
        self.case = done["id"]

    def check(self, network):
        there = network.ask_desk("GET", "accountverzoeken")["accountverzoeken"]
        assert [one["verzoekId"] for one in there].count(self.case) == 1, there
        assert len(there) == Account.number, "%d requests of %d desks" % (len(there), Account.number)
        assert network.row(self.case)["state"] == "received", network.row(self.case)
        assert network.run("verify")[1]["ok"]


class Code(Story):
    """The code of a mail, typed without a network at a desk of its own, looked up and answered there."""

    number = 0

    def prepare(self, network):
        self.case = network.import_case()
        network.run("queue", self.case)
        network.run("send")
        self.file = network.write("brief.jpg", after_test.picture(7, 30000))

    def queue(self, network, killed):
        network.data = os.path.join(network.top, "data")
        self.asked = network.ask_desk("POST", f"aanvragen/{self.case}/_vraag-aanvulling", {"gevraagd": [
            {"soort": "overig", "van": "aanvrager"}]})
        Code.number += 1
        network.data = os.path.join(network.top, f"code-{Code.number}")
        kept = network.offline(killed, "supplement", self.asked["code"], self.file)
        assert kept["attention"] == "code-waits", kept

    def is_over(self, network):
        return all(row["attention"] != "code-waits" for row in network.run("list")[1])

    def check(self, network):
        rows = network.run("list")[1]
        assert [row["id"] for row in rows] == [self.asked["aanvullingId"]], rows
        assert rows[0]["next_step"] == "add-and-send" and rows[0]["news"], rows
        done = network.run("supplement", self.asked["code"], self.file)[1]
        assert done["sent"] and done["id"] == self.asked["aanvullingId"], done
        there = network.ask_desk("GET", f"aanvragen/{self.case}")
        assert there["status"] == "in-behandeling", there["status"]
        assert network.run("verify")[1]["ok"]


# Every fault that the application meets, at the call that finishes; and those of its documents at theirs.
# (That what finishes is too large is said to a person: nothing goes by itself then.)
EVERY = list(dict.fromkeys((name, times) for name, _, times, _ in network_matrix.FAULTS
                           if name != "proxy-html-413"))
PARTS = [(name, times) for name, where, times, _ in network_matrix.FAULTS if where is network_matrix.PART]
CREATES = [(name, times) for name, where, times, _ in network_matrix.FAULTS
           if where is network_matrix.CREATE]
CALLS = (
    ("more information", Evidence, {"method": "POST", "path": "_indienen"}, EVERY),
    ("its documents", Evidence, {"method": "PATCH", "path": "/documenten/"}, PARTS),
    ("an upload of one", Evidence, {"method": "POST", "path": "/documenten"}, CREATES),
    ("a photo", Photo, {"method": "PUT", "path": "/foto"}, EVERY),
    ("one account", Account, {"method": "POST", "path": "/accountverzoeken"}, EVERY),
    ("a kept code", Code, {"method": "POST", "path": "/aanvullingen/_zoeken"}, EVERY),
)


def run_pair(network, story, where, fault, moment):
    network.plan({})
    story.queue(network, moment == "queueing")
    plan = dict(where, fault=fault[0], times=fault[1], case=str(time.monotonic()))
    if moment in ("arriving", "answered", "delivered"):
        plan["kill"] = moment
    network.logged()
    network.plan(plan)
    tries = network.drain(story)
    words = network.logged()
    network.plan({})
    assert "fault" in words, "nothing went wrong"
    story.check(network)
    return tries, words.count("kill") + (moment == "queueing")


def rows_of(network):
    try:
        with sqlite3.connect(f"file:{network.data}/store.db?mode=ro", uri=True, timeout=0) as db:
            return dict(db.execute("SELECT id, attention FROM cases"))
    except sqlite3.OperationalError:  # its turn
        return {}


def between(network, story):
    """Killed as soon as the answer stands in the store: the code waits there no more, or its row would say of a
    code that was answered that nothing has it."""
    network.plan({})
    story.queue(network, False)
    process = network.start("send")
    while process.poll() is None and story.asked["aanvullingId"] not in rows_of(network):
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    left = rows_of(network)
    assert "code-waits" not in left.values(), f"{len(left)} rows"
    network.drain(story)
    story.check(network)


def pairs():
    for title, story, where, faults in CALLS:
        if sys.argv[1:] and title not in sys.argv[1:]:
            continue
        for at, fault in enumerate(faults):
            moments = network_matrix.MOMENTS
            for moment in moments if network_matrix.LONG else [moments[at % len(moments)]]:
                yield title, story, where, fault, moment


def main():
    network = Network()
    stories = {}
    failed = number = kills = 0
    try:
        for title, kind, where, fault, moment in pairs():
            number += 1
            name = f"{title}: {fault[0]}{f' {fault[1]} times' if fault[1] > 1 else ''}, killed: {moment}"
            try:
                if kind not in stories:
                    stories[kind] = kind()
                    stories[kind].prepare(network)
                tries, killed = run_pair(network, stories[kind], where, fault, moment)
                kills += killed
                print(f"ok {number} - {name} (there after {tries} tries)", flush=True)
            except Exception:  # whatever it is, it is this pair's failure
                failed += 1
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} - {name}", flush=True)
        for _ in range((40 if network_matrix.LONG else 8) if Code in stories else 0):
            number += 1
            try:
                between(network, stories[Code])
                print(f"ok {number} - a kept code: killed when it was looked up", flush=True)
            except Exception:
                failed += 1
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} - a kept code: killed when it was looked up", flush=True)
            kills += 1
        network.plan({})
        network.data = os.path.join(network.top, "data")
        report = network.run("verify")[1]
        assert report["ok"] and report["damaged"] == [], report
        print(f"#= {number} pairs, {kills} kills: {failed} lost or doubled")
    finally:
        network.close()
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
