#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What the helper says of photos that are hard to read, and of such that are not. TAP."""

import os
import subprocess
import sys

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

HELPER = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src", "helper", "zpi-helper")


def grey(value):
    return (value << 24 | value << 16 | value << 8 | 0xFF) & 0xFFFFFFFF


def sheet(width, height, paper, ink, lines=None):
    """A letter: strokes as of text, 3 pixels wide."""
    picture = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, width, height)
    picture.fill(grey(paper))
    rows = range(height // 10, height * 9 // 10, 24)
    for number, y in enumerate(rows):
        if lines is not None and number >= lines:
            break
        for x in range(width // 10, width * 9 // 10, 9):
            picture.new_subpixbuf(x, y, 3, 10 if x % 2 else 6).fill(grey(ink))
    return picture


def blurred(picture, factor):
    width, height = picture.get_width(), picture.get_height()
    small = picture.scale_simple(width // factor, height // factor, GdkPixbuf.InterpType.BILINEAR)
    return small.scale_simple(width, height, GdkPixbuf.InterpType.BILINEAR)


def judge(picture, kind):
    options = (["quality"], ["85"]) if kind == "jpeg" else ([], [])
    _, content = picture.save_to_bufferv(kind, *options)
    done = subprocess.run([HELPER, "judge"], input=content, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def cases():
    good = sheet(1000, 1400, 225, 45)
    yield "good", good, ""
    yield "large", sheet(3000, 4000, 225, 45), ""
    yield "one lamp", sheet(1000, 1400, 95, 25), ""
    yield "pale ink", sheet(1000, 1400, 200, 140), ""
    yield "a few words", sheet(1000, 1400, 235, 40, lines=2), ""
    yield "a card", sheet(600, 380, 210, 50), ""
    yield "a little soft", blurred(good, 2), ""
    yield "black", sheet(1000, 1400, 0, 0), "dark"
    yield "nearly black", sheet(1000, 1400, 30, 6), "dark"
    yield "white", sheet(1000, 1400, 255, 255), "blank"
    yield "grey", sheet(1000, 1400, 128, 128), "blank"
    yield "blurred", blurred(good, 20), "blurred"
    yield "much blurred", blurred(good, 60), "blurred"
    yield "50x50", sheet(50, 50, 225, 45), "small"
    yield "a strip", sheet(1400, 120, 225, 45), "small"


def main():
    everything = [(name, picture, word, kind) for name, picture, word in cases()
                  for kind in ("jpeg", "png")]
    failed = 0
    print(f"1..{len(everything)}")
    for number, (name, picture, word, kind) in enumerate(everything, 1):
        said = judge(picture, kind)
        failed += said != word
        print(f"{'ok' if said == word else 'not ok'} {number} {name} {kind}: “{said}”, expected “{word}”",
              flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
