#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Keep the schema of a release, with sealed records in it, for the test that opens all of them.

    tests/store/make-dump.py BUILD_FOLDER

Once per release that has a new schema; a dump is never made again afterwards. All dumps are sealed
with the key in data/key.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    program = os.path.join(sys.argv[1], "tests", "store", "make-store")
    with tempfile.TemporaryDirectory() as folder:
        key = os.path.join(HERE, "data", "key")
        if os.path.exists(key):
            with open(key, "rb") as old, open(os.path.join(folder, "practice.key"), "wb") as new:
                new.write(old.read())
        subprocess.run([program, folder], check=True)
        if not os.path.exists(key):
            os.rename(os.path.join(folder, "practice.key"), key)
        database = sqlite3.connect(os.path.join(folder, "store.db"))
        version = database.execute("PRAGMA user_version").fetchone()[0]
        target = os.path.join(HERE, "data", "schema-%d.sql" % version)
        with open(target, "x", encoding="utf-8") as dump:
            dump.write("-- SPDX-License-Identifier: EUPL-1.2\n-- Made by make-dump.py.\n")
            dump.write("PRAGMA foreign_keys = OFF;\nPRAGMA auto_vacuum = INCREMENTAL;\n")
            dump.write("PRAGMA journal_mode = WAL;\n")
            for line in database.iterdump():
                dump.write(line + "\n")
            dump.write("PRAGMA user_version = %d;\n" % version)
        print(target)


if __name__ == "__main__":
    main()
