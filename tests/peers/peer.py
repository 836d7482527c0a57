#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs a script of this folder with node, when the peers are installed.

    peer.py NODE SCRIPT [ARGUMENT…]

Without them it says so and skips, unless ZPI_TEST_PEERS=required: then it fails.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

if not os.path.isdir(os.path.join(HERE, "node_modules")):
    if os.environ.get("ZPI_TEST_PEERS") == "required":
        print("1..1\nnot ok 1 - the peers are installed (npm ci in tests/peers)")
        sys.exit(1)
    print("1..0 # SKIP the peers are not installed (npm ci in tests/peers)")
    sys.exit(0)
os.execvp(sys.argv[1], sys.argv[1:])
