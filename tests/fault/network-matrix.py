#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Everything that goes wrong on the network, times a SIGKILL at every moment. TAP.

zpictl is the program, mitmproxy the network, the practice municipality the other side. For each
pair of a fault and a moment a case with three documents is imported, queued and sent until nothing
waits any more. Then it must be at the municipality exactly once, whole, and here in one named state.
Every day each fault meets one moment in turn; with ZPI_TEST_LONG=1 each meets all.
"""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BUILD = os.environ["ZPI_BUILD_ROOT"]
ZPICTL = os.path.join(BUILD, "src", "ctl", "zpictl")
SERVER = os.path.join(BUILD, "src", "practice", "zoetermeerpas-practice-server")
HERE = os.path.dirname(os.path.abspath(__file__))
LONG = os.environ.get("ZPI_TEST_LONG") == "1"

SUBMIT = {"method": "POST", "path": "_indienen"}
FORM = {"method": "PUT", "path": "/aanvragen/"}
PART = {"method": "PATCH", "path": "/documenten/"}
CREATE = {"method": "POST", "path": "/documenten"}  # the upload of one, before its first byte

# (fault, where, how often, how many pass first)
FAULTS = [
    ("never-arrived", SUBMIT, 1, 0),
    ("never-arrived", FORM, 1, 0),
    ("answer-lost", SUBMIT, 1, 0),
    ("answer-lost", FORM, 1, 0),
    ("answer-lost", PART, 1, 1),
    ("500", PART, 1, 2),              # the third document
    ("answered-twice", SUBMIT, 1, 0),
    ("answered-twice", FORM, 1, 0),
    ("reset-mid-body", SUBMIT, 1, 0),
    ("truncated-json", SUBMIT, 1, 0),
    ("login-page", SUBMIT, 1, 0),
    ("login-page", FORM, 1, 0),
    ("proxy-html-502", SUBMIT, 1, 0),
    ("redirect", SUBMIT, 1, 0),
    ("401", PART, 1, 1),
    ("429-seconds", SUBMIT, 1, 0),
    ("429-date", SUBMIT, 1, 0),
    ("429-nonsense", SUBMIT, 1, 0),
    ("500", SUBMIT, 6, 0),            # for a long time
    ("wrong-digest", SUBMIT, 1, 0),
    ("slow-drip", SUBMIT, 1, 0),
    # Each with the moment that it meets every day.
    ("redirect", CREATE, 1, 0),       # queueing
    ("never-arrived", CREATE, 1, 0),  # arriving
    ("answer-lost", CREATE, 1, 1),    # answered
    ("slow-drip", CREATE, 1, 0),      # delivered: it is made there, and nothing was sent of it
    ("answered-twice", CREATE, 1, 0), # none
    ("401", CREATE, 1, 1),
    ("500", CREATE, 6, 2),            # the third document, for a long time
    ("proxy-html-413", CREATE, 1, 0),
    ("proxy-html-413", PART, 1, 1),
    ("proxy-html-502", CREATE, 1, 0),
    ("429-seconds", CREATE, 1, 0),
    ("login-page", CREATE, 1, 2),
    ("reset-mid-body", CREATE, 1, 0),
]
# What a person is told to repair, unless a kill came first; then the same documents are sent again.
SAID = {"proxy-html-413": "document-refused"}
MOMENTS = ["none", "queueing", "arriving", "answered", "delivered"]

HOUSEHOLD = {
    "regeling": "zoetermeerpas", "pasjaar": 2026,
    "aanvrager": {"naam": {"voornamen": "Anna", "geslachtsnaam": "Jong"},
                  "burgerservicenummer": "999993653"},
    "contact": {"emailadres": "anna@example.nl", "vanWie": "aanvrager"},
    "inkomen": [{"soort": "aow", "bedragInCenten": 105000, "periode": "maand"}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    for _ in range(600):
        assert process.poll() is None, "the proxy ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the proxy does not listen")


class Network:
    """A municipality, a proxy before it, and a data folder."""

    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="matrix-")
        self.data = os.path.join(self.top, "data")
        self.plan_path = os.path.join(self.top, "plan.json")
        self.documents = []
        for i in range(3):
            content = b"\xff\xd8\xff\xe0" + bytes([i]) * 20000
            self.write("paper-%d.jpg" % i, content)
            self.documents.append(hashlib.sha256(content).hexdigest())
        self.plan({})
        self.server = subprocess.Popen([SERVER, "--data", os.path.join(self.top, "town")],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.root = self.server.stdout.readline().strip()[:-len("/v1")]
        port = free_port()
        self.proxy = subprocess.Popen(
            ["mitmdump", "--quiet", "--mode", "reverse:" + self.root, "--listen-host", "127.0.0.1",
             "--listen-port", str(port), "--set", "confdir=" + os.path.join(self.top, "mitm"),
             "-s", os.path.join(HERE, "network-faults.py"), "--set", "plan=" + self.plan_path],
            stdout=subprocess.DEVNULL, stderr=sys.stderr)
        wait_for_port(port, self.proxy)
        self.env = dict(os.environ, ZPI_API_URL="http://127.0.0.1:%d/v1" % port,
                        ZPI_ACCESS_TOKEN="oefenen")

    def close(self):
        for process in (self.proxy, self.server):
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(self.top)

    def write(self, name, content):
        with open(os.path.join(self.top, name), "wb") as file:
            file.write(content)
        return os.path.join(self.top, name)

    def plan(self, plan):
        self.write("plan.json.new", json.dumps(plan).encode())
        os.rename(self.plan_path + ".new", self.plan_path)

    def logged(self):
        try:
            with open(self.plan_path + ".log", encoding="utf-8") as file:
                words = file.read().split()
            os.unlink(self.plan_path + ".log")
        except FileNotFoundError:
            words = []
        return words

    def start(self, *args):
        process = subprocess.Popen(
            [ZPICTL, "--practice", "--data", self.data, *args], env=self.env,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # Only what sends is a target: a kill that comes a little late must not hit a look afterwards.
        self.write("plan.json.pid", str(process.pid).encode() if args[0] == "send" else b"")
        return process

    def run(self, *args):
        process = self.start(*args)
        output = process.communicate(timeout=120)[0]
        self.write("plan.json.pid", b"")
        return process.returncode, json.loads(output) if output.strip() else None

    def town(self, path):
        with urllib.request.urlopen(self.root + path) as answer:
            return json.loads(answer.read())

    def import_case(self):
        wire = dict(HOUSEHOLD)
        wire["bewijsstukken"] = [{"soort": "overig", "bestand": "paper-%d.jpg" % i} for i in range(3)]
        status, ids = self.run("import", self.write("case.json", json.dumps(wire).encode()))
        assert status == 0, "import"
        return ids[0]

    def state(self, case):
        found = [one for one in self.run("list")[1] if one["id"] == case]
        assert len(found) == 1, "listed %d times" % len(found)
        return found[0]

    def queue(self, case, killed):
        """Queues; `killed`: the first time it is ended on its way."""
        if killed:
            process = self.start("queue", case)
            time.sleep(0.03)
            process.kill()
            process.wait()
            process.stdout.close()
        for _ in range(3):
            if self.state(case)["state"] != "draft":
                return
            self.run("queue", case)
        raise AssertionError("not queued")

    def send(self, case, said):
        """Tries again as somebody would; gives how often, and what the case came to."""
        for tries in range(1, 16):
            status = self.run("send")[0]
            if status == 0:
                break
            if said is not None and self.state(case)["attention"] == said:
                self.run("queue", case)
            time.sleep(0.5)
        return tries, self.state(case)


def check_arrived(network, before):
    """Exactly one more application there, submitted, with its three documents."""
    listed = network.town("/_oefening/aanvragen")["aanvragen"]
    fresh = [one for one in listed if one["aanvraagId"] not in before]
    assert len(fresh) == 1, "%d applications arrived" % len(fresh)
    assert fresh[0]["status"] == "ontvangen", fresh[0]["status"]
    digests = [one["sha256"] for one in fresh[0]["documenten"]]
    assert sorted(digests) == sorted(network.documents), "the documents differ"
    assert all(one["status"] == "ontvangen" for one in fresh[0]["documenten"]), "a part is missing"
    return fresh[0]


def run_cell(network, fault, moment):
    name, where, times, skip = fault
    before = {one["aanvraagId"] for one in network.town("/_oefening/aanvragen")["aanvragen"]}
    network.plan({})
    case = network.import_case()
    network.queue(case, moment == "queueing")
    # The case makes each plan another one: the proxy counts anew when it changes.
    plan = dict(where, fault=name, times=times, skip=skip, case=case)
    if moment in ("arriving", "answered", "delivered"):
        plan["kill"] = moment
    network.logged()
    network.plan(plan)
    tries, state = network.send(case, SAID.get(name))
    words = network.logged()
    assert "fault" in words, "nothing went wrong"
    there = check_arrived(network, before)
    assert state["state"] == "received", "here it is %s (%s)" % (state["state"], state["attention"])
    assert state["reference"] == there["referentie"], "another reference"
    return tries, words.count("kill")


def count_cell(network, table, fault, moment, before):
    """What came of a pair, counted at the municipality whatever the assertions said."""
    listed = network.town("/_oefening/aanvragen")["aanvragen"]
    fresh = [one for one in listed if one["aanvraagId"] not in before and one["status"] != "concept"]
    row = table.setdefault("%s %s" % (fault[0], fault[1]["path"]), {})
    row[moment] = len(fresh)


def print_table(table):
    """How often each application arrived: 1 is right, 0 is lost, 2 is doubled."""
    print("#= arrived, by fault and by the moment of the SIGKILL")
    print("#= %-36s" % "" + "".join("%10s" % moment for moment in MOMENTS))
    for name, row in table.items():
        print("#= %-36s" % name + "".join("%10s" % row.get(moment, "") for moment in MOMENTS))
    counts = [n for row in table.values() for n in row.values()]
    print("#= %d pairs: %d arrived once, %d lost, %d doubled"
          % (len(counts), counts.count(1), counts.count(0), sum(n > 1 for n in counts)))


def chosen():
    for i, fault in enumerate(FAULTS):
        for moment in MOMENTS if LONG else [MOMENTS[i % len(MOMENTS)]]:
            yield fault, moment


def main():
    network = Network()
    failed = number = kills = 0
    states, table = {}, {}
    try:
        for fault, moment in chosen():
            number += 1
            title = "%s at %s %s, killed: %s" % (fault[0], fault[1]["method"], fault[1]["path"], moment)
            before = {one["aanvraagId"] for one in network.town("/_oefening/aanvragen")["aanvragen"]}
            try:
                tries, killed = run_cell(network, fault, moment)
                kills += killed + (moment == "queueing")
                print("ok %d - %s (received after %d tries)" % (number, title, tries), flush=True)
            except Exception as error:  # whatever it is, it is this pair's failure
                failed += 1
                print("not ok %d - %s: %s" % (number, title, error), flush=True)
            count_cell(network, table, fault, moment, before)
        network.plan({})
        for one in network.run("list")[1]:
            states[one["state"]] = states.get(one["state"], 0) + 1
        print_table(table)
        print("#= %d kills; states here: %s"
              % (kills, ", ".join("%d %s" % (n, state) for state, n in sorted(states.items()))))
    finally:
        network.close()
    print("1..%d" % number)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
