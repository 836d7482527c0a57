# SPDX-License-Identifier: EUPL-1.2
"""The household of the tour: two partners, two children, three kinds of income, five documents. Nobody
of them exists; the numbers are published test numbers."""

import pathlib

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

APPLICANT = {
    "First names": "Fatima Johanna",
    "Prefix (optional)": "van der",
    "Last name": "Oefenbeek-Voorbeeld",
    "Date of birth": "1-5-1955",
    "BSN": "999993653",
    "Postcode": "2712 AA",
    "House number": "12",
    "Street": "Oefenstraat",
    "Place": "Zoetermeer",
}
EMAIL = "fatima.oefenbeek@example.nl"
PHONE = "06 12345678"
PARTNER = {
    "First names": "Willem",
    "Last name": "Oefenbeek",
    "Date of birth": "7-11-1961",
    "BSN": "999993847",
}
CHILDREN = (
    {
        "First names": "Noor",
        "Last name": "Oefenbeek",
        "Date of birth": "9-3-2012",
        "BSN": "999990019",
    },
    {
        "First names": "Sem",
        "Last name": "Oefenbeek",
        "Date of birth": "00-06-2015",
        "BSN": "999995492",
    },
)
AOW = "1.050"
PENSION = "312,50"
WAGES = ("400", "520,75", "310")

PLANTED = (
    "999993653",
    "999993847",
    "999990019",
    "999995492",
    "Oefenbeek",
    "Fatima",
    EMAIL,
    "312,50",
    "520,75",
    "31250",
    "52075",
)


def make_pdf(text, size):
    """A page with one line of text and a picture of @size bytes, so that it takes several chunks."""
    high = size // 100
    noise = bytes((i * 37 + len(text)) % 251 for i in range(100 * high))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>",
        None,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    stream = b"BT /F 24 Tf 60 760 Td (" + text.encode("ascii") + b") Tj ET q 400 0 0 600 60 100 cm /I Do Q"
    objects[3] = b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream"
    objects.append(b"<</Type/XObject/Subtype/Image/Width 100/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
                   b"/Length %d>>stream\n" % (high, len(noise)) + noise + b"\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def make_picture(path, kind, colour):
    picture = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 900, 600)
    picture.fill(colour)
    # Lines as of text: a picture without anything on it is asked to be taken again.
    for y in range(60, 560, 40):
        for x in range(60, 820, 24):
            picture.new_subpixbuf(x, y, 14, 4).fill(0x202020FF)
    picture.savev(str(path), kind, [], [])


def make_documents(folder):
    """Five files: identity, two pay slips and a bank statement as PDF, a pension statement as picture."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    make_picture(folder / "identiteit.jpg", "jpeg", 0x88AACCFF)
    make_picture(folder / "pensioen.png", "png", 0xEEDDBBFF)
    (folder / "loonstrook-1.pdf").write_bytes(make_pdf("Loonstrook 1", 700_000))
    (folder / "loonstrook-2.pdf").write_bytes(make_pdf("Loonstrook 2", 20_000))
    (folder / "bankafschrift.pdf").write_bytes(make_pdf("Bankafschrift", 300_000))
    return {
        name: folder / name
        for name in (
            "identiteit.jpg",
            "pensioen.png",
            "loonstrook-1.pdf",
            "loonstrook-2.pdf",
            "bankafschrift.pdf",
        )
    }
