#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Deliberate faults: each has to be noticed by a test.

    ./run mutations [--long] [--only NAME…] [--list]

tests/data/mutations.toml names the faults: what goes wrong, one place in one file, and the cheapest
test that should notice (suite/name, and the case in it). The source is copied to a folder of its own and built there once; a fault
is put in, what its test needs is built, the test is run, and the fault is taken out again. A fault
that no test notices fails, and so does one whose place is no longer there, which does not compile,
or whose test does not pass without it. Without --long (or ZPI_TEST_LONG) only those marked `daily`
are tried: a fixed share that takes a few minutes. Prints TAP.
"""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIST = os.path.join(SOURCE, "tests", "data", "mutations.toml")
SKIPPED = {".git", "node_modules", "__pycache__", ".cache"}


def files(root):
    for folder, names, found in os.walk(root):
        inside = os.path.relpath(folder, root)
        names[:] = [n for n in names if n not in SKIPPED
                    and not (inside == "." and n.startswith(("build", "_build")))]
        for name in found:
            yield os.path.normpath(os.path.join(inside, name))


def bring(tree):
    """Makes the copy equal to the source; what is equal keeps its time, and is not built again."""
    wanted = set(files(SOURCE))
    for path in wanted:
        here, there = os.path.join(SOURCE, path), os.path.join(tree, path)
        if os.path.islink(here) or (os.path.exists(there)
                                    and filecmp.cmp(here, there, shallow=False)):
            continue
        os.makedirs(os.path.dirname(there), exist_ok=True)
        shutil.copy(here, there)
    for path in set(files(tree)) - wanted:
        os.remove(os.path.join(tree, path))


def run(*command, log=None, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log or subprocess.DEVNULL,
                          stderr=subprocess.STDOUT, check=False, **options)


class Copy:
    def __init__(self, folder):
        self.tree = os.path.join(folder, "source")
        self.build = os.path.join(folder, "build")
        self.log = os.path.join(folder, "log.txt")
        os.makedirs(self.tree, exist_ok=True)
        bring(self.tree)
        if not os.path.exists(os.path.join(self.build, "build.ninja")):
            compiler = "ccache gcc" if shutil.which("ccache") else "gcc"
            made = run("meson", "setup", self.build, self.tree, "--buildtype=debug",
                       "-Ddebug=false", "-Dtests=true",
                       # The quicker linker: each fault links its test anew.
                       env=dict(os.environ, CC=os.environ.get("CC", compiler), CC_LD="gold"))
            if made.returncode != 0:
                sys.exit("the copy could not be set up: meson setup %s" % self.build)
        elif run("ninja", "-C", self.build, "build.ninja").returncode != 0:
            sys.exit("the copy could not be configured again")
        self.read_tests()

    def read_tests(self):
        def introspect(what):
            said = subprocess.run(["meson", "introspect", what, self.build], check=True,
                                  stdout=subprocess.PIPE).stdout
            return json.loads(said)

        outputs = {target["id"]: [os.path.relpath(name, self.build) for name in target["filename"]]
                   for target in introspect("--targets")}
        self.needs = {}
        for test in introspect("--tests"):
            for suite in test["suite"]:
                self.needs[suite.split(":", 1)[-1], test["name"]] = [
                    name for target in test["depends"] for name in outputs[target]]

    def compile(self, tests):
        names = sorted({name for test in tests for name in self.needs[tuple(test.split("/"))]})
        with open(self.log, "wb") as log:
            return run("ninja", "-C", self.build, *names, log=log).returncode == 0

    def passes(self, fault):
        """Whether its test passes; None when no test ran."""
        command = ["meson", "test", "-C", self.build, "--no-rebuild", "--timeout-multiplier", "3"]
        if "case" in fault:
            # A path is a case of GLib's, a name one of a script's.
            command.append("--test-args=" + ("-p " if fault["case"][0] == "/" else "") + fault["case"])
        suite, name = fault["test"].split("/")
        with open(self.log, "wb") as log:
            code = run(*command, "--suite", suite, name, log=log).returncode
        with open(self.log, encoding="utf-8", errors="replace") as log:
            said = log.read()
        if code == 0 and " OK " not in said:
            return None
        return code == 0


def put_in(tree, fault):
    """Returns what the file was, or None when the place is not there exactly once."""
    path = os.path.join(tree, fault["file"])
    with open(path, encoding="utf-8") as file:
        before = file.read()
    if before.count(fault["find"]) != 1:
        return None
    with open(path, "w", encoding="utf-8") as file:
        file.write(before.replace(fault["find"], fault["put"]))
    return before


def take_out(tree, fault, before):
    with open(os.path.join(tree, fault["file"]), "w", encoding="utf-8") as file:
        file.write(before)


def try_fault(copy, fault):
    """What is wrong with it, or None when its test noticed."""
    before = put_in(copy.tree, fault)
    if before is None:
        return "its place in %s is not there once" % fault["file"]
    try:
        if not copy.compile([fault["test"]]):
            return "it does not compile: %s" % copy.log
        return "NOT NOTICED by %s" % fault["test"] if copy.passes(fault) is not False else None
    finally:
        take_out(copy.tree, fault, before)


def check_tests(copy, faults):
    """The tests that do not pass without a fault: they would notice anything."""
    wrong = set()
    for test, case in sorted({(f["test"], f.get("case")) for f in faults}, key=str):
        fault = {"test": test} if case is None else {"test": test, "case": case}
        if copy.passes(fault) is not True:
            wrong.add((test, case))
    return wrong


def choose(options):
    with open(LIST, "rb") as file:
        faults = tomllib.load(file)["fault"]
    names = [fault["name"] for fault in faults]
    if len(set(names)) != len(names):
        sys.exit("a name stands twice in %s" % LIST)
    if options.only:
        return [fault for fault in faults if fault["name"] in options.only]
    if options.long or os.environ.get("ZPI_TEST_LONG"):
        return faults
    return [fault for fault in faults if fault.get("daily")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build-dir", default=os.path.join(SOURCE, "build-mutations"))
    parser.add_argument("--long", action="store_true", help="all of them")
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    faults = choose(options)
    if options.list:
        for fault in faults:
            print("%-28s %-14s %s" % (fault["name"], fault["test"], fault["says"]))
        return 0
    copy = Copy(options.build_dir)
    if not copy.compile({fault["test"] for fault in faults}):
        sys.exit("the copy does not compile: %s" % copy.log)
    wrong = check_tests(copy, faults)
    failed = 0
    print("1..%d" % len(faults), flush=True)
    for number, fault in enumerate(faults, 1):
        began = time.monotonic()
        problem = "its test does not pass without it" \
            if (fault["test"], fault.get("case")) in wrong else try_fault(copy, fault)
        failed += problem is not None
        print("%sok %d - %s: %s%s # %.1f s" % (
            "not " if problem else "", number, fault["name"], fault["says"],
            ": " + problem if problem else "", time.monotonic() - began), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
