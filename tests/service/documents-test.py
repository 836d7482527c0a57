#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What is dropped: the files of tests/data/cases taken in and sent by real programs. TAP.

What is wrong with a file is said in the word that stays with it; what the municipality gets holds
nothing but the picture."""

import importlib.util
import os
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

SOURCE = os.environ["ZPI_SOURCE_ROOT"]
HELPER = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src", "helper", "zpi-helper")
CASES = os.path.join(SOURCE, "tests", "data", "cases")
spec = importlib.util.spec_from_file_location(
    "after_test", os.path.join(SOURCE, "tests", "service", "after-test.py"))
after_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(after_test)
Desk = after_test.Desk

# Word for each file: None for taken in without a word, "+" before one that is a warning only.
WORDS = {
    "pdf-cut-off/half.pdf": "+unseen",
    "pdf-cut-off/three-bytes.jpg": "+unseen",
    "pdf-cut-off/linear.pdf": "+damaged",
    "pdf-cut-off/five-bytes.pdf": "+unseen",
    "pdf-cut-off/update.pdf": "+damaged",
    "pdf-encrypted-unseen/comment.pdf": "protected",
    "pdf-encrypted-unseen/name.pdf": "protected",
    "pdf-leading-bytes/newline.pdf": None,
    "pdf-leading-bytes/bom.pdf": None,
    "pdf-leading-bytes/maker.pdf": None,
    "pdf-leading-bytes/macbinary.pdf": None,
    "pdf-leading-bytes/http.pdf": None,
    "pdf-leading-bytes/after-2000.pdf": "wrong-type",
    "pdf-not-encrypted/attachment.pdf": "+attached",
    "pdf-not-encrypted/text.pdf": None,
    "pdf-not-encrypted/comment.pdf": None,
    "pdf-not-shown/huge.pdf": "+no-preview",
    "pdf-not-shown/loop.pdf": "+no-preview",
    "pdf-not-shown/many.pdf": "+unseen",
    "pdf-whole/zeros.pdf": None,
    "pdf-whole/lines.pdf": None,
    "pdf-whole/page.pdf": None,
    "pdf-whole/update.pdf": None,
    "pdf-owner-password/bankafschrift.pdf": "protected",
    "photo-108-megapixel/foto.jpg": "+blank",
    "picture-cut-off/half.jpg": "+damaged",
    "picture-cut-off/half.png": "+damaged",
    "picture-cut-off/interlaced.png": "+damaged",
    "picture-cut-off/no-end.jpg": None,
    "picture-cut-off/layers.jpg": "+damaged",
    "picture-cut-off/zeros.png": "+damaged",
    "picture-whole/grey.png": None,
    "picture-whole/interlaced.png": None,
    "picture-whole/sixteen-bits.png": None,
    "xfa-form/formulier.pdf": "+form",
    "xfa-form/ingepakt.pdf": "+form",
    "xfa-form/spaties.pdf": "+form",
    "xfa-form/map.pdf": "+form",
}
# What does not draw these PDFs stays behind: before them, behind them, what a newer version replaced.
NOT_TO_THE_BYTE = {"pdf-leading-bytes/maker.pdf", "pdf-leading-bytes/macbinary.pdf",
                   "pdf-leading-bytes/http.pdf", "pdf-not-encrypted/comment.pdf",
                   "pdf-whole/page.pdf", "pdf-whole/update.pdf"}
# What was planted in each folder's pictures and may not arrive.
PLANTED = {
    "jpeg-motion-photo": [b"+52.0607", b"ftyp", b"MotionPhoto"],
    "jpeg-other-metadata": [b"52.0607N", b"GPS", b"serial", b"Serial", b"c2pa", b"author", b"Exif"],
    "jpeg-second-picture-padded": [b"GPS-52.0607", b"Exif"],
    "png-other-metadata": [b"Somebody", b"GPSLatitude", b"Zoetermeer", b"8bim", b"c2pa", b"tIME"],
    "png-rest-after-end": [b"REST-VAN-HET-OUDE-BEELD"],
    "png-rest-in-pixels": [b"REST-VAN-HET-OUDE-BEELD"],
    "profile-with-more": [b"ACHTER-HET-PROFIEL"],
}
END = b"\0\0\0\0IEND\xae\x42\x60\x82"
UPRIGHT = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06"


def make(desk, case):
    folder = os.path.join(desk.top, case)
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["/usr/bin/python3", os.path.join(CASES, case, "make.py"), folder], check=True)
    return sorted(os.listdir(folder))


def take_in(desk, names, status=0):
    """All in one case: each program that is started costs more than what it does with a file."""
    wire = dict(after_test.zpictl_test.HOUSEHOLD,
                bewijsstukken=[{"soort": "overig", "bestand": name} for name in names])
    [case] = desk.run("import", desk.write("one.json", wire), status=status)
    return case


def make_all(desk, names):
    for case in sorted({name.split("/")[0] for name in names}):
        assert set(make(desk, case)) == {name.split("/")[1] for name in WORDS if name.split("/")[0] == case}


def test_what_is_wrong_is_said(desk):
    make_all(desk, WORDS)
    take_in(desk, WORDS, status=1)
    for number, (name, word) in enumerate(WORDS.items(), 1):
        said = "".join(line for line in desk.messages.splitlines() if f"document {number} is " in line)
        if word is None:
            assert said == "", (name, said)
        else:
            assert f"({word.lstrip('+')})" in said, (name, said)
            assert ("is taken in" in said) == word.startswith("+"), (name, said)


def test_what_nobody_can_see_is_missing(desk):
    """It is kept and goes along, and what it was added for is still asked."""
    desk.start_server()
    for name, missing in (("pdf-cut-off/half.pdf", True), ("pdf-cut-off/three-bytes.jpg", True),
                          ("picture-cut-off/half.jpg", False)):
        make(desk, name.split("/")[0])
        wire = dict(after_test.zpictl_test.HOUSEHOLD,
                    bewijsstukken=[{"soort": "legitimatie", "van": "aanvrager", "bestand": name}])
        [case] = desk.run("import", desk.write("one.json", wire), status=0)
        desk.run("queue", case)
        desk.run("send")
        form = desk.town("GET", f"/_oefening/aanvragen/{case}/formulier")
        asked = [one["soort"] for one in form["ontbrekendeBewijsstukken"] if one.get("van") == "aanvrager"]
        assert ("legitimatie" in asked) == missing, (name, form["ontbrekendeBewijsstukken"])
        assert [one["soort"] for one in form["bewijsstukken"]] == ["legitimatie"], (name, form)


# One import of so many ends in time on a busy computer too.
MOST_DOCUMENTS = 25


def send(desk, names):
    """Of one application, or of several when they are many; the content of each as it arrived."""
    if len(names) > MOST_DOCUMENTS:
        return send(desk, names[:MOST_DOCUMENTS]) + send(desk, names[MOST_DOCUMENTS:])
    case = take_in(desk, names)
    desk.run("queue", case)
    desk.run("send")
    form = desk.town("GET", f"/_oefening/aanvragen/{case}/formulier")
    return [desk.document(case, document["documentId"]) for document in form["bewijsstukken"]]


def send_folder(desk, case):
    """(file, content as it arrived) of each that the folder makes."""
    files = make(desk, case)
    return list(zip(files, send(desk, [f"{case}/{file}" for file in files]), strict=True))


def test_what_is_taken_in_is_taken_there(desk):
    """Nothing hangs later: what this desk takes in the municipality takes too."""
    desk.start_server()
    names = [name for name, word in WORDS.items() if word is None or word.startswith("+")]
    make_all(desk, names)
    for name, got in zip(names, send(desk, names), strict=True):
        if name.endswith(".pdf"):
            with open(os.path.join(desk.top, name), "rb") as source:
                assert (got == source.read()) == (name not in NOT_TO_THE_BYTE), name


def test_only_the_picture_arrives(desk):
    desk.start_server()
    for case, marks in PLANTED.items():
        for file, got in send_folder(desk, case):
            for mark in marks:
                assert mark not in got, (case, file, mark)
            assert not file.endswith(".png") or got.endswith(END), (case, file)


def draw_pdf(desk, content):
    path = desk.write("page.pdf", content)
    return subprocess.run(["pdftoppm", "-r", "40", path], check=True, capture_output=True).stdout


def shows(desk, content, mark):
    """Whether a PDF has it somewhere: as it stands, in digits, in what is packed, in a photo."""
    path = desk.write("packed.pdf", content)
    texts = [content]
    # It says with 3 that it had to repair something.
    texts.append(subprocess.run(["qpdf", "--qdf", path, "-"], check=False, capture_output=True).stdout)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdfimages", "-all", path, f"{folder}/photo"], check=True, capture_output=True)
        for file in sorted(os.listdir(folder)):
            with open(os.path.join(folder, file), "rb") as photo:
                texts.append(photo.read())
    return any(mark in text or mark.hex().encode() in text.lower() for text in texts)


def test_only_what_draws_a_pdf_arrives(desk):
    """Not who made it, no earlier version, no place in a photo; and it looks the same. A second time nothing
    of it changes."""
    desk.start_server()
    mark = b"NIET-IN-BEELD"
    arrived = send_folder(desk, "pdf-other-metadata")
    for file, got in arrived:
        with open(os.path.join(desk.top, "pdf-other-metadata", file), "rb") as source:
            content = source.read()
        # Of an earlier version the program that made some of these left nothing.
        assert shows(desk, content, mark) or file.startswith("earlier-"), file
        assert not shows(desk, got, mark), file
        assert draw_pdf(desk, got) == draw_pdf(desk, content) != b"", file
    contents = [got for _, got in arrived]
    again = [os.path.basename(desk.write(f"again-{i}.pdf", got)) for i, got in enumerate(contents)]
    assert send(desk, again) == contents


def test_a_pdf_with_nothing_else_stays(desk):
    desk.start_server()
    for file, got in send_folder(desk, "pdf-as-it-is"):
        with open(os.path.join(desk.top, "pdf-as-it-is", file), "rb") as source:
            assert got == source.read(), file


def check_png(content):
    """The pixels of a PNG, unpacked; its checks have to be right and nothing stands behind them."""
    at, pixels = 8, b""
    while at < len(content):
        size, name = struct.unpack(">I4s", content[at:at + 8])
        data = content[at + 8:at + 8 + size]
        assert zlib.crc32(name + data) == struct.unpack(">I", content[at + 8 + size:at + 12 + size])[0]
        pixels += data if name == b"IDAT" else b""
        at += 12 + size
    unpack = zlib.decompressobj()
    drawn = unpack.decompress(pixels)
    assert unpack.eof and not unpack.unused_data.strip(b"\0"), unpack.unused_data
    return drawn


def test_colours_stay(desk):
    """A colour profile is drawn with, and a palette where there is one: not a byte of them changes."""
    desk.start_server()
    for file, got in send_folder(desk, "picture-profile"):
        with open(os.path.join(desk.top, "picture-profile", file), "rb") as source:
            assert got == source.read(), file


def test_nothing_behind_the_pixels(desk):
    """What stands behind the compressed pixels is wiped; the pixels stay, and so does their check."""
    desk.start_server()
    drawn = {check_png(got) for file, got in send_folder(desk, "png-rest-in-pixels")
             if not file.startswith("rijen")}
    assert len(drawn) == 1 and len(drawn.pop()) > 1000


def test_nothing_below_the_picture(desk):
    """Rows that the picture does not have are wiped, also packed ones; those that it has stay."""
    desk.start_server()
    rows = b"".join(b"\0" + bytes(x * y % 256 for x in range(30)) for y in range(20))
    for file, got in send_folder(desk, "png-rest-in-pixels"):
        if not file.startswith("rijen"):
            continue
        at = got.index(b"IDAT") + 4
        unpack, drawn = zlib.decompressobj(), b""
        for byte in got[at:got.index(b"IEND") - 8]:
            try:
                drawn += unpack.decompress(bytes([byte]))
            except zlib.error:
                break
        assert drawn[:len(rows)] == rows and b"REST-VAN" not in drawn, (file, drawn[len(rows):])


def test_upright_stays(desk):
    desk.start_server()
    for file, got in send_folder(desk, "jpeg-orientation-long"):
        assert UPRIGHT in got, file


def test_upright_png_stays(desk):
    """What arrives says it, and nothing else of what it said; and so it is shown here."""
    desk.start_server()
    for file, got in send_folder(desk, "png-upright"):
        assert b"eXIf" + UPRIGHT[6:] in got and b"GPS" not in got, file
        shown = subprocess.run([HELPER, "preview", "0", "400", "400"], input=got, capture_output=True, check=True).stdout
        assert struct.unpack("<4sII", shown[:12]) == (b"ZPI1", 60, 90), (file, shown[:12])


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        desk = Desk()
        try:
            test(desk)
            print(f"ok {number} {name[5:].replace('_', '-')}", flush=True)
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"not ok {number} {name[5:].replace('_', '-')}", flush=True)
        finally:
            desk.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
