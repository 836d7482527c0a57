# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
d = pdf(page())
for name, lead in (("newline", b"\n"), ("bom", b"\xef\xbb\xbf"), ("maker", b"TEXTmdos\0\x015 "), ("macbinary", b"\0\x0aloonstrook".ljust(128, b"\0")), ("http", b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"), ("after-2000", b"x" * 2000)):
    write(name + ".pdf", lead + d)
