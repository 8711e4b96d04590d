"""Zalo's error codes as what follows from them: one table for messages, and what is different for
templates (facts: channels 1.5, 1.10). Failures come with HTTP 200, so the code decides."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.base import Closed, Later, Outcome, Refused, Unreachable


class NotDone(Exception):
    """A call that did not succeed; `code` is Zalo's, 0 where it gave none."""

    def __init__(self, outcome: Outcome, code: int = 0) -> None:
        super().__init__(f"{type(outcome).__name__} {code}")
        self.outcome = outcome
        self.code = code


TOKEN_SPENT = frozenset({-216, -220, -124})
"""The access token is not valid (any more): a new one, then once more. -124 on templates only."""
SLOW_DOWN = -32
UPLOAD_OVER = -100

_HALT = 60.0  # the limit is per minute
_SETUP = 300.0

_Follows = Callable[[str], Outcome]


def _later(seconds: float) -> _Follows:
    return lambda why: Later(seconds, why)


def _setup(trouble: str) -> _Follows:
    return lambda why: Later(_SETUP, why, trouble)


_LOGIN, _ACCOUNT, _CONSOLE = _setup("login"), _setup("account"), _setup("console")
_VERIFY, _PACKAGE, _CLOUD = _setup("verify"), _setup("package"), _setup("cloud")


_MESSAGES: dict[int, tuple[_Follows, str]] = {
    SLOW_DOWN: (_later(_HALT), "Zalo asks us to slow down"),
    -216: (_LOGIN, "Zalo refuses the access token"),
    -220: (_LOGIN, "Zalo refuses the access token"),
    -213: (Unreachable, "the person does not follow the account"),
    -217: (Unreachable, "the person blocked the account"),
    -244: (Unreachable, "the person blocked the account"),
    -218: (Unreachable, "the person has got as many messages as they may"),
    -227: (Unreachable, "the person's account is banned or idle"),
    -230: (Closed, "more than seven days since the person last spoke"),
    -232: (Closed, "more than seven days since the person last spoke"),
    -201: (Refused, "a parameter is wrong"),
    -210: (Refused, "the message is too long"),
    -233: (Refused, "a message of this type is not allowed"),
    -248: (Refused, "the message breaks Zalo's policy"),
    -204: (_ACCOUNT, "the Official Account was deleted"),
    -205: (_ACCOUNT, "the Official Account does not exist"),
    -209: (_CONSOLE, "the app may not use this call"),
    -212: (_CONSOLE, "the Official Account has not registered this call"),
    -219: (_CONSOLE, "the app was removed or switched off"),
    -221: (_VERIFY, "the Official Account is not verified"),
    -223: (_PACKAGE, "the Official Account is over its quota"),
    -224: (_PACKAGE, "the Official Account needs a paid package"),
    -235: (_ACCOUNT, "this call is not for this Official Account"),
    -240: (_CONSOLE, "this call was shut down"),
    -320: (_CLOUD, "no Zalo Cloud Account is connected"),
    -321: (_CLOUD, "the Zalo Cloud Account has no money left"),
    UPLOAD_OVER: (_later(60), "the uploaded file is no longer there"),
    -200: (_later(30), "Zalo could not send"),
    -211: (_later(3600), "the quota is used up"),
}

_TEMPLATES: dict[int, tuple[_Follows, str]] = {
    -124: (_LOGIN, "Zalo refuses the access token"),
    -108: (Unreachable, "no such telephone number at Zalo"),
    -114: (Unreachable, "the person cannot receive templates"),
    -119: (Unreachable, "the person cannot receive templates"),
    -115: (_later(3600), "the quota of templates is used up"),
    -144: (_later(3600), "the quota of templates is used up"),
    -147: (_later(3600), "the quota of templates is used up"),
    -131: (Refused, "the template is not approved"),
    -133: (_later(1800), "this template is not sent at night"),
    -1121: (Refused, "a value of the template is too long"),
    -249: (Refused, "this template cannot be sent by user id"),
    -136: (Refused, "no Zalo Cloud Account is connected"),
    -137: (Refused, "the Zalo Cloud Account has no money left"),
}


def outcome(code: int, *, template: bool = False) -> Outcome:
    """What follows. A template is another way to somebody: where the account is not set up for
    it, it is refused rather than put off, so that the next way is gone."""
    follows, why = (_TEMPLATES if template else {}).get(code) or _MESSAGES.get(
        code, (Refused, "an unknown error")
    )
    found = follows(f"Zalo {code}: {why}")
    if template and isinstance(found, Later) and found.alarm and code not in TOKEN_SPENT:
        return Refused(found.why)
    return found
