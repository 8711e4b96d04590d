"""Words on paper: the texts of one room of `messages`, plain, for a page that knows no markup."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

Words = Callable[..., str]
"""`words("receipt_pdf.due", short="Sở", weekday=1, …)`: the macro `due` of `receipt_pdf.j2` in the
reader's language: plain text, or Markup as the house's Texts give it."""


def plain_words(words: Words, room: str) -> Words:
    """`say("due", …)` for `words("receipt_pdf.due", …)`, without markup."""

    def say(key: str, **given: object) -> str:
        text = words(f"{room}.{key}", **given)
        return text.unescape() if isinstance(text, Markup) else text

    return say
