# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
# Lying on its side, with a place in it: before the pixels and behind them, in either order of bytes.
for name, order, e in (("big-endian", b"MM", ">"), ("little-endian", b"II", "<")):
    t = order + struct.pack(e + "HIHHHIHHI", 42, 8, 1, 0x112, 3, 1, 6, 0, 0) + b"GPS 52.0607N"
    p = png()
    write(name + ".png", with_chunk(p, b"eXIf", t))
    write(name + "-behind.png", p[:-12] + chunk(b"eXIf", t) + p[-12:])
