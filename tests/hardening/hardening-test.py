#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Reads the ELF files of the programs: hardening-test.py LEVEL PROGRAM…

LEVEL is what _FORTIFY_SOURCE is in this build, or "debug" for a build that is not hardened.
"""

import json
import os
import pathlib
import struct
import sys

PT_LOAD, PT_DYNAMIC, PT_INTERP = 1, 2, 3
PT_GNU_STACK, PT_GNU_RELRO = 0x6474E551, 0x6474E552
DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_FLAGS, DT_BIND_NOW, DT_FLAGS_1 = 5, 6, 10, 30, 24, 0x6FFFFFFB
ET_DYN, EM_X86_64, PF_X = 3, 62, 1
DF_BIND_NOW, DF_1_NOW = 8, 1
ENDBR64 = b"\xf3\x0f\x1e\xfa"
# Fewer landing marks than this come from the C library's own start-up code.
LEAST_MARKS = 20


class Elf:
    """What the loader sees of a 64-bit little-endian program."""

    def __init__(self, path):
        self.data = path.read_bytes()
        assert self.data[:6] == b"\x7fELF\x02\x01", f"{path} is no 64-bit ELF file"
        self.kind, self.machine = struct.unpack_from("<HH", self.data, 16)
        at, = struct.unpack_from("<Q", self.data, 32)
        size, number = struct.unpack_from("<HH", self.data, 54)
        self.headers = [struct.unpack_from("<IIQQQQQQ", self.data, at + i * size) for i in range(number)]
        self.dynamic = dict(self.read_dynamic())

    def header(self, kind):
        return next((header for header in self.headers if header[0] == kind), None)

    def read_dynamic(self):
        _, _, at, _, _, size, _, _ = self.header(PT_DYNAMIC)
        for place in range(at, at + size, 16):
            yield struct.unpack_from("<QQ", self.data, place)

    def offset(self, address):
        for kind, _, at, begin, _, size, _, _ in self.headers:
            if kind == PT_LOAD and begin <= address < begin + size:
                return at + address - begin
        raise AssertionError("an address outside the file")

    def names(self):
        at = self.offset(self.dynamic[DT_STRTAB])
        return self.data[at : at + self.dynamic[DT_STRSZ]].split(b"\0")

    def marks(self):
        return sum(
            self.data.count(ENDBR64, at, at + size)
            for kind, flags, at, _, _, size, _, _ in self.headers
            if kind == PT_LOAD and flags & PF_X
        )


def commands_without(source, wanted):
    """Compilations of ours that were not told what was wanted."""
    for entry in json.loads((source / "compile_commands.json").read_text(encoding="utf-8")):
        if "/src/" in entry["file"] or entry["file"].startswith("../src/"):
            if wanted not in entry["command"].split():
                yield entry["file"]


def calls_checked(program):
    checked = (b"__memcpy_chk", b"__snprintf_chk", b"__fprintf_chk", b"__read_chk", b"__memset_chk", b"__memmove_chk")
    return any(name in checked for name in Elf(program).names())


def findings(program):
    elf = Elf(program)
    flags = elf.dynamic.get(DT_FLAGS, 0) & DF_BIND_NOW or elf.dynamic.get(DT_FLAGS_1, 0) & DF_1_NOW
    yield "position independent", elf.kind == ET_DYN and elf.header(PT_INTERP) is not None
    yield "full RELRO", bool(flags or DT_BIND_NOW in elf.dynamic) and elf.header(PT_GNU_RELRO) is not None
    stack = elf.header(PT_GNU_STACK)
    yield "no stack that can be executed", stack is not None and not stack[1] & PF_X
    yield "stack protector", b"__stack_chk_fail" in elf.names()
    if elf.machine == EM_X86_64:
        yield "landing marks", elf.marks() >= LEAST_MARKS


def main():
    level, programs = sys.argv[1], [pathlib.Path(name) for name in sys.argv[2:]]
    if level == "debug":
        print("1..0 # SKIP a build for debugging, or with sanitizers")
        return 0
    build = pathlib.Path(os.environ["ZPI_BUILD_ROOT"])
    results = [(f"{program.name}: {what}", good) for program in programs for what, good in findings(program)]
    for wanted in ["-fstack-clash-protection"] + ([f"-D_FORTIFY_SOURCE={level}"] if level != "plain" else []):
        left = list(commands_without(build, wanted))
        results.append((f"compiled with {wanted}" + (f", but {left[0]}" if left else ""), not left))
    if level != "plain":
        # A program whose copies the compiler could check itself calls none of these.
        results.append(("checked copies", any(calls_checked(program) for program in programs)))
    print(f"1..{len(results)}")
    for number, (what, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} {what}")
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
