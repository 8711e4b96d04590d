"""The letters in which we print: a font that has every Vietnamese one."""

from __future__ import annotations

from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "vn"


def add_fonts(pdf: FPDF) -> None:
    for style, weight in (("", "Regular"), ("B", "Bold")):
        name = f"files/BeVietnamPro-{weight}.ttf"
        with as_file(files("fontpkg_be_vietnam_pro") / name) as font:
            pdf.add_font(FAMILY, style, font)


def printable(pdf: FPDF, text: str) -> str:
    """Without what the font has no sign for (emoji): the library would write those into the log,
    and what people write never goes there."""
    font = pdf.fonts[FAMILY]
    assert isinstance(font, TTFFont)
    return "".join(c for c in text if c == "\n" or ord(c) in font.cmap)


def printed(pdf: FPDF) -> bytes:
    made = bytes(pdf.output())
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.close()  # else its file stays open until collected
    return made
