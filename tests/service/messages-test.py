#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every message of zpictl, of an import, of `check` and of a document taken in, as
tests/data/messages.json lists them with an input that gives each. TAP.

The input goes to the real program and all that it says is compared. A sentence of the source that no
row of the table says, nor is named there with the test that shows it, fails. `--print` shows what
is said, for a new row."""

import functools
import glob
import importlib.util
import json
import os
import re
import subprocess
import sys
import traceback

SOURCE = os.environ["ZPI_SOURCE_ROOT"]
CASES = os.path.join(SOURCE, "tests", "data", "cases")


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


zpictl_test = load("zpictl_test", os.path.join(SOURCE, "tests", "service", "zpictl-test.py"))
ZPICTL = zpictl_test.ZPICTL
with open(os.path.join(SOURCE, "tests", "data", "messages.json"), encoding="utf-8") as table_file:
    TABLE = json.load(table_file)
LOG = re.compile(r"(\(process:\d+\): )?zpi[\w-]*-(Message|WARNING)|\(process:")
# Each row has a desk of its own, which is a new one.
BEGUN = "zpictl: there was no data of this program in the folder of --data: a new store is begun there"
PRINT = "--print" in sys.argv
# Where the sentences stand, and the calls that say them.
PLACES = ["src/ctl/*.c", "src/model/zpi-wire-read.c", "src/model/zpi-wire-rows.c",
          "src/model/zpi-example.c", "src/base/zpi-json.c", "src/base/zpi-file.c",
          "src/store/zpi-store-backup.c"]
CALLS = re.compile(
    r"\b(ctl_message|ctl_usage|g_set_error|g_set_error_literal|refuse|refuse_word|fail)\s*\(")
LISTS = re.compile(r"\[ZPI_INTAKE_\w+\] =((?:\s*\"(?:[^\"\\]|\\.)*\")+)")
LITERALS = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"\s*)+")


@functools.cache
def make(case):
    """A folder with the files of a case of tests/data/cases."""
    made = os.path.join(os.environ["TMPDIR"], "made", case)
    os.makedirs(made)
    subprocess.run(["/usr/bin/python3", os.path.join(CASES, case, "make.py"), made], check=True)
    return made


def content_of(desk, given):
    """A file of the table: JSON, a text, what a case of `data` makes, or bytes."""
    if isinstance(given, dict) and "make" in given:
        case, name = given["make"].split("/")
        with open(os.path.join(make(case), name), "rb") as file:
            return file.read()
    if isinstance(given, dict) and "hex" in given:
        return bytes.fromhex(given["hex"]) + bytes(given.get("zeros", 0))
    return given.encode() if isinstance(given, str) else given


def fill(desk, text, case):
    return text.replace("{top}", desk.top).replace("{case}", case or "").replace(
        "{data}", desk.data)


def run(desk, words, case, row=None):
    words = [fill(desk, word, case) for word in words]
    # A warning says why for the log, and ends no program here.
    env = dict(desk.env, G_DEBUG="fatal-criticals", **(row or {}).get("env", {}))
    where = [] if (row or {}).get("real") else ["--practice"]
    out = "/dev/full" if (row or {}).get("full") else os.path.join(desk.top, "out")
    with open(out, "wb") as into:
        done = subprocess.run([ZPICTL, *where, "--data", desk.data, *words], env=env, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=into, stderr=subprocess.PIPE)
    said = [line for line in done.stderr.decode().replace(desk.top, "{top}").splitlines()
            if line and line != BEGUN and not LOG.match(line)]
    if (row or {}).get("out"):
        with open(out, encoding="utf-8") as file:
            said += file.read().splitlines()
    return said, done.returncode


def prepare(desk, row):
    for name, given in row.get("files", {}).items():
        os.makedirs(os.path.dirname(os.path.join(desk.top, name)), exist_ok=True)
        desk.write(name, content_of(desk, given))
    case = None
    for words in row.get("before", []):
        said, status = run(desk, words, case)
        assert status == 0, (words, said)
        if words[0] == "import":
            with open(os.path.join(desk.top, "out"), encoding="utf-8") as file:
                case = json.load(file)[0]
    if "cut" in row:
        path = os.path.join(desk.data, "store.db")
        size = int(os.path.getsize(path) * row["cut"]) // 4096 * 4096
        os.truncate(path, size)
    return case


def said_by(row):
    desk = zpictl_test.Desk()
    try:
        return run(desk, row["give"], prepare(desk, row), row)[0]
    finally:
        desk.close()


def document_row(problem):
    if problem["file"] is None:
        wire = {"bewijsstukken": [{"soort": "overig", "bestand": "weg"}]}
        return {"files": {"one.json": wire}, "give": ["import", "{top}/one.json"]}
    name = "stuk" if "hex" in problem["file"] else os.path.basename(problem["file"]["make"])
    wire = {"bewijsstukken": [{"soort": "overig", "bestand": name}] * problem.get("times", 1)}
    return {"files": {name: problem["file"], "one.json": wire}, "give": ["import", "{top}/one.json"]}


def test_commands():
    for row in TABLE["commands"]:
        said = said_by(row)
        if PRINT:
            print(json.dumps(row["give"]), json.dumps(said, ensure_ascii=False, indent=1))
            continue
        assert said == row["say"], (row["give"], said, row["say"])


def test_documents():
    for problem in TABLE["documents"]:
        if "zpictl" not in problem:
            continue
        said = said_by(document_row(problem))
        if PRINT:
            print(problem["problem"], json.dumps(said, ensure_ascii=False))
            continue
        assert said == [problem["zpictl"]], (problem, said)


def call_at(text, start):
    depth, at = 0, start
    while True:
        if text[at] == '"':
            at = re.compile(r'"(?:[^"\\]|\\.)*"').match(text, at).end()
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            return text[start:at]


def sentences_of(text):
    """What can be said there; words alone and formats without a word are none."""
    chunks = [call_at(text, call.end() - 1) for call in CALLS.finditer(text)]
    chunks += [entry.group(1) for entry in LISTS.finditer(text)]
    for chunk in chunks:
        for literal in LITERALS.finditer(chunk):
            sentence = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal.group()))
            sentence = sentence.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
            # An error's second sentence is the advice on the next line.
            for part in [sentence] if sentence.startswith("zpictl: ") else sentence.split(". "):
                if re.search(r"[a-z]{2,} [a-z(]", re.sub(r"%\w+", "", part)):
                    yield part


def test_the_table_has_every_sentence():
    said = "\n".join(line for row in TABLE["commands"] for line in row["say"])
    said += "\n" + "\n".join(one.get("zpictl", "") for one in TABLE["documents"])
    missing, named = [], set()
    for place in PLACES:
        for path in sorted(glob.glob(os.path.join(SOURCE, place))):
            with open(path, encoding="utf-8") as file:
                for sentence in sentences_of(file.read()):
                    pattern = re.sub(r"%(?:lu|lld|\\\.\\\*s|[sud])", ".+", re.escape(sentence))
                    if sentence in TABLE["elsewhere"]:
                        named.add(sentence)
                    elif not re.search(pattern, said):
                        missing.append((os.path.basename(path), sentence))
    assert not missing, "\n".join(map(str, missing))
    assert named == set(TABLE["elsewhere"]), set(TABLE["elsewhere"]) - named
    for sentence, where in TABLE["elsewhere"].items():
        path, case = where.split(": ", 1)
        if path == "nowhere":
            continue
        with open(os.path.join(SOURCE, "tests", path), encoding="utf-8") as file:
            assert case in file.read(), (sentence, where)


def test_the_advice_fits():
    """The advice of a kind of error is not said where it fits nothing: a place that was not named,
    or a name that is not one of a case. What a system library says is no message for people."""
    for row in TABLE["commands"]:
        for said, advice in zip(row["say"], row["say"][1:] + [""]):
            if advice == "  Correct that place in the file and try again.":
                assert re.search(r" \(line \d+, character \d+\) ", said), (row["give"], said)
            if advice == "  Check the name. zpictl list shows the cases.":
                assert "No such case" in said, (row["give"], said)
            assert not re.search(r"status \d{3}|unable to open|not a database", said), said


def test_errors():
    """The advice behind each kind of error is that of the table, and a row or a test gives it."""
    with open(os.path.join(SOURCE, "src", "ctl", "zpi-ctl.c"), encoding="utf-8") as file:
        advice = {entry.group(1).lower().replace("_", "-"): "".join(
            re.findall(r'"((?:[^"\\]|\\.)*)"', entry.group(2)))
            for entry in re.finditer(r"\[ZPI_ERROR_(\w+)\] =((?:\s*\"(?:[^\"\\]|\\.)*\")+)", file.read())}
    said = "\n".join(line for row in TABLE["commands"] for line in row["say"])
    assert advice == {nick: zpictl for nick, _, zpictl, _ in TABLE["errors"]}
    for nick, _, _, where in TABLE["errors"]:
        if where is None:
            assert f"({nick})" in said, nick
            continue
        path, word = where.split(": ")
        with open(os.path.join(SOURCE, "tests", path), encoding="utf-8") as file:
            assert word in file.read(), (nick, where)


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {name[5:].replace('_', '-')}", flush=True)
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"not ok {number} {name[5:].replace('_', '-')}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
