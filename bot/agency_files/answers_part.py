"""`[answers]` of `agency.toml`: by which words the checklist of a draft answer looks, and the form
of the written apology for a late dossier."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.casework import AnswerRules


def answers(agency: Table) -> AnswerRules:
    table = agency.table("answers", required=False)
    usual = AnswerRules()
    read = AnswerRules(
        asks=table.texts("asks"),
        law=table.texts("law"),
        next_step=table.texts("next_step"),
        apology_form=table.text("apology_form", usual.apology_form),
        apology_basis=table.text("apology_basis", usual.apology_basis),
    )
    table.close()
    return read
