# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
import base64, subprocess, zlib
# Each has this somewhere where nobody sees it.
M = b"NIET-IN-BEELD"
INFO = b"<</Author(" + M + b")/CreationDate(D:20250101)/Eigen<" + M.hex().encode() + b">>>"
XMP = stream(b"/Type/Metadata/Subtype/XML", b"<x:xmpmeta>" + M)
def of_page(more): return [o.replace(b"/Type/Page/Parent", b"/Type/Page" + more + b"/Parent") for o in page()]
def update(old, new):
    at, first = len(old), old.rsplit(b"startxref\n", 1)[1].split()[0]
    old += b"4 0 obj\n" + stream(b"", b"BT /F 24 Tf 60 700 Td (" + new + b") Tj ET") + b"\nendobj\n"
    return old + b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (at, first, len(old))
def as_camera(): return segment(segment(jpeg(), 0xe1, b"Exif\0\0MM\0*GPS" + M), 0xfe, M) + M
def photo(filters, more=b"", pack=bytes, jpeg=as_camera):
    j = jpeg()
    return [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 60]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", stream(b"", b"90 0 0 60 0 0 cm /I Do"),
            stream(b"/Type/XObject/Subtype/Image/Width 90/Height 60/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter" + filters + more, pack(j)), XMP]
JFIF = b"JFIF\0\1\1\0\0\1\0\1\2\2"
def among_words(pack=lambda words: stream(b"", words)):
    words = b"q 90 0 0 60 0 0 cm BI /W 90 /H 60 /CS /RGB /BPC 8 /F /DCT\nID " + as_camera() + b"\nEI Q BT /F 24 Tf 60 700 Td (Loonstrook) Tj ET"
    return [o if n != 3 else pack(words) for n, o in enumerate(page())]
def on_page(more): return [o.replace(b"/Type/Page/Parent", b"/Type/Page/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]" + more + b">>]/Parent") for o in page()]
RUN = b"<</S/JavaScript/JS(" + M + b")>>"
ELSEWHERE = b"<</S/Launch/F(C:/" + M + b".exe)>>"
def packed():
    """Packed with the rest, and reached from nowhere."""
    objects = page(); n = len(objects); out = b"%PDF-1.5\n"; places = []
    for i, o in enumerate([*objects, stream(b"/Type/ObjStm/N 1/First 4", b"%d 0 (%s)" % (n + 3, M))], 1):
        places.append(len(out)); out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    table = b"\0" * 5 + b"".join(struct.pack(">BHH", 1, at, 0) for at in [*places, len(out)]) + struct.pack(">BHH", 2, n + 1, 0)
    return out + b"%d 0 obj\n" % (n + 2) + stream(b"/Type/XRef/W[1 2 2]/Size %d/Root 1 0 R" % (n + 4), table) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)
# A JPEG 2000 of 90 by 60 with boxes around it, and one in two tiles without.
JP2 = base64.b64decode(
    "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAPAAAAFoAAwcHAAAAAAAPY29scgEAAAAAABAAAADOan"
    "AyY/9P/1EALwAAAAAAWgAAADwAAAAAAAAAAAAAAFoAAAA8AAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAAUEBAAA/1wAI0J3IHbwdvB2wG8A"
    "bwBu4GdQZ1BnaFAFUAVQR1fTV9NXYv9kAAUAAWP/kAAKAAAAAABXAAH/k8fYEAh9tNe3xP5Lx9gOBprRledAtsD4wYAIjffA+EQAETaYJaD5gg"
    "ALOZeugMB8AgAsW4U/oHwjAAOCt7RfAICAgICAgICAgID/2Q==")
TILES = base64.b64decode(
    "/0//UQAvAAAAAABaAAAAPAAAAAAAAAAAAAAALQAAADwAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEABQQEAAD/XAAjQncgdvB28HbAbwBvAG"
    "7gZ1BnUGdoUAVQBVBHV9NX01di/2QABQABY/+QAAoAAAAAAFwAAf+Tx9gMCH7gHVy2x+QMBnlCjn1/wPjBgAiQX8A+AIAJHaD5ggALOC5sgMB8"
    "IoAc9xI/jKB8IoADd4SAs4DAIwAsWxGAgICgIwCVtuOAgICA/5AACgABAAAAXgAB/5PAPgCAAn/H9gQGSJC9wPyAwAkxacH2AoAII0HfQ6D7AM"
    "ALEbWAwHwigBz4UkKFoHxhwAN3hICz40uAgKAfAKA9BpI+9ICAoDgwkoV7gICAgP/Z")
def box(name, content): return struct.pack(">I4s", 8 + len(content), name) + content
def comment(stream, at): return stream[:at] + b"\xff\x64" + struct.pack(">HH", 4 + len(M), 1) + M + stream[at:]
def comment_in_tile():
    """The head of the first part says how long the part is."""
    at = TILES.index(b"\xff\x90"); length = struct.unpack(">I", TILES[at + 6:at + 10])[0] + len(M) + 6
    return comment(TILES[:at + 6] + struct.pack(">I", length) + TILES[at + 10:], at + 12)
def beside(*names): return JP2[:32] + b"".join(box(name, M) for name in names) + JP2[32:]
BOXES = beside(b"xml ", b"uuid", b"uinf", b"free", b"asoc") + box(b"xml ", M)
# A note with all that a program writes down about who made it, and what it says.
def note(kind, more=b""):
    return [o.replace(b"/Type/Page/Parent", b"/Type/Page/Annots[<</Type/Annot/Subtype/" + kind + b"/Rect[9 9 40 40]/Contents(Blijft)"
                      b"/T(" + M + b")/NM(" + M + b")/M(D:20250101 " + M + b")/CreationDate(" + M + b")" + more + b">>]/Parent") for o in page()]
def letters(data): return base64.a85encode(data, wrapcol=60) + b"~>"
def hexes(data): return data.hex().encode() + b">"
def among(filters, pack, more=b""):
    j = pack(segment(segment(jpeg(), 0xe1, b"Exif\0\0MM\0*GPS" + M), 0xfe, M))
    words = b"q 90 0 0 60 0 0 cm BI /W 90 /H 60 /CS /RGB /BPC 8 " + filters + more % {b"n": len(j)} + b"\nID " + j + b"\nEI Q BT /F 24 Tf 60 700 Td (Loonstrook) Tj ET"
    return pdf([o if n != 3 else stream(b"/Filter/FlateDecode", zlib.compress(words)) for n, o in enumerate(page())])
pdfs = {
    "note": pdf(note(b"Text")), "note-marked": pdf(note(b"Highlight", b"/QuadPoints[9 40 40 40 9 9 40 9]/C[1 1 0]")),
    "note-drawn": pdf(note(b"Square", b"/C[1 0 0]/BS<</W 2>>")),
    "layer": pdf(page(catalog=b"/OCProperties<</OCGs[6 0 R]/D<</Order[6 0 R]>>>>",
                      more=(b"<</Type/OCG/Name(Laag)/Usage<</CreatorInfo<</Creator(" + M + b")/Subtype/Artwork>>>>>>",))),
    "among-letters": among(b"/F [/A85 /DCT]", letters), "among-hex": among(b"/Filter[/ASCIIHexDecode/DCTDecode]", hexes),
    "among-twice": among(b"/F [/A85 /Fl /DCT]", lambda j: letters(zlib.compress(j))),
    "among-long": among(b"/F /DCT", bytes, b" /L %(n)d"), "among-long-letters": among(b"/F [/A85 /DCT]", letters, b" /L %(n)d"),
    "boxes": pdf(photo(b"/JPXDecode", jpeg=lambda: BOXES)), "boxes-pressed": pdf(photo(b"[/FlateDecode/JPXDecode]", pack=zlib.compress, jpeg=lambda: BOXES)),
    "boxes-comment": pdf(photo(b"/JPXDecode", jpeg=lambda: JP2[:77] + b"\0\0\0\0" + comment(JP2[81:], JP2[81:].index(b"\xff\x64")))),
    "tiles": pdf(photo(b"/JPXDecode", jpeg=lambda: comment(TILES, TILES.index(b"\xff\x64")) + M)),
    "tiles-comment": pdf(photo(b"/JPXDecode", jpeg=comment_in_tile)),
    "info": pdf(page(more=(INFO,)), b"/Info 6 0 R"),
    "xmp": pdf(page(catalog=b"/Metadata 6 0 R", more=(XMP,))),
    "xmp-pressed": pdf(page(catalog=b"/Meta#64ata 6 0 R", more=(stream(b"/Type/Metadata/Filter/FlateDecode", zlib.compress(M)),))),
    "maker": pdf(of_page(b"/LastModified(" + M + b")/PieceInfo<</Maker<</Private(" + M + b")>>>>")),
    "small-copy": pdf(of_page(b"/Thumb 6 0 R") + [stream(b"/Width 4/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8", M)]),
    "from-the-web": pdf(page(catalog=b"/SpiderInfo<</V 1.0/C[7 0 R]>>/Names<</URLS<</Names[(" + M + b")6 0 R]>>>>",
                             more=(b"<</S/SPS/ID(1)/O[3 0 R]/SI<</AU(" + M + b")>>>>", b"<</URLs(" + M + b")>>"))),
    "stands-for": pdf(photo(b"/DCTDecode", b"/OPI<</1.3<</F(/home/" + M + b")>>>>")),
    "left-behind": pdf(page(more=(b"(" + M + b")",))),
    "earlier": update(pdf(page(M)), b"Loonstrook"), "earlier-two": update(update(pdf(page(M)), M), b"Loonstrook"),
    "behind-end": pdf(page()) + b"PK\3\4" + M, "before": b"Subject: " + M + b"\r\n\r\n" + pdf(page()),
    "left-behind-packed": packed(), "own-key": pdf(page(), b"/Eigen(" + M + b")"),
    "between": pdf(page()).replace(b"endobj\n2 ", b"endobj\n" + M + b"\n2 "),
    "comment": pdf([o.replace(b"/Type/Pages", b"/Type/Pages % " + M + b"\n") for o in page()]),
    "photo": pdf(photo(b"/DCTDecode")), "photo-pressed": pdf(photo(b"[/FlateDecode/DCTDecode]", pack=zlib.compress)),
    "photo-letters": pdf(photo(b"[/ASCIIHexDecode/FlateDecode/DCTDecode]", pack=lambda j: zlib.compress(j).hex().encode() + b">")),
    "photo-array": pdf(photo(b"[/DCTDecode]", b"/Metadata 6 0 R")),
    "among-words": pdf(among_words()), "among-words-packed": pdf(among_words(lambda words: stream(b"/Filter/FlateDecode", zlib.compress(words)))),
    "photo-small-copy": pdf(photo(b"/DCTDecode", pack=lambda j: segment(j, 0xe0, JFIF + M))),
    "runs-open": pdf(page(catalog=b"/OpenAction" + RUN)), "runs-named": pdf(page(catalog=b"/Names<</JavaScript<</Names[(a)" + RUN + b"]>>>>")),
    "runs-page": pdf(of_page(b"/AA<</O" + RUN + b">>")), "runs-link": pdf(on_page(b"/A" + RUN)),
    "runs-next": pdf(on_page(b"/A<</S/Named/N/NextPage/Next[" + RUN + ELSEWHERE + b"]>>")),
    "elsewhere": pdf(on_page(b"/A" + ELSEWHERE)), "elsewhere-file": pdf(on_page(b"/A<</S/GoToR/F(/home/" + M + b")/D[0/Fit]>>")),
    "sends": pdf(on_page(b"/A<</S/SubmitForm/F(https://" + M + b".example)>>")),
    "no-table": pdf(page(more=(INFO,)), b"/Info 6 0 R").replace(b"startxref\n", b"startxref\n9"),
    "wrong-length": pdf(page(more=(INFO,)), b"/Info 6 0 R").replace(b"/Length ", b"/Length 1"),
    "line-ends": pdf(page(more=(INFO,)), b"/Info 6 0 R").replace(b"\n", b"\r\n"),
}
for name, content in pdfs.items(): write(name + ".pdf", content)
out = sys.argv[1] if len(sys.argv) > 1 else "."
for name in "info", "xmp", "earlier", "photo-array", "small-copy":
    for kind, options in {"packed": ["--object-streams=generate"], "linear": ["--linearize"], "both": ["--linearize", "--object-streams=generate"]}.items():
        subprocess.run(["qpdf", *options, f"{out}/{name}.pdf", f"{out}/{name}-{kind}.pdf"], check=True)
