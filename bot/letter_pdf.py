"""A letter to another door, on A4 as officials expect it: what the person told is filled in, what
only they know is left blank, and they sign it by hand."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from bot.print_fonts import FAMILY, add_fonts, printable, printed
from bot.print_words import Words, plain_words
from handlers.citizen.doors.letter import Letter
from messages.dates import full_day

_MARGIN, _WIDTH, _SIGNATURE = 22.0, 166.0, 80.0  # mm
_TOGETHER = 62.0  # mm; a signature alone on a page signs nothing
_GREY, _BLACK = 95, 20
_DOTS = "." * 400  # cut to the width of the line
_ASKED_FOR = 3  # lines left for what is asked for


def letter_pdf(letter: Letter, language: str, words: Words) -> bytes:
    """The letter as PDF, one page or several; the same input, the same bytes. Not in a turn."""

    page = _Page(letter, language, plain_words(words, "door_letter"))
    page.head()
    page.sender()
    page.matter()
    page.story()
    page.end()
    page.note()
    return printed(page.pdf)


def _paper(letter: Letter, language: str, title: str) -> FPDF:
    pdf = FPDF(format="A4")
    add_fonts(pdf)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    pdf.set_lang(language)
    pdf.set_title(title)
    # The hour would lead to the chat in which it was asked for.
    pdf.creation_date = datetime.combine(letter.on, time(0), UTC)
    pdf.add_page()
    return pdf


class _Page:
    def __init__(self, letter: Letter, language: str, say: Words) -> None:
        self.letter, self.language, self.say = letter, language, say
        self.pdf = _paper(letter, language, say(f"title_{letter.door}"))

    def line_of(
        self,
        text: str,
        size: float = 11,
        *,
        bold: bool = False,
        grey: bool = False,
        align: Align = Align.L,
        after: float = 2,
    ) -> None:
        """A paragraph; `size` in points, `after` in mm."""
        self.pdf.set_font(FAMILY, "B" if bold else "", size)
        self.pdf.set_text_color(_GREY if grey else _BLACK)
        text = printable(self.pdf, unicodedata.normalize("NFC", text))
        self.pdf.multi_cell(
            _WIDTH, size * 0.52, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.pdf.ln(after)

    def blank(self, label: str, lines: int = 1) -> None:
        """A label and dots to write on."""
        self.pdf.set_font(FAMILY, "", 11)
        self.pdf.set_text_color(_BLACK)
        start = self.pdf.get_string_width(label) + 2 if label else 0.0
        self._dotted(label, start)
        for _ in range(lines - 1):
            self._dotted("", 0.0)

    def _dotted(self, label: str, start: float) -> None:
        if start > _WIDTH - _MARGIN:  # no room left beside so long a label
            self.line_of(label, after=0)
            label, start = "", 0.0
        dots = int((_WIDTH - start - 2) / self.pdf.get_string_width("."))
        self.line_of(f"{label} {_DOTS[:dots]}".strip(), after=2.2)

    def head(self) -> None:
        self.line_of(self.say("nation"), 12, bold=True, align=Align.C, after=0.5)
        self.line_of(self.say("motto"), 11, bold=True, align=Align.C, after=4)
        place = self.say("dated", province=self.letter.province)
        self.line_of(place, 10.5, align=Align.R, after=5)
        self.line_of(self.say(f"title_{self.letter.door}"), 15, bold=True, align=Align.C, after=4)
        self.line_of(self.say("to", to=self.letter.to), 11.5, bold=True, align=Align.C, after=5)

    def sender(self) -> None:
        for label in ("name", "address", "reach"):
            self.blank(self.say(label))

    def matter(self) -> None:
        door = self.letter.door
        if door == "complaint":
            self.blank(self.say("against_complaint"))
            self.blank(self.say("decision"))
            if self.letter.received_on:
                self.line_of(self.say("received_on", day=self.letter.received_on))
            else:
                self.blank(self.say("received_on_blank"))
        elif door in ("denunciation", "leadership"):
            self.blank(self.say("against_denunciation"), 2)

    def story(self) -> None:
        self.line_of(self.say("story"), bold=True)
        paragraphs = [p for p in self.letter.story.splitlines() if p.strip()]
        for paragraph in paragraphs:
            self.line_of(paragraph, align=Align.J, after=1.5)
        self.blank("", 2 if paragraphs else 8)

    def end(self) -> None:
        self.blank(self.say("asked_for"), _ASKED_FOR)
        self.blank(self.say("attached"))
        if self.pdf.will_page_break(_TOGETHER):
            self.pdf.add_page()
        self.line_of(self.say("pledge"), after=5)
        left = self.pdf.get_x()
        self.pdf.set_x(_MARGIN + _WIDTH - _SIGNATURE)
        self.pdf.set_font(FAMILY, "B", 11)
        signed = self.say("signed")
        self.pdf.multi_cell(_SIGNATURE, 6, signed, align=Align.C, new_y=YPos.NEXT)
        self.pdf.set_x(left)
        self.pdf.ln(24)

    def note(self) -> None:
        self.pdf.set_draw_color(_GREY)
        self.pdf.line(_MARGIN, self.pdf.get_y(), _MARGIN + _WIDTH, self.pdf.get_y())
        self.pdf.ln(2)
        letter = self.letter
        day = full_day(letter.on, self.language)
        note = self.say("note", short=letter.short, day=day, number=letter.number)
        self.line_of(note, 8.5, grey=True)
