# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
def exif(order, e):
    t = order + struct.pack(e + "HI", 42, 8) + struct.pack(e + "H", 1) + struct.pack(e + "HHI", 0x112, 4, 1) + struct.pack(e + "I", 6) + struct.pack(e + "I", 0)
    return segment(jpeg(), 0xe1, b"Exif\0\0" + t)
write("foto.jpg", exif(b"MM", ">")); write("little-endian.jpg", exif(b"II", "<"))
