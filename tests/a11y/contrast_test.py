#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Contrast, computed from pictures: of every text on a page against what is behind it at least
4.5:1, and of a switch that is off at least 3:1, in light, dark and high contrast."""

import collections
import os
import pathlib
import subprocess
import sys
import tempfile

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

GALLERY = pathlib.Path(os.environ["ZPI_BUILD_ROOT"]) / "tests/ui/gallery"
WIDTH, HEIGHT = 1366, 768
# Section, its arguments.
PAGES = [
    ("check", ["--person", "3"]),
    ("applicant", ["--wrong", "--leave"]),
    ("income", ["--person", "3"]),
    ("evidence", ["--person", "3"]),
    ("review", ["--person", "3"]),
]
STYLES = [("light", [], {}), ("dark", ["--dark"], {}),
          ("high-contrast", [], {"ADW_DEBUG_HIGH_CONTRAST": "1"})]
TEXT, CONTROL = 4.5, 3.0


def luminance(pixel):
    parts = []
    for value in pixel:
        value /= 255
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Picture:
    def __init__(self, path):
        self.pixbuf = GdkPixbuf.Pixbuf.new_from_file(str(path))
        self.stride = self.pixbuf.get_rowstride()
        self.channels = self.pixbuf.get_n_channels()
        self.data = self.pixbuf.get_pixels()

    def pixels(self, box):
        x, y, width, height = box
        for row in range(max(y, 0), min(y + height, self.pixbuf.get_height())):
            for column in range(max(x, 0), min(x + width, self.pixbuf.get_width())):
                at = row * self.stride + column * self.channels
                yield tuple(self.data[at : at + 3])

    def contrast(self, box):
        """Of the strongest ink in @box against its most common colour."""
        colours = collections.Counter(self.pixels(box))
        if len(colours) < 2:
            return None
        ground = colours.most_common(1)[0][0]
        return max(ratio(colour, ground) for colour in colours)


def looked_at(section, arguments, environment, folder):
    """The page as a picture, and its texts and switches with where they are: the page says that
    itself, because what assistive technology is told of places differs between releases of GTK."""
    picture = pathlib.Path(folder, "page.png")
    done = subprocess.run(
        [GALLERY, section, "--width", str(WIDTH), "--height", str(HEIGHT), "--boxes",
         "--picture", str(picture), *arguments],
        env={**os.environ, **environment, "G_DEBUG": "fatal-warnings"},
        stdout=subprocess.PIPE, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! the gallery ended with {done.returncode}: did it warn?")
    found = []
    for line in done.stdout.splitlines():
        kind, *box, name = line.split(" ", 5)
        found.append((kind, name, tuple(int(number) for number in box)))
    return Picture(picture), found


def main():
    results = []
    print(f"1..{len(PAGES) * len(STYLES)}")
    with tempfile.TemporaryDirectory() as folder:
        for style, more, environment in STYLES:
            for section, arguments in PAGES:
                picture, found = looked_at(section, arguments + more, environment, folder)
                measured = [(picture.contrast(box), kind, name) for kind, name, box in found]
                measured = [one for one in measured if one[0] is not None]
                faint = [f"{value:.2f} {kind} {name[:40]}" for value, kind, name in measured
                         if value < (TEXT if kind == "text" else CONTROL)]
                least = min((value for value, kind, _ in measured if kind == "text"), default=0)
                good = not faint and len(measured) > 5
                results.append(good)
                print(f"{'ok' if good else 'not ok'} {len(results)} /contrast/{style}/{section}")
                print(f"# {len(measured)} texts and switches, the faintest text {least:.2f}:1")
                for line in faint:
                    print(f"# {line}")
                sys.stdout.flush()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
