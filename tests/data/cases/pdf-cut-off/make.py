# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
d = pdf(page()); write("half.pdf", d[:len(d) * 7 // 10]); write("three-bytes.jpg", b"\xff\xd8\xff"); write("five-bytes.pdf", b"%PDF-")
