# SPDX-License-Identifier: EUPL-1.2
# Small pictures and PDFs of our own for the generators in these folders. Needs python3-gi with GdkPixbuf.
import io, struct, zlib, sys, json, os
import gi
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf
def jpeg(w=90, h=60, colour=0x88AACCFF):
    p = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, w, h); p.fill(colour)
    return p.save_to_bufferv("jpeg", [], [])[1]
def png(w=90, h=60, colour=0x88AACCFF):
    p = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, w, h); p.fill(colour)
    return p.save_to_bufferv("png", [], [])[1]
def noisy_jpeg(w=400, h=300):
    data = bytes((x * 7 + y * 13 + (x * y) % 97) % 256 for y in range(h) for x in range(w) for _ in range(3))
    from gi.repository import GLib
    p = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(data), GdkPixbuf.Colorspace.RGB, False, 8, w, h, w * 3)
    return p.save_to_bufferv("jpeg", [], [])[1]
def segment(j, marker, data): return j[:2] + bytes([0xff, marker]) + struct.pack(">H", len(data) + 2) + data + j[2:]
def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d) & 0xffffffff)
def with_chunk(p, t, d): return p[:33] + chunk(t, d) + p[33:]
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
def grey_png(w=400, h=500, depth=8, interlaced=False):
    """Strokes as of text, in grey, as a scanner writes it; in seven passes when interlaced."""
    dot = lambda x, y: (45 if x % 9 < 3 and y % 24 < 9 and 20 < y < h - 20 else 225).to_bytes(1, "big") * (depth // 8)
    rows = b"".join(b"\0" + b"".join(dot(x, y) for x in range(x0, w, dx)) for x0, y0, dx, dy in (ADAM7 if interlaced else [(0, 0, 1, 1)]) for y in range(y0, h, dy))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, 0, 0, 0, interlaced)) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
def box(t, d): return struct.pack(">I", 8 + len(d)) + t + d
def pdf(objects, trailer=b""):
    out = bytearray(b"%PDF-1.4\n"); places = []
    for i, o in enumerate(objects, 1): places.append(len(out)); out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    start = len(out); out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for p in places: out += b"%010d 00000 n \n" % p
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
def stream(d, data): return b"<<" + d + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream"
def page(text=b"Loonstrook oefening", catalog=b"", more=()):
    return [b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream(b"", b"BT /F 24 Tf 60 700 Td (" + text + b") Tj ET"), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *more]
def write(name, data):
    out = sys.argv[1] if len(sys.argv) > 1 else "."
    open(os.path.join(out, name), "wb").write(data)
