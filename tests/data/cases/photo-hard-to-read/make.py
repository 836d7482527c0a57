# SPDX-License-Identifier: EUPL-1.2
# A letter too dark, without a word on it, blurred and small: as a photo can be that has to be made again.
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
def letter(w, h, paper, ink):
    p = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, w, h); p.fill(paper * 0x1010100 | 255)
    for y in range(20, h - 20, 24):
        for x in range(20, w - 20, 9): p.new_subpixbuf(x, y, 3, 8).fill(ink * 0x1010100 | 255)
    return p
def save(name, p): write(name, p.save_to_bufferv("png", [], [])[1])
def scale(p, w, h): return p.scale_simple(w, h, GdkPixbuf.InterpType.BILINEAR)
save("dark.png", letter(600, 800, 30, 6)); save("blank.png", letter(600, 800, 255, 255)); save("small.png", letter(60, 50, 225, 45))
save("blurred.png", scale(scale(letter(600, 800, 225, 45), 30, 40), 600, 800))
