"""The receipt on paper: an A5 page with the code large enough to read out, and nothing on it about
the case or its sender, because paper is left lying about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import segno
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from bot.print_fonts import FAMILY, add_fonts, printed
from bot.print_words import Words, plain_words
from bot.receipt_sheet import ReceiptSheet

_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_A5 = (148.0, 210.0)
_MARGIN, _WIDTH, _QR = 12.0, 124.0, 36.0  # mm
_GREY, _BLACK = 95, 20


def receipt_pdf(receipt: ReceiptSheet, lang: str, words: Words) -> bytes:
    """The receipt as PDF; the same input, the same bytes. Takes about 50 ms: not in a turn."""

    page = _Page(receipt, lang, plain_words(words, "receipt_pdf"))
    page.head()
    page.code()
    page.number()
    page.dates()
    page.next_steps()
    page.follow()
    return printed(page.pdf)


def _paper(lang: str, title: str, made: datetime) -> FPDF:
    pdf = FPDF(format=_A5)
    add_fonts(pdf)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    pdf.set_lang(lang)
    pdf.set_title(title)
    pdf.creation_date = made
    pdf.add_page()
    return pdf


class _Page:
    def __init__(self, receipt: ReceiptSheet, lang: str, say: Words) -> None:
        self.receipt, self.say = receipt, say
        self.pdf = _paper(lang, f"{say('title')} {receipt.code}", receipt.received_at)

    def line_of(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        grey: bool = False,
        align: Align = Align.L,
        width: float = _WIDTH,
        after: float = 1.5,
    ) -> None:
        """A paragraph; `size` in points, `width` and `after` in mm."""
        self.pdf.set_font(FAMILY, "B" if bold else "", size)
        self.pdf.set_text_color(_GREY if grey else _BLACK)
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        height = size * 0.5  # 1.4 times the size: room for ẵ above and ợ below
        self.pdf.multi_cell(width, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pdf.ln(after)

    def head(self) -> None:
        self.line_of(self.receipt.agency, 12, bold=True, align=Align.C, after=0.5)
        if self.receipt.address:
            self.line_of(self.receipt.address, 8, grey=True, align=Align.C, after=0)
        self.pdf.ln(2)
        self.pdf.set_draw_color(_GREY)
        self.pdf.line(_MARGIN, self.pdf.get_y(), _MARGIN + _WIDTH, self.pdf.get_y())
        self.pdf.ln(4)
        self.line_of(self.say("title"), 13, bold=True, align=Align.C, after=3)

    def code(self) -> None:
        top = self.pdf.get_y()
        self.pdf.ln(2.5)
        self.line_of(self.say("code_label"), 9, grey=True, align=Align.C, after=0.5)
        self.line_of(self.receipt.code, 26, bold=True, align=Align.C, after=2)
        self.pdf.rect(_MARGIN, top, _WIDTH, self.pdf.get_y() - top)
        self.pdf.ln(4)

    def number(self) -> None:
        if not self.receipt.receipt_number:
            return
        digits = " ".join(re.findall(".{1,4}", self.receipt.receipt_number))
        self.line_of(self.say("number_label"), 9, grey=True, align=Align.C, after=0)
        self.line_of(digits, 15, bold=True, align=Align.C, after=0)
        self.line_of(self.say("number_note"), 8.5, align=Align.C, after=3)

    def dates(self) -> None:
        receipt, at = self.receipt, self.receipt.received_at.astimezone(_HANOI)
        received = {"hour": at.hour, "minute": at.minute, **_day(at.date())}
        self.line_of(self.say("received", short=receipt.short, **received), 10)
        if receipt.due is None:
            key = "no_due_nameless" if receipt.nameless else "no_due"
            self.line_of(self.say(key, short=receipt.short), 11, bold=True, after=3)
            return
        day = {"weekday": receipt.due.weekday(), **_day(receipt.due)}
        self.line_of(self.say("due", short=receipt.short, **day), 11, bold=True, after=0.5)
        if receipt.due_reason:
            reason = self.say("due_reason", reason=receipt.due_reason)
            self.line_of(reason, 8.5, grey=True, after=0)
        self.pdf.ln(3)

    def next_steps(self) -> None:
        self.line_of(self.say("next_title"), 10, bold=True, after=0.5)
        for number, text in enumerate(self._steps(), 1):
            self.line_of(f"{number}. {text}", 9.5, after=0.5)
        self.pdf.ln(3.5)

    def _steps(self) -> Iterator[str]:
        receipt, short = self.receipt, self.receipt.short
        yield self.say("next_read", short=short)
        if not receipt.notify:
            yield self.say("next_look")
        elif receipt.due is not None:
            yield self.say("next_told", short=short)
        if receipt.due is not None:  # what promises no answer has none to look at again
            yield self.say("next_again")

    def follow(self) -> None:
        pdf, beside = self.pdf, _WIDTH - _QR - 6
        if pdf.will_page_break(_QR):
            pdf.add_page()
        top = pdf.get_y()
        self.square(_MARGIN + _WIDTH - _QR, top)
        self.line_of(self.say("follow_title"), 10, bold=True, width=beside, after=0.5)
        for text in self._ways():
            self.line_of(text, 9.5, width=beside)
        pdf.set_xy(_MARGIN, max(pdf.get_y(), top + _QR) + 2)

    def _ways(self) -> Iterator[str]:
        """The code opens the case where it was sent and on the telephone; elsewhere only the number
        does."""
        receipt = self.receipt
        if not receipt.nameless:
            yield self.say("follow_here")
            if receipt.phone:
                yield self.say("follow_phone", phone=receipt.phone)
        yield self.say("follow_elsewhere", url=receipt.follow_url)
        if receipt.proof_url:
            yield self.say("follow_proof")
        if receipt.nameless:
            yield self.say("follow_number_kept")
        elif not receipt.receipt_number:
            yield self.say("follow_number")

    def square(self, x: float, y: float) -> None:
        """The QR code as filled rectangles: sharp on any printer. It carries the signed receipt,
        so that the paper proves itself; the page behind it leads on to the chat."""
        url = self.receipt.proof_url or self.receipt.follow_url
        rows = [bytes(row) for row in segno.make(url, micro=False, error="m").matrix]
        module = _QR / len(rows)
        self.pdf.set_fill_color(0)
        for down, row in enumerate(rows):
            for run in re.finditer(b"\x01+", row):
                length = (run.end() - run.start()) * module
                self.pdf.rect(
                    x + run.start() * module, y + down * module, length, module, style="F"
                )
        self.pdf.link(x, y, _QR, _QR, url)


def _day(day: date) -> dict[str, int]:
    return {"day": day.day, "month": day.month, "year": day.year}
