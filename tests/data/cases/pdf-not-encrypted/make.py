# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
inner = pdf(page(), b"/Encrypt 6 0 R")
write("attachment.pdf", pdf(page(catalog=b"/Names<</EmbeddedFiles<</Names[(a.pdf) 6 0 R]>>>>", more=(b"<</Type/Filespec/F(a.pdf)/EF<</F 7 0 R>>>>", stream(b"/Type/EmbeddedFile", inner)))))
write("text.pdf", pdf(page(b"trailer /Encrypt 1 0 R"))); write("comment.pdf", pdf(page()) + b"%trailer /Encrypt 1 0 R\n")
