# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
import subprocess, tempfile
d = tempfile.mkdtemp(); open(d + "/a.pdf", "wb").write(pdf(page()))
subprocess.run(["qpdf", d + "/a.pdf", d + "/b.pdf", "--allow-weak-crypto", "--encrypt", "", "eigenaar", "128", "--modify=none", "--"], check=True)
e = open(d + "/b.pdf", "rb").read()
write("comment.pdf", e.replace(b"/Encrypt ", b"/Encrypt %x\n")); write("name.pdf", e.replace(b"/Encrypt ", b"/#45ncrypt "))
