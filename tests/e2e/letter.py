# SPDX-License-Identifier: EUPL-1.2
"""Pictures of a letter with a QR code, as a phone or a scanner makes them."""

import ctypes
import pathlib

import cairo

SHEET = (595, 842)  # A4 in points
CODE = 71  # 25 millimetres
BUFFER = 3918
LIBRARY = "libqrcodegen.so.1"


def modules(text):
    """Rows of the QR code of a text, by the library that draws it in the window."""
    library = ctypes.CDLL(LIBRARY)
    library.qrcodegen_encodeText.restype = ctypes.c_bool
    library.qrcodegen_getModule.restype = ctypes.c_bool
    buffer, code = ctypes.create_string_buffer(BUFFER), ctypes.create_string_buffer(BUFFER)
    medium, any_mask = 1, -1
    if not library.qrcodegen_encodeText(text.encode(), buffer, code, medium, 1, 40, any_mask, True):
        raise ValueError("too long for a QR code")
    size = library.qrcodegen_getSize(code)
    return [[library.qrcodegen_getModule(code, x, y) for x in range(size)] for y in range(size)]


def draw(surface, scale, text):
    context = cairo.Context(surface)
    context.scale(scale, scale)
    context.set_source_rgb(1, 1, 1)
    context.paint()
    context.set_source_rgb(0, 0, 0)
    context.set_font_size(11)
    for line in range(20):
        context.move_to(80, 300 + line * 20)
        context.show_text("Geachte heer of mevrouw, u krijgt een Zoetermeerpas. Wij vragen u om een foto.")
    rows = modules(text) if text is not None else []
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                context.rectangle(120 + x * CODE / len(rows), 160 + y * CODE / len(rows),
                                  CODE / len(rows), CODE / len(rows))
    context.fill()


def photo(folder, name, text, width=1240):
    """A PNG. @text: what the code says, or nothing without a code."""
    path = pathlib.Path(folder, name)
    surface = cairo.ImageSurface(cairo.Format.RGB24, width, width * SHEET[1] // SHEET[0])
    draw(surface, width / SHEET[0], text)
    surface.write_to_png(str(path))
    return path


def pdf(folder, name, text):
    path = pathlib.Path(folder, name)
    surface = cairo.PDFSurface(str(path), *SHEET)
    draw(surface, 1, text)
    surface.finish()
    return path
