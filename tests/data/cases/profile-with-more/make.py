# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
# A colour profile that says how long it is, with something behind it.
profile = struct.pack(">I", 1040) + b"x" * 32 + b"acsp" + bytes(range(250)) * 4
rest = b"ACHTER-HET-PROFIEL" * 9
icc = lambda number, of, data: b"ICC_PROFILE\0" + bytes([number, of]) + data
packed = lambda data: b"icc\0\0" + zlib.compress(data, 0)
j = noisy_jpeg(); p = grey_png()
write("behind.jpg", segment(j, 0xe2, icc(1, 1, profile + rest)))
write("second.jpg", segment(segment(j, 0xe2, icc(2, 2, rest)), 0xe2, icc(1, 2, profile)))
write("again.jpg", segment(segment(j, 0xe2, icc(1, 1, profile[:200] + rest)), 0xe2, icc(1, 1, profile)))
write("behind.png", with_chunk(p, b"iCCP", packed(profile + rest)))
write("again.png", with_chunk(with_chunk(p, b"iCCP", packed(profile[:200] + rest)), b"iCCP", packed(profile)))
