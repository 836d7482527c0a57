#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Attack 8: a client's file takes over the decoder, or fills the computer. The helper's fences are tried from inside;
files that claim to be enormous, and rubbish, are given to it as the window does. That the window takes no answer
without end, and runs two helpers at most: tests/service/test-helper-client."""

import os
import random
import resource
import struct
import subprocess
import sys
import time
import zlib

HELPER = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/helper/zpi-helper")
PDF_CLEANER = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/helper/zpi-pdf-cleaner")
# Only where it was built.
CODE_READER = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/helper/zpi-code-reader")
SECONDS = 60  # of the clock; its own limit is 20 of the processor
MOST_KIB = 1_700_000

results = []


def check(name, good):
    results.append(good)
    print(f"# {'held' if good else 'not held'}: {name}")
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}", flush=True)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, rows):
    """Claims a size and brings few rows, pressed small."""
    line = b"\0" + b"\xff" * (width * 3)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(line * rows)) + chunk(b"IEND", b""))


def jpeg(width, height):
    return (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width)
            + b"\3\1\x22\0\2\x11\1\3\x11\1\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0" + b"\0" * 1000)


def pdf(page_size, extra=b""):
    body = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + extra + b">>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + page_size + b"]>>endobj\n")
    return body + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF"


def run(arguments, content):
    """Exit status, bytes answered, and whether it stayed within its time."""
    started = time.monotonic()
    try:
        program = {"codes": CODE_READER, "clean": PDF_CLEANER}.get(arguments[0], HELPER)
        done = subprocess.run([program, *arguments], input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None, 0, False
    return done.returncode, len(done.stdout), time.monotonic() - started < SECONDS


def hostile_files():
    dice = random.Random(20261128)
    yield "a picture of 60,000 by 60,000", png(60000, 60000, 1)
    yield "a picture that unpacks to a gigabyte", png(20000, 20000, 300)
    yield "a photo of 65,535 by 65,535", jpeg(65535, 65535)
    yield "a page of a kilometre", pdf(b"2834645 2834645")
    yield "a page with a program and a link", pdf(
        b"600 800", b"/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</O<</S/URI/URI(http://127.0.0.1/)>>>>")
    yield "pages that are their own parents", pdf(b"600 800").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    yield "a list in a list, a hundred thousand deep", pdf(b"600 800", b"/Deep" + b"[" * 100_000 + b"]" * 100_000)
    yield "a list of a million numbers", pdf(b"600 800", b"/Wide[" + b"7 " * 1_000_000 + b"]/LastModified(D:2026)")
    more = b"\n6 0 obj\n<</Length 6 0 R/Type/ObjStm/N 1000000/First 9>>stream\n1 2 3\nendstream\nendobj\n"
    yield "a stream as long as itself says", pdf(b"600 800") + more
    yield "a thousand tables, each before itself", pdf(b"600 800") + b"xref\n0 0\ntrailer\n<</Prev 9>>\n" * 1000
    for start in (b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"):
        yield f"rubbish that begins like {start[:4]!r}", start + dice.randbytes(300_000)


def main():
    probe = subprocess.run([HELPER, "probe"], capture_output=True, check=False)
    check("from inside: no file, network, process or other program", probe.returncode == 0)
    probe = subprocess.run([PDF_CLEANER, "probe"], capture_output=True, check=False)
    check("from inside what cleans a PDF the same", probe.returncode == 0)
    jobs = [["judge"], ["preview", "0", "400", "400"], ["edit", "0:rotate=90"], ["clean"]]
    if os.path.exists(CODE_READER):
        probe = subprocess.run([CODE_READER, "probe"], capture_output=True, check=False)
        check("from inside the reader of codes the same", probe.returncode == 0)
        jobs.append(["codes"])
    for name, content in hostile_files():
        good = True
        for arguments in jobs:
            status, answered, in_time = run(arguments, content)
            most = {"judge": 64, "codes": 4096, "preview": 16 + 400 * 400 * 4}.get(arguments[0], 128 * 1024 * 1024)
            good = good and in_time and answered <= most and (status == 0 or answered == 0)
        check(name, good)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"# the most memory that a helper had: {used // 1024} MiB")
    check("memory stays bounded", used < MOST_KIB)
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
