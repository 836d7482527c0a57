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
# A mark in each place of which a dictionary or a content stream has no need.
OWN = b"/Eigen(" + M + b")/Eigen2<</Eigen[(" + M + b")]>>"
def words(content, packed=None, more=b"", objects=()): return pdf([o if n != 3 else packed or stream(b"", content) for n, o in enumerate(of_page(more))] + list(objects))
TEXT = b"BT /F 24 Tf 60 700 Td (Loonstrook % \\) oefening) Tj ET "
SMALL = b"/Type/XObject/Subtype/Image/Width 2/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
def lzw(data):
    """Each byte for itself: codes of nine bits, begun anew before they would be longer."""
    codes = [code for at in range(0, len(data), 200) for code in (256, *data[at:at + 200])] + [257]
    bits = "".join(f"{code:09b}" for code in codes); bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits), 8))
def with_used(more, objects, more_words=b""): return pdf([o.replace(b"/Resources<<", b"/Resources<<" + more) for o in page(b"Loonstrook) Tj ET " + more_words + b" BT (")] + objects)
pdfs |= {
    "number": pdf(page(), b"/ID[(" + M + b")(" + M + b")]"), "number-digits": pdf(page(), b"/ID[<" + M.hex().encode() + b"><00>]"),
    "articles": pdf([o.replace(b"/Type/Page/Parent", b"/Type/Page/B[7 0 R]/Parent") for o in page(catalog=b"/Threads[6 0 R]",
                    more=(b"<</Type/Thread/F 7 0 R/I<</Author(" + M + b")/Title(" + M + b")>>>>", b"<</Type/Bead/T 6 0 R/N 7 0 R/V 7 0 R/P 3 0 R/R[0 0 9 9]>>"))]),
    "layers-maker": pdf(page(catalog=b"/OCProperties<</OCGs[6 0 R]/D<</Name(Lagen)/Creator(" + M + b")/Order[6 0 R]>>>>", more=(b"<</Type/OCG/Name(Laag)/Usage<</User<</Type/Ind/Name(" + M + b")>>>>>>",))),
    "printer": pdf(page(catalog=b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(" + M + b")/OutputCondition(" + M + b")/RegistryName(" + M + b")/Info(" + M + b")>>]")),
    "catalogue": pdf(page(catalog=OWN + b"/URI<</Base(" + M + b")>>/Legal<</Attestation(" + M + b")>>/Extensions<</ADBE<</URL(" + M + b")>>>>/Names<</Renditions<</Names[(" + M + b")null]>>>>/ViewerPreferences<</HideMenubar true/Eigen(" + M + b")>>")),
    "pages": pdf([o.replace(b"/Type/Pages", b"/Type/Pages" + OWN) for o in page()]), "page": pdf(of_page(OWN + b"/Trans<</S/Fade/Eigen(" + M + b")>>/VP[<</Name(" + M + b")>>]")),
    "font": pdf([o.replace(b"/Type/Font", b"/Type/Font" + OWN) for o in page()]), "resources": pdf([o.replace(b"<</Font", b"<<" + OWN + b"/Font") for o in page()]),
    "kind": pdf(of_page(b"/Rotate(" + M + b")/UserUnit 6 0 R/CropBox[0 0 595 842 (" + M + b")]/Tabs<</Eigen(" + M + b")>>") + [stream(b"", M)]),
    "picture": pdf(photo(b"/DCTDecode", OWN + b"/Measure<</Eigen(" + M + b")>>")),
    "link-earlier": pdf(on_page(b"/A<</S/URI/URI(https://gemeente.example)" + OWN + b">>/PA<</S/URI/URI(" + M + b")>>" + OWN)),
    "plays": pdf(on_page(b"/A<</S/Rendition/R<</N(" + M + b")>>>>/Movie<</F(" + M + b")>>")),
    "outline": pdf(page(catalog=b"/Outlines 6 0 R", more=(b"<</First 7 0 R/Last 7 0 R" + OWN + b">>", b"<</Title(Loon)/Parent 6 0 R/Dest[3 0 R/Fit]" + OWN + b">>"))),
    "field": pdf([o.replace(b"/Type/Page/Parent", b"/Type/Page/Annots[6 0 R]/Parent") for o in page(catalog=b"/AcroForm<</Fields[6 0 R]" + OWN + b">>",
                 more=(b"<</Type/Annot/Subtype/Widget/FT/Tx/T(naam)/V(Blijft)/Rect[60 600 200 620]/AP<</N 7 0 R" + OWN + b">>/MK<</BG[1 1 0]" + OWN + b">>" + OWN + b">>", stream(b"/Subtype/Form/BBox[0 0 140 20]" + OWN, b"1 1 0 rg 0 0 140 20 re f")))]),
    "read-aloud": pdf(page(catalog=b"/MarkInfo<</Marked true" + OWN + b">>/StructTreeRoot 6 0 R", more=(b"<</Type/StructTreeRoot/K 7 0 R" + OWN + b">>", b"<</S/P/P 6 0 R/Pg 3 0 R/K 0/A[<</O/UserProperties/P[<</N(" + M + b")>>]>>]" + OWN + b">>"))),
    "words-comment": words(b"% " + M + b"\n" + TEXT + b"%" + M), "words-comment-within": words(TEXT.replace(b"Td", b"Td%" + M + b"\r\n")),
    "words-comment-packed": words(b"", stream(b"/Filter/FlateDecode", zlib.compress(b"%" + M + b"\n" + TEXT))),
    "words-comment-letters": words(b"", stream(b"/Filter[/ASCII85Decode/FlateDecode]", letters(zlib.compress(b"%" + M + b"\n" + TEXT)))),
    "words-part": words(b"/Span<</MCID 0/Eigen(" + M + b")/ActualText(Loonstrook)>>BDC " + TEXT + b"EMC"), "words-point": words(b"/Punt<</Eigen<</E[(" + M + b")]>>>>DP " + TEXT),
    "words-part-named": with_used(b"/Properties<</P<</MCID 0/Eigen<" + M.hex().encode() + b">>>>>", [], b"/Span/P BDC EMC"),
    "words-picture": words(b"q 90 0 0 60 0 0 cm BI /W 2/H 1/CS/G/BPC 8/Eigen(" + M + b") ID \x00\xff EI Q " + TEXT),
    "words-picture-bytes": words(b"q 90 0 0 60 0 0 cm BI /W 4/H 2/CS/G/BPC 8 ID \x00 EI \xff%( EI Q %" + M + b"\n" + TEXT),
    "form-comment": with_used(b"/XObject<</X 6 0 R>>", [stream(b"/Subtype/Form/BBox[0 0 90 90]" + OWN + b"/Ref<</F(" + M + b")>>", b"0 0 9 9 re f %" + M)], b"/X Do"),
    "behind-packed": words(b"", stream(b"/Filter/FlateDecode", zlib.compress(TEXT) + M)), "behind-letters": words(b"", stream(b"/Filter/ASCII85Decode", letters(TEXT) + M)),
    "behind-digits": words(b"", stream(b"/Filter/ASCIIHexDecode", hexes(TEXT) + M)), "behind-runs": words(b"", stream(b"/Filter/RunLengthDecode", bytes([len(TEXT) - 1]) + TEXT + b"\x80" + M)),
    "behind-picture": with_used(b"/XObject<</I 6 0 R>>", [stream(SMALL + b"/Filter/FlateDecode", zlib.compress(b"\0\xff") + M)], b"q 90 0 0 60 0 0 cm /I Do Q"),
    "behind-twice": words(b"", stream(b"/Filter[/ASCIIHexDecode/FlateDecode]", hexes(zlib.compress(TEXT) + M))), "behind-lzw": words(b"", stream(b"/Filter/LZWDecode", lzw(TEXT) + M)),
    "behind-pixels": with_used(b"/XObject<</I 6 0 R>>", [stream(SMALL, b"\0\xff" + M)], b"q 90 0 0 60 0 0 cm /I Do Q"),
    "behind-pixels-packed": with_used(b"/XObject<</I 6 0 R>>", [stream(SMALL + b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2>>", zlib.compress(b"\0\0\xff\0" + M[:12]) + M)], b"q 90 0 0 60 0 0 cm /I Do Q"),
    "behind-pixels-mask": with_used(b"/XObject<</I 6 0 R>>", [stream(b"/Type/XObject/Subtype/Image/Width 4/Height 2/ImageMask true", b"\xa0\x50" + M)], b"q 90 0 0 60 0 0 cm /I Do Q"),
    "unused-picture": with_used(b"/XObject<</I 6 0 R>>", [stream(SMALL, M)]), "unused-font": pdf([o.replace(b"/F 5 0 R", b"/F 5 0 R/G<</Type/Font/Subtype/Type1/BaseFont/" + M + b">>") for o in page()]),
    "unused-form": with_used(b"/XObject<</X 6 0 R>>", [stream(b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 7 0 R>>>>", b"/I Do"), stream(SMALL, M)]),
    "unused-escaped": with_used(b"/XObject<</I#31 6 0 R/I2 7 0 R>>", [stream(SMALL, b"\0\xff"), stream(SMALL, M)], b"q 90 0 0 60 0 0 cm /I1 Do Q"),
    "state": with_used(b"/ExtGState<</S<</LW 3" + OWN + b">>>>/Pattern<</P 6 0 R>>", [stream(b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>" + OWN, b"0 0 5 5 re f%" + M)], b"/S gs 0 0 m 99 99 l S /Pattern cs /P scn 9 9 90 90 re f"),
    "colours": with_used(b"/ColorSpace<</C[/Indexed/DeviceRGB 1<ff000000ff00>]/D[/Separation/Geel/DeviceRGB<</FunctionType 2/N 1/Domain[0 1]/C0[1 1 1]/C1[1 1 0]" + OWN + b">>]/E[/ICCBased 6 0 R]>>",
                         [stream(b"/N 3/Alternate/DeviceRGB" + OWN, b"")], b"/C cs 1 sc 0 0 9 9 re f /D cs 1 sc 9 9 30 30 re f"),
}
for name, content in pdfs.items(): write(name + ".pdf", content)
out = sys.argv[1] if len(sys.argv) > 1 else "."
for name in "info", "xmp", "earlier", "photo-array", "small-copy":
    for kind, options in {"packed": ["--object-streams=generate"], "linear": ["--linearize"], "both": ["--linearize", "--object-streams=generate"]}.items():
        subprocess.run(["qpdf", *options, f"{out}/{name}.pdf", f"{out}/{name}-{kind}.pdf"], check=True)
