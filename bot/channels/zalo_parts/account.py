"""What the console of Zalo shows of an Official Account and its app, from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.settings import Settings

_NEEDED = ("zalo_app_id", "zalo_app_secret", "zalo_oa_secret")
_ITS_OWN = (*_NEEDED, "zalo_oa_id", "zalo_access_token", "zalo_refresh_token")


@dataclass(frozen=True, slots=True)
class Account:
    """The tokens are seeds: what is stored takes their place until they change."""

    app_id: str
    oa_id: str = ""
    app_secret: str = field(default="", repr=False)
    oa_secret: str = field(default="", repr=False)
    signature_id: Literal["app", "oa"] = "app"
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    api: str = "https://openapi.zalo.me"
    oauth_api: str = "https://oauth.zaloapp.com"
    business_api: str = "https://business.openapi.zalo.me"


def account(settings: Settings) -> Account:
    return Account(
        settings.zalo_app_id,
        settings.zalo_oa_id,
        settings.zalo_app_secret,
        settings.zalo_oa_secret,
        settings.zalo_signature_id,
        settings.zalo_access_token,
        settings.zalo_refresh_token,
        settings.zalo_api,
        settings.zalo_oauth_api,
        settings.zalo_business_api,
    )


def is_on(settings: Settings) -> bool:
    """Without the OA secret every event is a stranger's; without the app's two no token lives
    longer than a day. The tokens themselves may come later (`langnghe zalo-login`)."""
    return not _missing(settings)


def half_set(settings: Settings) -> list[str]:
    """The variables that are still missing where somebody has begun; empty when on or off."""
    begun = any(getattr(settings, name) for name in _ITS_OWN)
    return [f"LANGNGHE_{name.upper()}" for name in _missing(settings)] if begun else []


def _missing(settings: Settings) -> list[str]:
    oa_first = ("zalo_oa_id",) if settings.zalo_signature_id == "oa" else ()
    return [name for name in (*_NEEDED, *oa_first) if not getattr(settings, name)]
