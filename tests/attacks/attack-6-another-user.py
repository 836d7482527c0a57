#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Attack 6: another user of the same computer reads what was entered for practice, and answers the
redirect of a sign-in, through 127.0.0.1. Only root can be somebody else, so it needs root; the
redirect is tried in tests/net/test-sign-in (another-user)."""

import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

PROGRAM = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/practice/zoetermeerpas-practice-server")
NOBODY = 65534


def status(url):
    request = urllib.request.Request(url, headers={"Authorization": "Bearer whatever"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def status_as_nobody(url):
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setuid(NOBODY)
        os._exit(1 if status(url) == 403 else 2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main():
    print("1..1")
    if os.geteuid() != 0:
        print("ok 1 another-user # SKIP only root can be somebody else")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [PROGRAM, "--port", "0", "--data", str(pathlib.Path(folder) / "town")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        try:
            base = server.stdout.readline().strip()
            desk = base.removesuffix("/v1") + "/_oefening/aanvragen"
            held = (
                status(desk) == 200
                and status_as_nobody(desk) == 1
                and status_as_nobody(base + "/openapi.json") == 1
            )
        finally:
            server.terminate()
            server.wait()
    print("# held: another user of the computer is not answered" if held else "# not held")
    print("ok 1 another-user" if held else "not ok 1 another-user")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
