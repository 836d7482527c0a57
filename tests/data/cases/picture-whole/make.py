# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
write("grey.png", grey_png()); write("sixteen-bits.png", grey_png(depth=16)); write("interlaced.png", grey_png(interlaced=True))
