#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""zpictl sends to a municipality behind TLS that speaks HTTP/2, and ends connections amid that."""

import collections
import json
import os
import pathlib
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/bench"))

import uploads  # noqa: E402

BUILD = pathlib.Path(os.environ["ZPI_BUILD_ROOT"])
PARTS_BYTES = 900_000
WAYS = {
    "one connection that stays": ["http2"],
    "connections that say goodbye": ["http2", "goodbye"],
    "connections that hang up": ["http2", "hang-up"],
    "HTTP/1.1": [],
}
results = []


def check(what, good, told=""):
    results.append(good)
    print(f"{'ok' if good else 'not ok'} {len(results)} - {what}{'' if good else f' # {told}'}", flush=True)


def received(town):
    """What the municipality has, by itself."""
    with town.ask("GET", "/aanvragen") as answer:
        return json.load(answer)["resultaten"]


for name, ways in WAYS.items():
    with tempfile.TemporaryDirectory() as folder:
        town = uploads.Town(lambda *parts: str(BUILD.joinpath(*parts)), folder, PARTS_BYTES, ways)
        try:
            town.sent_by_zpictl()
            said = collections.Counter((town.folder / "relay.log").read_text().splitlines())
            versions = {line.split()[0] for line in said if " " in line}
            check(f"{name}: sent in one go, by {'HTTP/2' if ways else 'HTTP/1.1'}",
                  versions == {"2.0" if ways else "1.1"}, str(said))
            check(f"{name}: {'one' if len(ways) < 2 else 'several'}",
                  said["connection"] == 1 if len(ways) < 2 else said["connection"] > 5, str(said))
            states = [one["status"] for one in received(town)]
            check(f"{name}: one application, received", states == ["ontvangen"], str(states))
        finally:
            town.end()
print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
