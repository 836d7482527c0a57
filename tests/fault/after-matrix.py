#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong between this desk and the municipality while later evidence, photos and account requests
are sent: each fault at each request that it can strike, and a SIGKILL while it does. Whatever happens, once
the line is good again each is there exactly once, whole, and nothing is lost here. TAP.

A fault meets every kill with ZPI_TEST_LONG=1, else one in turn."""

import hashlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
import traceback

SOURCE = os.environ["ZPI_SOURCE_ROOT"]
LONG = os.environ.get("ZPI_TEST_LONG") == "1"
spec = importlib.util.spec_from_file_location(
    "after_test", os.path.join(SOURCE, "tests", "service", "after-test.py"))
after_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(after_test)

# Name, trouble of the practice municipality, how often.
FAULTS = (
    ("never arrived", {"offline": True}, 2),
    ("answer lost", {"antwoordKwijt": True}, 2),
    ("half an answer", {"afgekapt": True}, 2),
    ("a page that asks to log in", {"inlogpagina": True}, 2),
    ("a redirect", {"omleidingNaar": "https://portal.example/login"}, 2),
    ("500 five times", {"foutcode": 500}, 5),
    ("503 with a time", {"foutcode": 503, "retryAfter": "1"}, 1),
    ("429 with nonsense", {"foutcode": 429, "retryAfter": "bald"}, 2),
    ("401", {"foutcode": 401}, 2),
    ("another digest", {"verkeerdeDigest": True}, 1),
    ("slow", {"vertragingInMs": 250}, 3),
)
# How long after it began sending is killed, in seconds; None: not.
KILLS = (None, 0.05, 0.15, 0.3, 0.6)
MAX_TRIES = 25


class Counts:
    kills = 0
    tries = 0


def send_until_done(desk, kill, counts):
    if kill is not None:
        victim = subprocess.Popen(desk.command("send"), env=desk.env, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        try:
            victim.wait(kill)
        except subprocess.TimeoutExpired:
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            counts.kills += 1
    for _ in range(MAX_TRIES):
        done = subprocess.run(desk.command("send"), env=desk.env, capture_output=True)
        counts.tries += 1
        if done.returncode == 0:
            return
        left = json.loads(done.stdout) if done.stdout.strip() else {}
        assert left.get("attention", 0) == 0, left
        time.sleep(0.2)
    raise AssertionError("still waits")


def trouble(desk, what, path, times):
    desk.town("PUT", "/_oefening/storing", {**what, "pad": path, "aantal": times})


def run_supplement(desk, fault, kill, counts):
    """An answer of two documents. The fault strikes its uploads, then its form."""
    _, what, times = fault
    content = [after_test.picture(1), after_test.picture(2)]
    for path in ("documenten", "_indienen"):
        asked = desk.ask(desk.case, ("bankafschrift", "2026-09"), ("bankafschrift", "2026-10"))
        desk.run("status", desk.case)
        files = [desk.write(f"bankafschrift 2026-{9 + i:02d}.jpg", c) for i, c in enumerate(content)]
        good = desk.env["ZPI_API_URL"]
        desk.env["ZPI_API_URL"] = "http://127.0.0.1:9/v1"
        desk.run("supplement", desk.case, *files)
        desk.env["ZPI_API_URL"] = good
        trouble(desk, what, path, times)
        send_until_done(desk, kill, counts)
        desk.town("PUT", "/_oefening/storing", {})
        form = desk.answer(desk.case, asked["aanvullingId"])
        sums = [one["sha256"] for one in form["bewijsstukken"]]
        assert sums == [hashlib.sha256(c).hexdigest() for c in content], sums
        for one, whole in zip(form["bewijsstukken"], content):
            assert desk.document(desk.case, one["documentId"]) == whole
        assert desk.row(desk.case)["state"] == "in-assessment"
    assert len(desk.received()) == 1


def run_photo(desk, fault, kill, counts):
    """A photo that was taken without a network."""
    _, what, times = fault
    letter = desk.town("POST", "/_oefening/foto-opdrachten", {"voornamen": "Bo", "pasjaar": 2026})
    good = desk.env["ZPI_API_URL"]
    desk.env["ZPI_API_URL"] = "http://127.0.0.1:9/v1"
    done = desk.run("photo", letter["code"], "Bo", desk.photo)
    assert done["waiting"], done
    desk.env["ZPI_API_URL"] = good
    trouble(desk, what, "/foto", times)
    send_until_done(desk, kill, counts)
    desk.town("PUT", "/_oefening/storing", {})
    found = after_test.order(desk, letter["code"])
    assert found["status"] == "compleet", found
    photo = after_test.stored(desk, found, found["pashouders"][0]["pashouderId"])
    assert photo[:3] == b"\xff\xd8\xff" and found["pashouders"][0]["fotoSha256"] == \
        hashlib.sha256(photo).hexdigest()
    assert desk.state(done["id"]) == "received"


def run_account(desk, fault, kill, counts):
    """A request for one account. On a desk of its own: one that has asked for a family does not ask again."""
    _, what, times = fault
    home, desk.data = desk.data, os.path.join(desk.top, f"family-{counts.tries}")
    try:
        ask_for_account(desk, what, times, kill, counts)
        assert desk.run("verify")["ok"]
    finally:
        desk.data = home


def ask_for_account(desk, what, times, kill, counts):
    good = desk.env["ZPI_API_URL"]
    desk.env["ZPI_API_URL"] = "http://127.0.0.1:9/v1"
    done = desk.run("account", desk.write("family.json", after_test.FAMILY))
    assert done["state"] == "waiting", done
    desk.env["ZPI_API_URL"] = good
    trouble(desk, what, "accountverzoeken", times)
    send_until_done(desk, kill, counts)
    desk.town("PUT", "/_oefening/storing", {})
    there = desk.town("GET", "/_oefening/accountverzoeken")["accountverzoeken"]
    assert [one["verzoekId"] for one in there].count(done["id"]) == 1, there
    assert desk.state(done["id"]) == "received"
    assert desk.run("account", desk.write("family.json", after_test.FAMILY))["id"] == done["id"]


def main():
    stories = [("more information", run_supplement), ("photo", run_photo),
               ("one account", run_account)]
    desk = after_test.Desk()
    failed = 0
    number = 0
    counts = Counts()
    print(f"1..{len(stories) * len(FAULTS)}", flush=True)
    try:
        desk.case = desk.received_case()
        desk.photo = after_test.jpeg(desk, "photo.jpg", 400, 500)
        for name, story in stories:
            for at, fault in enumerate(FAULTS):
                number += 1
                kills = KILLS if LONG else (KILLS[at % len(KILLS)],)
                try:
                    for kill in kills:
                        story(desk, fault, kill, counts)
                    print(f"ok {number} - {name}: {fault[0]}", flush=True)
                except Exception:  # whatever it is, it is this pair's failure
                    failed += 1
                    print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                    print(f"not ok {number} - {name}: {fault[0]}", flush=True)
                    desk.town("PUT", "/_oefening/storing", {})
        report = desk.run("verify")
        assert report["ok"] and report["damaged"] == [], report
        print(f"# {number} pairs, {counts.kills} kills, {counts.tries} tries: "
              f"{failed} lost or doubled")
    finally:
        desk.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
