# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
huge = page(); huge[2] = huge[2].replace(b"[0 0 595 842]", b"[0 0 1000000 1000000]"); write("huge.pdf", pdf(huge))
loop = page(); loop[1] = loop[1].replace(b"3 0 R", b"2 0 R"); write("loop.pdf", pdf(loop))
many = page(); many[1] = b"<</Type/Pages/Kids[" + b"3 0 R " * 501 + b"]/Count 501>>"; write("many.pdf", pdf(many))
