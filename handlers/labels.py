"""Buttons in the words of the chat they come to: whoever writes a notice speaks another language,
or is the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from messages.envelope import Choice, ChoiceKind
from messages.texts import Texts


@dataclass(frozen=True, slots=True)
class Label:
    """`key` and `params` are those of its words."""

    key: str
    data: str
    params: Mapping[str, Any] = field(default_factory=dict)
    kind: ChoiceKind = ChoiceKind.REPLY


def labelled(texts: Texts, language: str, choices: Sequence[Choice | Label]) -> list[Choice]:
    return [
        Choice(str(texts.render(language, one.key, **one.params)), one.data, one.kind)
        if isinstance(one, Label)
        else one
        for one in choices
    ]
