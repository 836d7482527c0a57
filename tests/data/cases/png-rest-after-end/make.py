# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
small, large = png(30, 20), png(300, 200, 0xFF0000FF)
write("schermafdruk.png", small + b"REST-VAN-HET-OUDE-BEELD" + large[len(small):] + chunk(b"IEND", b""))
write("delen.png", small + chunk(b"IDAT", b"REST-VAN-HET-OUDE-BEELD") + large[len(small):] + chunk(b"IEND", b""))
