# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
p = png()
for name, t, d in (("author", b"tEXt", b"Author\0Somebody"), ("gps", b"tEXt", b"exif:GPSLatitude\0 52/1"), ("location", b"iTXt", b"Location\0\0\0\0\0Zoetermeer"), ("8bim", b"zTXt", b"Raw profile type 8bim\0\0" + zlib.compress(b"iptc")), ("c2pa", b"caBX", b"c2pa"), ("iccp", b"iCCP", b"Somebody"), ("iccp-tail", b"iCCP", b"icc\0\0" + zlib.compress(b"x" * 36 + b"acsp") + b"Somebody"), ("plte", b"PLTE", b"Somebody."), ("trns", b"tRNS", b"Somebody"),
                   ("time", b"tIME", struct.pack(">HBBBBB", 2026, 1, 1, 12, 0, 0))):
    write(name + ".png", with_chunk(p, t, d))
write("iend.png", p[:-12] + chunk(b"IEND", b"Somebody"))
