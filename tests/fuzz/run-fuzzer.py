#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs a libFuzzer program for a bounded time, and speaks TAP.

    tests/fuzz/run-fuzzer.py PROGRAM CORPUS…

New inputs go to a folder of their own, never to the corpus. With ZPI_TEST_LONG it runs ten
minutes from a new seed (which it prints) instead of some seconds from one that is fixed. An input that breaks the program is left in the build folder
and named.
"""

import os
import subprocess
import sys
import tempfile


def main():
    program, *corpus = sys.argv[1:]
    long = os.environ.get("ZPI_TEST_LONG") == "1"
    seconds = 600 if long else 15
    # 0: of the clock.
    seed = 0 if long else 20261128
    found = os.path.join(os.path.dirname(os.path.abspath(program)), "found-")
    with tempfile.TemporaryDirectory() as new:
        status = subprocess.run(
            [program, "-max_total_time=%d" % seconds, "-seed=%d" % seed, "-max_len=32768", "-timeout=20",
             "-rss_limit_mb=1024", "-print_final_stats=1", "-artifact_prefix=" + found,
             new, *corpus],
            stdout=sys.stderr).returncode
    print("1..1")
    print("%sok 1 - %s for %d seconds" % ("" if status == 0 else "not ", os.path.basename(program),
                                          seconds))
    return 0 if status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
