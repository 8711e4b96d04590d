"""Where anybody who holds a receipt can check it: the address carries all of it."""

from __future__ import annotations

from handlers.desk import Desk, Turn
from messages.envelope import Choice, ChoiceKind
from messages.texts import LANGUAGES
from storage.casework import signed_receipts


def proof_link(desk: Desk, case_id: int, language: str) -> str:
    """Empty for a case that has no signed receipt."""
    slip = signed_receipts.of_case(desk.tx, case_id)
    if slip is None:
        return ""
    spoken = "" if language == LANGUAGES[0] else f"&lang={language}"
    return f"{desk.ground.public_url.rstrip('/')}/verify?r={slip.line}{spoken}"


def proof_choice(turn: Turn, case_id: int) -> list[Choice]:
    """The link to stand under a receipt in a chat."""
    link = proof_link(turn, case_id, turn.language)
    return [Choice(turn.words(turn.language, "verify.b_check"), link, ChoiceKind.URL)]
