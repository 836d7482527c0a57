# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
j = jpeg(); write("foto.jpg", j + b"\0" * 16 + segment(j, 0xe1, b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0GPS-52.0607"))
