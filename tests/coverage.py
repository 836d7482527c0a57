#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Branch coverage of the folders below the window.

Called by ./run coverage: builds with gcc's counters, runs the suites that need no display, and
prints what part of the lines and branches of each folder they went through. The exit status is 1
when a folder with a goal stays below it, or when a test failed.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUITES = ["unit", "store", "net", "service", "practice", "fault"]
# Lines that hand the work to GLib's own checks have branches nobody can take.
IGNORED = (r"\s*g_(return_if_fail|return_val_if_fail|assert\w*|warn_if_fail) \("
           r"|.*G_(DEFINE|DECLARE)_|\s*g_assert_not_reached|\s*g_task_set_source_tag"
           r"|\s*g_clear_(pointer|object|error) \(|.*g_autoptr ?\(|.*g_autofree |.*g_auto ?\(")
GOALS = {"model": 95.0, "vault": 95.0, "store": 95.0, "net": 95.0}
# What makes up the outbox, across folders, with a goal of its own.
OUTBOX = re.compile(r"src/(service/zpi-(send|submission)|store/zpi-outbox)[^/]*\.c$")
OUTBOX_GOAL = 95.0


def run(*command, **options):
    return subprocess.run(command, cwd=SOURCE, stdin=subprocess.DEVNULL, check=False, **options)


def prepare(build_dir):
    settings = ["-Db_coverage=true", "-Dtests=true", "--buildtype=debug", "-Doptimization=0"]
    if not os.path.exists(os.path.join(build_dir, "build.ninja")):
        done = run("meson", "setup", build_dir, SOURCE, *settings, env=dict(os.environ, CC="gcc"))
        if done.returncode != 0:
            return False
    # Counters of an earlier run would hide what is no longer tested.
    for folder, _, names in os.walk(build_dir):
        for name in names:
            if name.endswith(".gcda"):
                os.remove(os.path.join(folder, name))
    return run("meson", "compile", "-C", build_dir).returncode == 0


def known_suites(build_dir):
    said = run("meson", "introspect", "--tests", build_dir, stdout=subprocess.PIPE).stdout
    return {s.split(":", 1)[-1] for test in json.loads(said) for s in test["suite"]}


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def measure(build_dir):
    report = os.path.join(build_dir, "coverage.json")
    done = run("gcovr", "--root", SOURCE, "--object-directory", build_dir, build_dir,
               "--filter", os.path.join(SOURCE, "src") + "/", "--json-summary", report,
               "--exclude-unreachable-branches", "--exclude-throw-branches",
               "--exclude-branches-by-pattern", IGNORED,
               "--html-details", os.path.join(build_dir, "coverage.html"))
    if done.returncode != 0:
        return None
    with open(report, encoding="utf-8") as file:
        return json.load(file)["files"]


# Says in one line how far it is; whether that is far enough.
def print_share(name, sums, goal):
    line, lines, branch, branches = sums
    share = percent(branch, branches)
    good = goal is None or share >= goal
    note = "" if goal is None else "goal %.0f %%%s" % (goal, "" if good else ": NOT MET")
    print("%-12s %6.1f %% %8.1f %% %9d  %s" % (name, percent(line, lines), share, branches, note))
    return good


def sum_up(entries):
    return [sum(entry[key] for entry in entries)
            for key in ("line_covered", "line_total", "branch_covered", "branch_total")]


def print_folders(files, details):
    folders = {}
    for entry in files:
        folders.setdefault(entry["filename"].split("/")[1], []).append(entry)
    good = True
    print("%-12s %8s %10s %9s" % ("folder", "lines", "branches", "of"))
    for folder, entries in sorted(folders.items()):
        good = print_share("src/" + folder, sum_up(entries), GOALS.get(folder)) and good
        for entry in sorted(entries, key=lambda e: e["filename"]):
            if folder in details:
                print("  %-34s %6.1f %% %6.1f %% %6d" % (
                    entry["filename"].split("/", 2)[2],
                    percent(entry["line_covered"], entry["line_total"]),
                    percent(entry["branch_covered"], entry["branch_total"]),
                    entry["branch_total"]))
    outbox = [entry for entry in files if OUTBOX.match(entry["filename"])]
    return print_share("the outbox", sum_up(outbox), OUTBOX_GOAL) and good


def main():
    parser = argparse.ArgumentParser(prog="./run coverage", description=__doc__.splitlines()[0])
    parser.add_argument("--build-dir", default="build-coverage", help=argparse.SUPPRESS)
    parser.add_argument("folders", nargs="*", help="folders of src to show file by file")
    options = parser.parse_args()
    if shutil.which("gcovr") is None:
        sys.exit("gcovr is not installed")
    if not prepare(options.build_dir):
        return 1
    known = known_suites(options.build_dir)
    suites = [part for s in SUITES if s in known for part in ("--suite", s)]
    tests = run("meson", "test", "-C", options.build_dir, "--no-rebuild", "--quiet", *suites)
    files = measure(options.build_dir)
    if files is None:
        return 1
    good = print_folders(files, options.folders)
    print("details: %s" % os.path.join(options.build_dir, "coverage.html"))
    return 0 if good and tests.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
