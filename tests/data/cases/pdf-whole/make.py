# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
# What some programs put behind the end, more than a reader looks back.
d = pdf(page()); write("zeros.pdf", d + bytes(100000)); write("lines.pdf", d + b"\n" * 70000)
write("page.pdf", d + b"<html>Error: 1 object expected</html>")
# A whole update: its objects stand behind the first end.
at = len(d); first = d.rsplit(b"startxref\n", 1)[1].split()[0]
d += b"4 0 obj\n" + stream(b"", b"BT /F 24 Tf 60 700 Td (Ingevuld) Tj ET") + b"\nendobj\n"
write("update.pdf", d + b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (at, first, len(d)))
