# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
p = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 12000, 9000); p.fill(0xEEEEEEFF); write("foto.jpg", p.save_to_bufferv("jpeg", ["quality"], ["30"])[1])
