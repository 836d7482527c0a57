#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs every stage of the check and counts.

Called by ./run test, which installs what is needed first. The last line of the output is
"N passed, N failed" (and ", N skipped" where something was), each TAP case and each extra check
being one; the exit status is 1 when anything failed. A stage that could not run has failed.

The suites of the first compiler mostly wait, for windows. What only computes (the second compiler's
build, the deliberate faults) runs beside them with what they leave of the processor, and says what it
found when its turn comes.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time
import traceback

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = sys.executable
# Suites without a window: they run a second time under the sanitizers.
SANITIZED = ["unit", "store", "net", "service", "practice", "fuzz"]
SANITIZED_LABEL = "clang+sanitizers"
LEAKY = ["ZPI_API_URL", "ZPI_CA_FILE", "ZPI_ACCESS_TOKEN", "ZPI_TEST_NEEDS", "MESON_TESTTHREADS"]
CASE = re.compile(r"^(not )?ok\b[ \t]*(\d+)?[ \t-]*([^#\n]*)(#.*)?$", re.MULTILINE)
FIGURE = re.compile(r"^#= ?(.*)$", re.MULTILINE)
PLAN = re.compile(r"^1\.\.(\d+)", re.MULTILINE)


class Tally:
    def __init__(self, behind=False):
        # What runs beside the rest keeps what it has to say until its turn.
        self.behind = behind
        self.kept = []
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.failures = []
        # Only totals of suites are told, and what failed.
        self.brief = False

    def say(self, text):
        if self.behind:
            self.kept.append(text)
        else:
            print(text, flush=True)

    def ok(self, name):
        self.passed += 1
        self.say("ok   %s" % name)

    def bad(self, name, why):
        self.failed += 1
        self.failures.append(name)
        self.say("FAIL %s" % name)
        for line in why.strip().splitlines():
            self.say("     | " + line)

    def skip(self, name, why):
        self.skipped += 1
        self.say("skip %s: %s" % (name, why))

    def count(self, name, passed, failed, skipped, why, seconds=None):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        text = "%d passed, %d failed" % (passed, failed)
        if skipped:
            text += ", %d skipped" % skipped
        if seconds is not None:
            text += " (%.1f s)" % seconds
        if failed or not self.brief:
            self.say("%s %s: %s" % ("FAIL" if failed else "ok  ", name, text))
        if failed:
            self.failures.append(name)
            for line in why.rstrip().splitlines():
                self.say("     | " + line)

    def add(self, other):
        """What was found beside the rest."""
        for text in other.kept:
            self.say(text)
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures

    def last_line(self):
        text = "%d passed, %d failed" % (self.passed, self.failed)
        return text + (", %d skipped" % self.skipped if self.skipped else "")


def environment(extra=None):
    env = {k: v for k, v in os.environ.items() if k not in LEAKY}
    env.update(extra or {})
    return env


def call(command, extra=None, timeout=None, behind=False):
    """Runs a command; gives its status and all it said."""
    if behind:
        command = [PYTHON, os.path.join(SOURCE, "tests", "behind.py")] + command
    try:
        done = subprocess.run(command, cwd=SOURCE, env=environment(extra), timeout=timeout,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    except FileNotFoundError:
        return 127, "%s is not installed" % command[0]
    except subprocess.TimeoutExpired as problem:
        said = (problem.stdout or b"").decode("utf-8", "replace")
        return 124, said + "\n%s took longer than %d seconds" % (command[0], timeout)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def tail(text, lines):
    parts = text.rstrip().splitlines()
    if len(parts) <= lines:
        return "\n".join(parts)
    return "\n".join(["[%d lines before this]" % (len(parts) - lines)] + parts[-lines:])


def complaints(text):
    """What a compiler or meson complains about, without the commands around it."""
    lines = text.splitlines()
    keep = set()
    for number, line in enumerate(lines):
        if re.search(r"error:|ERROR:|undefined reference|multiple definition", line):
            keep.update(range(number, number + 4))
    return "\n".join(lines[n] for n in sorted(keep) if n < len(lines)) or text


def count_tap(text):
    """Cases of TAP output: passed, failed, skipped, and the lines of those that failed."""
    passed = failed = skipped = 0
    lines = []
    for case in CASE.finditer(text):
        directive = (case.group(4) or "").lstrip("# ").upper()
        if directive.startswith("SKIP") or (directive.startswith("TODO") and case.group(1)):
            skipped += 1
        elif case.group(1):
            failed += 1
            lines.append(case.group(0))
        else:
            passed += 1
    plan = PLAN.search(text)
    if "Bail out!" in text:
        failed += 1
        lines.append("bailed out")
    elif plan and int(plan.group(1)) > passed + failed + skipped:
        lines.append("%s cases were planned, %d came" % (plan.group(1), passed + failed + skipped))
        failed += 1
    return passed, failed, skipped, lines


def whole_leak(run):
    """Where a leak comes from: once more, with stacks that reach through the libraries."""
    env = dict(run["env"] or {})
    env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":fast_unwind_on_malloc=0"
    _status, said = call(run["command"], env, timeout=900)
    found = said.find("ERROR: LeakSanitizer")
    return tail(said[found:], 60) if found >= 0 else ""


def count_run(tally, label, run):
    """One program of meson's test log."""
    name = "%s %s" % (label, run["name"].split(":", 1)[-1])
    out, err = run.get("stdout") or "", run.get("stderr") or ""
    result = run["result"]
    passed, failed, skipped, lines = count_tap(out) if PLAN.search(out) else (0, 0, 0, [])
    good = result in ("OK", "EXPECTEDFAIL", "SKIP")
    if result == "SKIP" and not (passed or failed or skipped):
        tally.skip(name, tail(out + err, 1) or "it said so")
        return
    if good and not (passed or failed or skipped):
        passed = 1
    if not good and not failed:
        failed = 1
        lines.append("%s, exit status %s" % (result.lower(), run["returncode"]))
    why = "\n".join(lines) + "\n" + tail(out, 25) + "\n" + tail(err, 60)
    if failed and "LeakSanitizer: detected" in err + out:
        why += "\n" + whole_leak(run)
    tally.count(name, passed, failed, skipped, why, run["duration"])
    # What a test found out in figures is part of the result.
    for line in FIGURE.findall(out):
        tally.say("     " + line)


def add_to_suite(suites, run, tally, before):
    """Adds what one program brought to the totals of its suite."""
    suite = run["name"].split(":", 1)[-1].split(" / ", 1)[0]
    after = (tally.passed, tally.failed, tally.skipped)
    brought = [1] + [now - then for now, then in zip(after, before)]
    suites[suite] = [a + b for a, b in zip(suites.get(suite, [0, 0, 0, 0]), brought)]


def meson_setup(build_dir, options, compiler):
    if os.path.exists(os.path.join(build_dir, "build.ninja")):
        return call(["meson", "configure", build_dir] + options)
    return call(["meson", "setup", build_dir, SOURCE] + options, {"CC": compiler})


def build(tally, label, build_dir, options, compiler):
    started = time.monotonic()
    status, said = meson_setup(build_dir, options, compiler)
    if status == 0:
        # Go on after an error, so that one look shows all of them.
        status, said = call(["meson", "compile", "-C", build_dir, "--ninja-args=-k0"], behind=tally.behind)
    name = "%s build (%.0f s)" % (label, time.monotonic() - started)
    if status != 0:
        tally.bad(name, tail(complaints(said), 120))
        return False
    tally.ok(name)
    return True


def known_suites(build_dir):
    status, said = call(["meson", "introspect", "--tests", build_dir])
    if status != 0:
        return set()
    return {s.split(":", 1)[-1] for test in json.loads(said) for s in test["suite"]}


def windows_at_once():
    """Half as many again as there are processors: a test with a window uses a third of one."""
    processors = len(os.sched_getaffinity(0))
    return processors + max(processors // 2, 1)


def meson_tests(tally, label, build_dir, suites, options):
    known = known_suites(build_dir)
    chosen = [s for s in suites if s in known] if suites else sorted(known)
    if not chosen:
        tally.bad("%s tests" % label, "no suite was found in " + build_dir)
        return
    log = os.path.join(build_dir, "meson-logs", "testlog.json")
    if os.path.exists(log):
        os.remove(log)
    command = ["meson", "test", "-C", build_dir, "--no-rebuild"]
    command += [part for suite in chosen for part in ("--suite", suite)] + options.test
    if label != SANITIZED_LABEL:
        command += ["--num-processes", str(windows_at_once())]
    extra = {"ZPI_TEST_PEERS": "required"}
    if options.long:
        command += ["--timeout-multiplier", "60"]
        extra["ZPI_TEST_LONG"] = "1"
    else:
        # A test that hangs ends the run late enough; one on a busy machine is not a failure.
        command += ["--timeout-multiplier", "6" if label == SANITIZED_LABEL else "3"]
        if "long" in known:
            command += ["--no-suite", "long"]
    tally.say("     %s tests: %s" % (label, " ".join(chosen)))
    if options.days:
        extra["ZPI_TEST_DAYS"] = str(options.days)
    status, said = call(command, extra)
    runs = 0
    suites = {}
    tally.brief = options.by_suite
    if os.path.exists(log):
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                run = json.loads(line)
                before = (tally.passed, tally.failed, tally.skipped)
                count_run(tally, label, run)
                add_to_suite(suites, run, tally, before)
                runs += 1
    tally.brief = False
    if options.by_suite:
        for suite, (programs, passed, failed, skipped) in sorted(suites.items()):
            tally.say("%s %s %s: %d programs, %d passed, %d failed, %d skipped"
                      % ("FAIL" if failed else "ok  ", label, suite, programs, passed, failed, skipped))
    if runs == 0:
        tally.bad("%s tests" % label, "no test ran\n" + tail(said, 40))


def stage_gcc(tally, options):
    if not build(tally, "gcc", options.build_dir, ["-Dwerror=true", "-Dtests=true"], "gcc"):
        return
    meson_tests(tally, "gcc", options.build_dir, options.suite, options)


def build_sanitized(tally, options):
    settings = ["-Dwerror=true", "-Dtests=true", "-Db_sanitize=address,undefined",
                "-Db_lundef=false"]
    return build(tally, SANITIZED_LABEL, options.build_dir + "-asan", settings, "clang")


def test_sanitized(tally, options):
    suites = [s for s in options.suite if s in SANITIZED] if options.suite else SANITIZED
    meson_tests(tally, SANITIZED_LABEL, options.build_dir + "-asan", suites, options)


def stage_clang(tally, options):
    if build_sanitized(tally, options):
        test_sanitized(tally, options)


def stage_clang_build(tally, options):
    """Only the warnings of the second compiler: where the sanitizers ran elsewhere."""
    build(tally, "clang", options.build_dir + "-clang", ["-Dwerror=true", "-Dtests=true"], "clang")


def stage_checks(tally, options):
    checks = [
        ["tests/check-source.py", "--self-test"],
        ["tests/check-source.py"],
        ["tests/check-files.py", "--build-dir", options.build_dir],
    ]
    for command in checks:
        started = time.monotonic()
        status, said = call([PYTHON] + command, behind=tally.behind)
        passed, failed, skipped, lines = count_tap(said)
        if status != 0 and not failed or not (passed or failed or skipped):
            failed += 1
        tally.count(" ".join(command[:1] + [c for c in command[1:] if c == "--self-test"]),
                    passed, failed, skipped,
                    "\n".join(l for l in said.splitlines() if not l.startswith("ok ")),
                    time.monotonic() - started)


def stage_mutations(tally, options):
    """Deliberate faults: a fixed share of them in every run, all of them with --long."""
    command = [PYTHON, "tests/mutation.py", "--build-dir", options.build_dir + "-mutations"]
    started = time.monotonic()
    status, said = call(command + (["--long"] if options.long else []), behind=tally.behind)
    passed, failed, skipped, lines = count_tap(said)
    if status != 0 and not failed:
        failed += 1
        lines.append(tail(said, 20))
    tally.count("tests/mutation.py", passed, failed, skipped, "\n".join(lines),
                time.monotonic() - started)


STAGES = {"checks": stage_checks, "gcc": stage_gcc, "clang": stage_clang, "clang-build": stage_clang_build,
          "mutations": stage_mutations}


class Beside:
    """Stages one after another, beside those that the tally is for."""

    def __init__(self, tally, options):
        self.tally = tally
        self.options = options
        self.pool = concurrent.futures.ThreadPoolExecutor(1)

    def start(self, stage):
        own = Tally(behind=True)
        return own, self.pool.submit(stage, own, self.options)

    def finish(self, started):
        """Waits for it, counts what it found and gives what it gave."""
        own, work = started
        try:
            return work.result()
        except Exception:  # the run goes on to its last line
            own.bad("a stage beside the others", traceback.format_exc())
            return None
        finally:
            self.tally.add(own)


def everything(tally, options):
    """All stages. The tests under the sanitizers measure time too, so they are not beside others."""
    beside = Beside(tally, options)
    sanitized = beside.start(build_sanitized)
    faults = beside.start(stage_mutations)
    stage_gcc(tally, options)
    stage_checks(tally, options)
    if beside.finish(sanitized):
        test_sanitized(tally, options)
    beside.finish(faults)


def main():
    parser = argparse.ArgumentParser(prog="./run test", description="Run all tests")
    parser.add_argument("--build-dir", default=os.environ.get("BUILD_DIR", "build"),
                        help=argparse.SUPPRESS)
    parser.add_argument("--long", action="store_true",
                        help="also what takes hours: ZPI_TEST_LONG=1, the suite named long")
    parser.add_argument("--stage", action="append", choices=sorted(STAGES), default=[],
                        help="only this stage (several times for more)")
    parser.add_argument("--suite", action="append", default=[],
                        help="only this suite (several times for more)")
    parser.add_argument("--days", type=int, default=0, metavar="N",
                        help="as it will be in N days: with --stage gcc")
    parser.add_argument("--test", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--by-suite", action="store_true",
                        help="one line for each suite, and what failed")
    options = parser.parse_args()
    options.build_dir = os.path.abspath(options.build_dir)
    if options.days and options.stage != ["gcc"]:
        parser.error("--days needs --stage gcc: the sanitizers have a clock of their own")

    tally = Tally()
    started = time.monotonic()
    if options.stage or options.suite or options.test:
        for stage in options.stage or ["gcc", "checks", "clang"]:
            STAGES[stage](tally, options)
    else:
        everything(tally, options)
    print("     %.0f seconds" % (time.monotonic() - started))
    for name in tally.failures:
        print("failed: %s" % name)
    print(tally.last_line(), flush=True)
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
