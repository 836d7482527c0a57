# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
def exif(order, e):
    t = order + struct.pack(e + "HI", 42, 8) + struct.pack(e + "H", 1) + struct.pack(e + "HHI", 0x112, 4, 1) + struct.pack(e + "I", 6) + struct.pack(e + "I", 0)
    return segment(jpeg(), 0xe1, b"Exif\0\0" + t)
write("foto.jpg", exif(b"MM", ">")); write("little-endian.jpg", exif(b"II", "<"))
# Kinds of numbers that few cameras write, and every reader reads.
for name, kind, value in (("signed-byte", 6, b"\6\0\0\0"), ("undefined", 7, b"\6\0\0\0"), ("directory", 13, b"\0\0\0\6")):
    t = struct.pack(">2sHIHHHI", b"MM", 42, 8, 1, 0x112, kind, 1) + value + struct.pack(">I", 0)
    write(name + ".jpg", segment(jpeg(), 0xe1, b"Exif\0\0" + t))
