# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
write("formulier.pdf", pdf(page(b"Please wait...", b"/NeedsRendering true/AcroForm<</Fields[]/XFA 6 0 R>>", (stream(b"", b"<xdp/>"),))))
# In another language, and packed, so that nothing can be looked for in the file.
import subprocess, tempfile
d = tempfile.mkdtemp()
dutch = page(b"Zie adobe.com/go/reader_download", b"/NeedsRendering true/AcroForm<</Fields[]/XFA 6 0 R>>", (stream(b"", b"<xdp/>"),))
open(d + "/a.pdf", "wb").write(pdf(dutch))
subprocess.run(["qpdf", "--object-streams=generate", d + "/a.pdf", d + "/b.pdf"], check=True)
write("ingepakt.pdf", open(d + "/b.pdf", "rb").read())
write("spaties.pdf", pdf(page(b"Even wachten", b"/NeedsRendering  true")))
# A box of files: others show its cover.
write("map.pdf", pdf(page(b"Open dit in Adobe Reader X", b"/Collection<</View/D>>/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>",
                          (b"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>", stream(b"/Type/EmbeddedFile", b"loon")))))
