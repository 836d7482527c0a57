# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
j = jpeg()
for name, marker, data in (("com", 0xfe, b"52.0607N 4.4940E"), ("app3", 0xe3, b"Meta\0\0II*\0GPS"), ("app4", 0xe4, b"Camera Debug serial"), ("app6", 0xe6, b"GoPro\0GPMF GPS"),
                           ("app11-c2pa", 0xeb, b"JP\0\1\0\0\0\1" + box(b"jumb", b"c2pa name of maker")), ("app12", 0xec, b"[picture info]\r\nSerial=1"), ("app2-fpxr", 0xe2, b"FPXR\0author"), ("app2-no-icc", 0xe2, b"ICC_PROFILE\0author"), ("app2-no-icc-1", 0xe2, b"ICC_PROFILE\0\1\1author" + b"x" * 60), ("dnl", 0xdc, b"author"), ("dhp", 0xde, b"author"), ("exp", 0xdf, b"author"),
                           ("app1-exif-ff", 0xe1, b"Exif\0\xffII*\0GPS")):
    write(name + ".jpg", segment(j, marker, data))
