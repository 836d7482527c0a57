#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""PDFs of all that draws, with marks in any dictionary, between any lines and behind what is packed: none
comes out of the helper, not a pixel changes, and a second time not a byte. TAP."""

import os
import random
import re
import subprocess
import sys
import tempfile
import zlib

CLEANER = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src", "helper", "zpi-pdf-cleaner")
LONG = os.environ.get("ZPI_TEST_LONG") == "1"
SEED = int(os.environ.get("ZPI_TEST_SEED", "0")) or (random.randrange(1, 2**31) if LONG else 20261201)
COUNT = 500 if LONG else 40
MARK = b"NIET-IN-BEELD"
MARKS_IN_EACH = 12
# Keys of a program's own, and those of which readers know what they are for and that draw nothing.
OWN_KEYS = [b"Eigen", b"PieceInfo", b"Metadata", b"LastModified", b"Thumb", b"OPI", b"PA", b"SpiderInfo", b"Threads",
            b"Legal", b"Requirements", b"Measure", b"PtData", b"CreatorInfo", b"M", b"NM", b"ModDate"]
RAMP = b"<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>"
GREY = bytes((x * 7 + y * 11) % 256 for y in range(16) for x in range(16))
IMAGE = b"/Type/XObject/Subtype/Image/Width 16/Height 16/BitsPerComponent 8"


class Pdf:
    """Objects: a dictionary as it is written, and what a stream holds."""

    def __init__(self, rng):
        self.rng = rng
        self.objects = []
        self.resources = {}
        self.lines = []
        self.page, self.catalog = b"", b""

    def add(self, dictionary, data=None):
        self.objects.append((dictionary, data))
        return b"%d 0 R" % (len(self.objects) + 4)

    def use(self, kind, value):
        """The name by which @value is drawn with."""
        names = self.resources.setdefault(kind, [])
        names.append(value)
        return b"/%s%d" % (kind[:1], len(names))

    def place(self):
        return b"%d %d" % (self.rng.randrange(20, 400), self.rng.randrange(20, 700))

    def marked(self, dictionary):
        """One of its dictionaries has a mark more."""
        places = [m.end() for m in re.finditer(rb"<<", dictionary)]
        at = self.rng.choice(places)
        value = self.rng.choice([b"(%s)" % MARK, b"<%s>" % MARK.hex().encode(), b"<</E(%s)>>" % MARK,
                                 b"[(%s)]" % MARK, b"[1<</E[(%s)]>>]" % MARK])
        return dictionary[:at] + b"/" + self.rng.choice(OWN_KEYS) + value + dictionary[at:]

    def write(self):
        lines = list(self.lines)
        for _ in range(3):
            lines.insert(self.rng.randrange(len(lines) + 1), b"%" + MARK)
        content = b"\n".join(lines)
        resources = b"".join(b"/%s<<%s>>" % (kind, b"".join(b"/%s%d %s" % (kind[:1], i + 1, value)
                                                            for i, value in enumerate(values)))
                             for kind, values in self.resources.items())
        objects = [(b"<</Type/Catalog/Pages 2 0 R%s>>" % self.catalog, None),
                   (b"<</Type/Pages/Kids[3 0 R]/Count 1>>", None),
                   (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 800]/Contents 4 0 R/Resources<<%s>>%s>>"
                    % (resources, self.page), None),
                   (b"<<>>", content), *self.objects]
        for _ in range(MARKS_IN_EACH):
            i = self.rng.choice([i for i, (dictionary, _) in enumerate(objects) if b"<<" in dictionary])
            objects[i] = (self.marked(objects[i][0]), objects[i][1])
        out, places = b"%PDF-1.7\n", []
        for i, (dictionary, data) in enumerate(objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s" % (i, self.packed(dictionary, data)) + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        return out + b"trailer\n<</Size %d/Root 1 0 R/ID[(%s)(%s)]>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(objects) + 1, MARK, MARK, start)

    def packed(self, dictionary, data):
        if data is None:
            return dictionary
        how = b""
        if self.rng.random() < 0.5:
            data, how = zlib.compress(data) + self.rng.choice([b"", MARK]), b"/Filter/FlateDecode"
            if self.rng.random() < 0.3:
                data, how = data.hex().encode() + b">" + MARK, b"/Filter[/ASCIIHexDecode/FlateDecode]"
        return b"<<%s/Length %d%s\nstream\n%s\nendstream" % (how, len(data), dictionary[2:], data)


def words(pdf):
    font = pdf.use(b"Font", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    pdf.lines.append(b"BT %s 20 Tf %s Td (Loon \\( 50 %% \\)) Tj [(a) -20 <62>] TJ ET" % (font, pdf.place()))
    pdf.lines.append(b"/Span<</MCID 0/Eigen(%s)/Lang(nl)>>BDC BT %s 9 Tf %s Td (deel) Tj ET EMC"
                     % (MARK, font, pdf.place()))


def picture(pdf):
    color = pdf.rng.choice([b"/DeviceGray", b"[/Indexed/DeviceRGB 255<%s>]" % (bytes(range(256)).hex().encode() * 3),
                            b"[/Separation/Geel/DeviceRGB %s]" % RAMP, b"[/CalGray<</WhitePoint[1 1 1]/Gamma 2>>]"])
    more = pdf.rng.choice([b"", b"/Decode[1 0]" if b"Indexed" not in color else b"", b"/Mask[0 90]", b"/SMask "
                           + pdf.add(b"<<%s/ColorSpace/DeviceGray>>" % IMAGE, GREY[::-1])])
    name = pdf.use(b"XObject", pdf.add(b"<<%s/ColorSpace%s%s>>" % (IMAGE, color, more),
                                             GREY + pdf.rng.choice([b"", MARK])))
    pdf.use(b"XObject", pdf.add(b"<<%s/ColorSpace/DeviceGray>>" % IMAGE, MARK + GREY))  # that nothing draws
    pdf.lines.append(b"q 90 0 0 90 %s cm %s Do Q" % (pdf.place(), name))


def among_words(pdf):
    data, how = pdf.rng.choice([(GREY, b""), (zlib.compress(GREY), b"/F/Fl"), (GREY.hex().encode() + b">", b"/F/AHx")])
    pdf.lines.append(b"q 60 0 0 60 %s cm BI /W 16/H 16/CS/G/BPC 8%s/Eigen(%s) ID " % (pdf.place(), how, MARK)
                     + data + b" EI Q")


def form(pdf):
    inner = pdf.add(b"<<%s/ColorSpace/DeviceGray>>" % IMAGE, GREY)
    name = pdf.use(b"XObject", pdf.add(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[1 0 0 1 9 9]/Group<</S/Transparency/CS/DeviceRGB/I true>>"
        b"/Resources<</XObject<</I %s>>/ExtGState<</G<</ca .5/BM/Multiply>>>>>>>>" % inner,
        b"%%%s\n/G gs 1 0 0 rg 0 0 50 50 re f\nq 40 0 0 40 30 30 cm /I Do Q" % MARK))
    pdf.lines.append(b"q 1 0 0 1 %s cm %s Do Q" % (pdf.place(), name))


def gradient(pdf):
    shading = b"<</ShadingType %s/ColorSpace/DeviceRGB/Extend[true true]/Function%s>>" % (pdf.rng.choice(
        [b"2/Coords[0 0 200 200]", b"3/Coords[90 90 9 90 90 90]"]), RAMP)
    if pdf.rng.random() < 0.5:
        pdf.lines.append(b"q 9 9 200 200 re W n %s sh Q" % pdf.use(b"Shading", shading))
    else:
        name = pdf.use(b"Pattern", b"<</PatternType 2/Matrix[1 0 0 1 50 50]/Shading %s>>" % shading)
        pdf.lines.append(b"q /Pattern cs %s scn %s 99 99 re f Q" % (name, pdf.place()))


def tiling(pdf):
    name = pdf.use(b"Pattern", pdf.add(b"<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
                                       b"/Resources<</ExtGState<</G<</LW 3>>>>>>>>", b"/G gs 0 0 m 9 9 l S"))
    pdf.lines.append(b"q /Pattern cs %s scn %s 99 99 re f Q" % (name, pdf.place()))


def state(pdf):
    mask = pdf.add(b"<</Type/XObject/Subtype/Form/BBox[0 0 500 800]/Group<</S/Transparency/CS/DeviceGray>>"
                   b"/Resources<</Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 500 0]/Function"
                   b"<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>>>>>>>", b"/S sh")
    name = pdf.use(b"ExtGState", pdf.rng.choice([
        b"<</SMask<</S/Luminosity/BC[0]/G %s>>>>" % mask, b"<</ca .4/D[[3 2]0]/LW 5/LC 1>>",
        b"<</HT<</HalftoneType 1/Frequency 60/Angle 45/SpotFunction/Round>>/CA .5>>"]))
    pdf.lines.append(b"q %s gs 0 .5 0 rg %s 150 90 re B Q" % (name, pdf.place()))


def own_font(pdf):
    name = pdf.use(b"Font", b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 97"
                   b"/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/Resources<</ProcSet[/PDF]>>/CharProcs<</a %s>>>>"
                   % pdf.add(b"<<>>", b"9 0 0 0 9 9 d1\n%%%s\n0 0 8 8 re f" % MARK))
    pdf.lines.append(b"BT %s 20 Tf %s Td (aaa) Tj ET" % (name, pdf.place()))


def layer(pdf):
    if b"/OCProperties" in pdf.catalog:
        return
    group = pdf.add(b"<</Type/OCG/Name(Laag)/Usage<</Print<</PrintState/ON>>>>>>")
    pdf.catalog += b"/OCProperties<</OCGs[%s]/D<</Name(Lagen)/OFF[%s]/Order[%s]>>>>" % (group, group, group)
    pdf.lines.append(b"/OC %s BDC 1 0 0 rg %s 50 50 re f EMC" % (pdf.use(b"Properties", group), pdf.place()))


def around(pdf):
    """What lies on a page, and leads to it."""
    if b"/Annots" in pdf.page:
        return
    look = pdf.add(b"<</Type/XObject/Subtype/Form/BBox[0 0 90 20]>>", b"1 1 0 rg 0 0 90 20 re f")
    field = pdf.add(b"<</Type/Annot/Subtype/Widget/FT/Tx/T(naam)/V(Blijft)/Rect[60 600 150 620]/F 4"
                    b"/AP<</N %s>>/MK<</BG[1 1 0]>>>>" % look)
    pdf.page += (b"/Annots[%s<</Type/Annot/Subtype/Link/Rect[0 0 90 90]/Border[0 0 3]/C[1 0 0]/A<</S/URI/URI(https://"
                 b"gemeente.example)>>>><</Type/Annot/Subtype/Square/Rect[100 9 150 40]/C[0 0 1]/BS<</W 2>>>>]" % field)
    pdf.catalog += (b"/AcroForm<</Fields[%s]/DA(/H 9 Tf)/DR<</Font<</H<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
                    b"/Outlines<</First %s>>/PageLabels<</Nums[0<</S/D>>]>>/MarkInfo<</Marked true>>"
                    b"/OutputIntents[<</S/GTS_PDFA1/OutputConditionIdentifier(%s)>>]/StructTreeRoot<</K<</S/P/Pg 3 0 R/K 0>>>>"
                    % (field, pdf.add(b"<</Title(Loon)/Dest[3 0 R/Fit]>>"), MARK))


PARTS = [words, picture, among_words, form, gradient, tiling, state, own_font, layer, around]


def run(arguments, content):
    return subprocess.run(arguments, input=content, capture_output=True, check=True, timeout=60).stdout


def draw(content):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return run(["pdftoppm", "-r", "50", file.name], b"")


def look(content):
    """All of it, unpacked, in the order in which it stands."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return content + run(["qpdf", "--qdf", "--preserve-unreferenced", file.name, "-"], b"")


def make(rng):
    pdf = Pdf(rng)
    for part in [words, *rng.choices(PARTS, k=6)]:
        part(pdf)
    return pdf.write()


def check(content):
    cleaned = run([CLEANER, "clean"], content)
    assert cleaned, "it stayed as it was"
    seen = look(cleaned)
    assert MARK not in seen and MARK.hex().encode() not in seen.lower(), "a mark came through"
    pixels = draw(content)
    assert draw(cleaned) == pixels and len(set(pixels)) > 2, "it looks different"
    assert run([CLEANER, "clean"], cleaned) in (b"", cleaned), "a second time it changed"


def main():
    print(f"# seed {SEED}")
    print("1..1")
    rng = random.Random(SEED)
    for n in range(COUNT):
        content = make(rng)
        try:
            check(content)
        except (AssertionError, subprocess.SubprocessError) as error:
            kept = os.path.join(os.environ["ZPI_BUILD_ROOT"], "pdf-marks.pdf")
            with open(kept, "wb") as file:
                file.write(content)
            print(f"# number {n}, kept as {kept}: {error}\nnot ok 1 no-mark-comes-through")
            return 1
    print(f"# {COUNT} PDFs\nok 1 no-mark-comes-through")
    return 0


if __name__ == "__main__":
    sys.exit(main())
