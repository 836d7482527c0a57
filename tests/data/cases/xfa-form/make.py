# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
write("formulier.pdf", pdf(page(b"Please wait...", b"/NeedsRendering true/AcroForm<</Fields[]/XFA 6 0 R>>", (stream(b"", b"<xdp/>"),))))
