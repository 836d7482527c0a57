# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
profile = b"x" * 36 + b"acsp" + bytes(range(256)) * 300
j = noisy_jpeg()
write("profile.jpg", segment(segment(j, 0xe2, b"ICC_PROFILE\0\2\2" + profile[60000:]), 0xe2, b"ICC_PROFILE\0\1\2" + profile[:60000]))
write("profile.png", with_chunk(grey_png(), b"iCCP", b"Display P3\0\0" + zlib.compress(profile)))
write("clear.png", with_chunk(grey_png(), b"tRNS", b"\0\xff"))
rows = b"".join(b"\0" + bytes((x // 9 + y // 24) % 4 for x in range(400)) for y in range(500))
write("palette.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 400, 500, 8, 3, 0, 0, 0)) + chunk(b"PLTE", bytes(range(12))) + chunk(b"tRNS", b"\xff\x80\xff\xff") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
filled = struct.pack(">I", 1040) + profile[4:1040] + bytes(3)
write("filled-up.jpg", segment(j, 0xe2, b"ICC_PROFILE\0\1\1" + filled))
write("filled-up.png", with_chunk(grey_png(), b"iCCP", b"icc\0\0" + zlib.compress(filled)))
