# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
plain = png(30, 20)
at = plain.index(b"IDAT") - 4
size = struct.unpack(">I", plain[at:at + 4])[0]
before, pixels, after = plain[:at], plain[at + 8:at + 8 + size], plain[at + 12 + size:]
rest = b"REST-VAN-HET-OUDE-BEELD"
half = len(pixels) // 2
write("in-een-deel.png", before + chunk(b"IDAT", pixels + rest) + after)
write("in-meer-delen.png", before + chunk(b"IDAT", pixels[:half]) + chunk(b"IDAT", pixels[half:] + rest)
      + chunk(b"IDAT", rest) + after)
# Rows below the picture, as they are when only its height was made smaller.
def lower(name, level):
    rows = b"".join(b"\0" + bytes(x * y % 256 for x in range(30)) for y in range(20))
    packed = zlib.compress(rows + rest * 40, level)
    write(name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30, 20, 8, 0, 0, 0, 0)) + chunk(b"IDAT", packed) + after)
lower("rijen.png", 0); lower("rijen-ingepakt.png", 9)
