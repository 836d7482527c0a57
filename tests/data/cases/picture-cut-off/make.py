# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
j = noisy_jpeg(); write("half.jpg", j[:len(j) * 6 // 10]); write("no-end.jpg", j[:-2])
p = png(400, 300); write("half.png", p[:len(p) // 2])
i = grey_png(interlaced=True); write("interlaced.png", i[:len(i) // 2])
