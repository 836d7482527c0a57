#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Run one command with what others leave of the processor.

    tests/behind.py COMMAND [ARGUMENT…]

For what only computes, beside tests of a window that mostly wait: whenever one of those has something
to do it goes first. meson begins a session for each test, so env.py steps back again (ZPI_TEST_BEHIND).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
# Weighs a tenth of what is not so told: little beside tests, and on a busy machine not nothing.
STEPS = 10


def step_back():
    """The kernel shares the processor between sessions, if it knows of those, and within each."""
    os.nice(STEPS)
    try:
        with open("/proc/self/autogroup", "w", encoding="ascii") as group:
            group.write(str(STEPS))
    except OSError:
        pass


def main():
    if len(sys.argv) < 2:
        sys.exit("behind.py: no command")
    # A session of its own, or all of the tests would step back with it; but not beyond their end.
    if os.getpgrp() != os.getpid():
        os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    step_back()
    os.environ["ZPI_TEST_BEHIND"] = "1"
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
