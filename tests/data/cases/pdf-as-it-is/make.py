# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
import re, subprocess
# Nothing stands in these that does not draw; what is signed would not be signed any more.
write("plain.pdf", pdf(page())); write("words.pdf", pdf(page(b"/Metadata /Info")))
INFO = b"<</Author(Gemeente Oefenstad)>>"
write("names.pdf", pdf([o.replace(b"<</F 5 0 R>>", b"<</F 5 0 R/Metadata 5 0 R>>/XObject<</Thumb 6 0 R>>") for o in page(b") Tj /Metadata 9 Tf /Thumb Do (50 % (min)", more=(stream(b"/Subtype/Form/BBox[0 0 9 9]", b"0 0 9 9 re f"),))]))
write("signed.pdf", pdf(page(catalog=b"/AcroForm<</SigFlags 3/Fields[6 0 R]>>", more=(b"<</FT/Sig/T(s)/V 7 0 R>>", b"<</Type/Sig/ByteRange[0 10 20 30]/Contents<00>>>", INFO)), b"/Info 8 0 R"))
out = sys.argv[1] if len(sys.argv) > 1 else "."
subprocess.run(["qpdf", "--object-streams=generate", f"{out}/plain.pdf", f"{out}/packed.pdf"], check=True)
# The number that a program gave it would not stay.
with open(f"{out}/packed.pdf", "r+b") as file:
    content = file.read(); file.seek(0)
    file.write(re.sub(rb"/ID \[[^]]*\]", lambda number: b" " * len(number[0]), content))
