#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Attack 7: another user of the computer, or who comes after, looks for what was printed: in the real window the answers
are printed to a file, over one that everybody could read, and every folder that the program may write is searched."""

import os
import pathlib
import stat
import sys
import tempfile
import time

E2E = pathlib.Path(__file__).resolve().parent.parent / "e2e"
sys.path.insert(0, str(E2E))

import printing as prints  # noqa: E402
from driver import App, keys, wait_for  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
results = []


def check(name, good):
    results.append(good)
    print(f"# {'held' if good else 'not held'}: {name}")
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}", flush=True)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def walk(app):
    app.start()
    app.resize()
    app.press("_New application")
    app.wait_to_see("Step 1 of 7")
    keys("ctrl+3")
    app.fill("First names", "Pleuntje")
    keys("ctrl+7")
    app.wait_to_see("Step 7 of 7")
    before = prints.files()
    copy = prints.print_to_file(app)
    check("no other user reads what was printed to a file", mode(copy) == 0o600)
    check("and there is no second copy", prints.files() - before == {str(copy)})
    keys("alt+d")
    wait_for("the copy to go", lambda: not copy.exists())
    check("when it is deleted nothing is left", prints.files() == before)
    copy.write_bytes(b"%PDF of somebody else")
    copy.chmod(0o666)
    prints.open_dialog(app)
    prints.choose_file_printer(app)
    keys("alt+p")
    time.sleep(1)
    keys("Return")
    app.wait_to_see("There is a copy on this computer now")
    check("a file that lay ready for everybody is taken from them", mode(copy) == 0o600)
    keys("alt+d")
    wait_for("the copy to go", lambda: not copy.exists())
    app.quit()


def main():
    os.chdir(os.environ["HOME"])
    app = App(BUILD, f"{tempfile.mkdtemp(prefix='prints-')}/data", language="en")
    try:
        walk(app)
    finally:
        if app.process is not None and app.process.poll() is None:
            app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
