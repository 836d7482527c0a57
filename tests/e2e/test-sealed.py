#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The sealed store by zpictl, to a municipality by TLS: what is said when nothing goes, a backup on another computer,
a file that leads elsewhere. TAP.

    test-sealed.py [NAME...]    only those"""

import datetime
import errno
import json
import os
import re
import subprocess
import sys
import time
import traceback

import sealed

HOUSEHOLD = os.path.join(sealed.SOURCE, "tests", "data", "households", "01-single-wage.json")

DISK = os.path.join(sealed.BUILD, "tests", "e2e", "disk-faults.so")


class Desk(sealed.Sealed):
    def household(self):
        with open(HOUSEHOLD, encoding="utf-8") as file:
            wire = json.load(file)["application"]
        wire["aanvrager"]["naam"] = {"voornamen": "Anna", "geslachtsnaam": "Voorbeeld"}
        wire["contact"] = {"emailadres": "anna@example.nl", "vanWie": "aanvrager"}
        wire["verklaring"] = {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "op-papier"}
        path = os.path.join(self.top, "household.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(wire, file)
        return path

    def queued(self):
        [case] = self.answer("import", self.household())
        self.answer("queue", case)
        return case

    def state(self, case):
        return next(one["state"] for one in self.answer("list") if one["id"] == case)


def test_sent(desk):
    case = desk.queued()
    assert desk.answer("send") == {"waiting": 0, "attention": 0}
    assert desk.town.received() == [case] and desk.state(case) == "received"


def test_keys_changed(desk):
    """Whoever signed in has to do that again, and `send` says so rather than that it has to be tried later."""
    case = desk.queued()
    desk.hand("rotate", desk.secret, "remove")
    done = desk.zpictl("send")
    assert done.returncode == 1 and "nobody is signed in. Open the window" in done.stderr, done
    assert desk.town.received() == []
    desk.sign_in()
    desk.answer("send")
    assert desk.town.received() == [case]


def test_another_way_in(desk):
    """The sign-in is of who signed in: whoever comes in with the recovery code sends nothing in that name."""
    desk.queued()
    desk.answer("recover", secret=desk.code, more="een andere wachtzin\n")
    done = desk.zpictl("send", secret="een andere wachtzin")
    assert done.returncode == 1 and "nobody is signed in" in done.stderr, done
    assert desk.town.received() == []
    desk.answer("send")


def test_planted(desk):
    """A file that leads to a server with a good certificate: it is never asked, and `send` says why it waits."""
    thief = sealed.Thief(desk.town)
    case = desk.queued()
    place = os.path.join(desk.data, "organisation.zpi-org")
    for changes in ({"base_url": thief.url + "/v1"}, {"issuer": thief.url}, {"name": "Stichting Ander"}):
        desk.write_organisation(place, **changes)
        done = desk.zpictl("send")
        assert done.returncode == 1 and "is not the one that was accepted" in done.stderr, done
        assert "confirm-organisation" in done.stderr, done
    assert thief.asked == [] and desk.town.received() == []
    os.unlink(place)
    desk.answer("send")
    assert desk.town.received() == [case] and thief.asked == []
    thief.close()


def test_on_another_computer(desk):
    """There is only the backup, and the code: it opens, and knows for whom it is."""
    case = desk.queued()
    copy, there = os.path.join(desk.top, "copy"), os.path.join(desk.top, "there")
    desk.answer("backup", copy)
    desk.answer("restore", copy, data=there)
    assert [one["id"] for one in desk.answer("list", data=there, secret=desk.code)] == [case]
    desk.answer("recover", data=there, secret=desk.code, more="een wachtzin van hier\n")
    assert desk.answer("verify", data=there, secret="een wachtzin van hier")["ok"]
    done = desk.zpictl("send", data=there, secret="een wachtzin van hier")
    assert done.returncode == 1 and "nobody is signed in" in done.stderr, done


def test_log_lost(desk):
    """The log went while something stood in it only: what is left is shown, and that it is not all is said."""
    desk.env["G_DEBUG"] = "fatal-criticals"
    desk.answer("import", desk.household())
    log = os.path.join(desk.data, "store.db-wal")
    process = subprocess.Popen([sealed.ZPICTL, "--data", desk.data, "import"] + [desk.household()] * 20, env=desk.env,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(desk.secret.encode() + b"\n")
    process.stdin.flush()
    while process.poll() is None and not (os.path.exists(log) and os.path.getsize(log) > 100000):
        time.sleep(0.002)
    process.kill()
    process.communicate()
    os.unlink(log)
    for command, status in (["list"], 0), (["verify"], 1), (["import", desk.household()], 1):
        done = desk.zpictl(*command)
        assert done.returncode == status and "something may be missing" in done.stderr, done
    assert "Look who may write" not in done.stderr and "Nothing was thrown away" in done.stderr, done


def test_full_disk(desk):
    """Everything can be read, nothing is sent, and each command says that it is the disk."""
    case = desk.queued()
    plan = os.path.join(desk.top, "plan")
    with open(plan, "w", encoding="utf-8") as file:
        file.write(str(errno.ENOSPC))
    desk.env.update(G_DEBUG="fatal-criticals", LD_PRELOAD=sealed.preload(sealed.TRUST, DISK), ZPI_DISK_FOLDER=desk.data,
                    ZPI_DISK_FAULT=plan)
    for command, status in ((["list"], 0), (["import", desk.household()], 1), (["send"], 1), (["clear", "--now"], 1),
                            (["verify"], 0)):
        done = desk.zpictl(*command)
        assert done.returncode == status and "only be read: the disk is full" in done.stderr, done
        assert status == 0 or "Make room on the disk" in done.stderr, done
    done = desk.zpictl("recover", secret=desk.code, more="een wachtzin van twaalf\n")
    assert done.returncode == 1 and "Make room on the disk" in done.stderr, done
    assert desk.town.received() == []
    os.unlink(plan)
    desk.answer("send")
    assert desk.town.received() == [case] and desk.answer("verify")["ok"]


def test_asked_to_wait(desk):
    """`send` says until when, also when it is tried before that."""
    case = desk.queued()

    def busy(front):
        front.body()
        front.say(503, b"", **{"Retry-After": "7200", "Date": front.date_time_string()})
        return True

    desk.town.trouble = busy
    for _ in range(2):
        done = desk.zpictl("send")
        assert done.returncode == 1 and "the municipality asks to wait" in done.stderr, done
        said = re.search(r"again after (\S+);", done.stderr).group(1)
        left = datetime.datetime.fromisoformat(said.replace("Z", "+00:00")).timestamp() - time.time()
        assert 7000 < left < 7300, (said, left)
        desk.town.trouble = None
    assert desk.town.received() == [] and desk.state(case) == "waiting"


def test_not_safe(desk):
    """A certificate that has expired, or a clock that is wrong: it waits, and `send` says what to look at."""
    case = desk.queued()
    desk.town.context.load_cert_chain(os.path.join(os.path.dirname(desk.town.certificate), "expired.pem"))
    done = desk.zpictl("send")
    assert done.returncode == 1 and "Check the date of this computer (it says 20" in done.stderr, done
    assert "still" not in done.stderr and desk.town.received() == [], done
    desk.town.context.load_cert_chain(desk.town.certificate)
    desk.answer("send")
    assert desk.town.received() == [case]


TESTS = {name[5:].replace("_", "-"): value for name, value in list(globals().items()) if name.startswith("test_")}


def main():
    chosen = sys.argv[1:] or list(TESTS)
    failed = 0
    print(f"1..{len(chosen)}")
    for number, name in enumerate(chosen, 1):
        desk = Desk()
        try:
            TESTS[name](desk)
            print(f"ok {number} {name}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("#", line)
            print(f"not ok {number} {name}", flush=True)
        finally:
            desk.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
