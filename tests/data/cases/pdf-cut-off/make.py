# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
d = pdf(page()); write("half.pdf", d[:len(d) * 7 // 10]); write("three-bytes.jpg", b"\xff\xd8\xff"); write("five-bytes.pdf", b"%PDF-")
# Made for reading while it comes: an end near its beginning, and the length that it should have.
write("linear.pdf", pdf(page()).replace(b"\n", b"\n9 0 obj\n<</Linearized 1/L 90000/O 3/E 500/N 1/T 800>>\nendobj\n", 1))
# An update of which the half came: the first end is there, and what was filled in is not.
update = b"4 0 obj\n" + stream(b"", b"BT /F 24 Tf 60 700 Td (Ingevuld) Tj ET")
write("update.pdf", d + update)
