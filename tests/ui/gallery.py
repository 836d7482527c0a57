#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every page of a case × language × style × width × size of text: no word is cut or shortened, no
page is wider than its window. What is found is printed.

    tests/env.py --needs display tests/ui/gallery.py --all --pictures FOLDER

The daily run takes what is hardest (360 pixels, letters twice as large, Dutch); all of it takes
minutes (--all, or ZPI_TEST_LONG=1)."""

import argparse
import itertools
import os
import pathlib
import subprocess
import sys

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
GALLERY = BUILD / "tests/ui/gallery"
SECTIONS = ("before", "check", "applicant", "household", "income", "evidence", "review")
LANGUAGES = ("en", "nl")
STYLES = {"light": ([], {}), "dark": (["--dark"], {}), "contrast": ([], {"ADW_DEBUG_HIGH_CONTRAST": "1"})}
WIDTHS = (360, 1366, 1920)
SCALES = (1, 2)
# A family, so that every card and list is there.
PERSON = "3"


def everything():
    return list(itertools.product(SECTIONS, LANGUAGES, STYLES, WIDTHS, SCALES))


def hardest():
    return [(section, "nl", "light", 360, 2) for section in SECTIONS]


def look(section, language, style, width, scale, pictures):
    """What the page itself measured: a line for each text that is not whole."""
    arguments, environment = STYLES[style]
    command = [str(GALLERY), section, "--person", PERSON, "--width", str(width), "--height", "720",
               "--text-scale", str(scale), "--measure", *arguments]
    if pictures:
        name = f"{section}-{language}-{style}-{width}-{scale * 100}.png"
        command += ["--picture", str(pathlib.Path(pictures, name))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120,
                          env={**os.environ, **environment, "LANGUAGE": language})
    found = [line for line in done.stdout.splitlines() if line]
    if done.returncode != 0:
        found.append(f"ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return found


def main():
    parser = argparse.ArgumentParser(description="Measure the pages")
    parser.add_argument("--all", action="store_true", default=os.environ.get("ZPI_TEST_LONG") == "1")
    parser.add_argument("--pictures", help="a folder for a picture of each page")
    options = parser.parse_args()
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)
    chosen = everything() if options.all else hardest()
    print(f"1..{len(chosen)}", flush=True)
    good = True
    for number, one in enumerate(chosen, 1):
        found = look(*one, options.pictures)
        good &= not found
        section, language, style, width, scale = one
        print(f"{'not ok' if found else 'ok'} {number} "
              f"/gallery/{section}/{language}/{style}/{width}/{scale * 100}")
        for line in found:
            print(f"# {line}")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
