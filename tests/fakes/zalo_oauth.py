"""Zalo's OAuth: refresh tokens that work once, access tokens that live 25 hours and die with the
refresh token they came with (facts: channels 1.9). Its errors come with HTTP 200."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

_LIFE = timedelta(hours=25)


class Grants:
    def __init__(self, app_id: str, app_secret: str, now: Callable[[], datetime]) -> None:
        self._app_id, self._app_secret, self._now = app_id, app_secret, now
        self._serial = 0
        self.until: dict[str, datetime] = {}  # access tokens that are alive
        self.pairs: dict[str, str] = {}  # refresh token that works: its access token
        self.spent: list[str] = []
        self.refused = 0

    def by_hand(self) -> tuple[str, str]:
        """(access, refresh), as the console's API Explorer hands them out."""
        self._serial += 1
        access, refresh = f"ACCESS-{self._serial:04d}-geheim", f"REFRESH-{self._serial:04d}-geheim"
        self.until[access] = self._now() + _LIFE
        self.pairs[refresh] = access
        return access, refresh

    def code_for(self, access: str) -> int:
        """0 where the token is good."""
        if access not in self.until:
            return -216
        return 0 if self._now() < self.until[access] else -220

    def answer(self, headers: Mapping[str, str], form: Mapping[str, Any]) -> dict[str, Any]:
        refresh = str(form.get("refresh_token", ""))
        right = (headers.get("secret_key"), form.get("app_id"), form.get("grant_type"))
        if right != (self._app_secret, self._app_id, "refresh_token"):
            return self._no(-14001, "Invalid secret key")
        if refresh not in self.pairs:
            return self._no(-14014, "Invalid refresh token")
        self.until.pop(self.pairs.pop(refresh), None)
        self.spent.append(refresh)
        access, following = self.by_hand()
        return {"access_token": access, "refresh_token": following, "expires_in": "90000"}

    def _no(self, code: int, name: str) -> dict[str, Any]:
        self.refused += 1
        return {"error": code, "error_name": name, "error_description": name, "error_reason": ""}
