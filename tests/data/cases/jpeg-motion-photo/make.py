# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
place = b"+52.0607+004.4940/"
film = box(b"ftyp", b"mp42\0\0\0\0mp42isom") + box(b"moov", box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15c7) + place))) + box(b"mdat", b"\0" * 2000)
write("foto.jpg", jpeg() + film)
write("foto-merk.jpg", jpeg() + b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" + film)
