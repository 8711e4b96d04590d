"""`[questions]` of `agency.toml`: by which words a question is understood."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.words import QuestionWords
from cases.understanding.questions import Facet, Topic

_ABOUT = (*(f.value for f in Facet), *(t.value for t in Topic))


def questions(agency: Table) -> QuestionWords:
    table = agency.table("questions", required=False)
    about = table.table("about", required=False)
    words = {
        name: about.texts(name)
        for name in about.names()
        if about.known(name, name, _ABOUT, "điều được hỏi")
    }
    if len(words) == len(about.names()):
        about.close()
    read = QuestionWords(
        about=words,
        status=table.texts("status"),
        trouble=table.texts("trouble"),
        polite=table.texts("polite"),
    )
    table.close()
    return read
