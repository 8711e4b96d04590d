"""Settings: environment or `.env`, prefix LANGNGHE_. Every one has a default; a channel without
its token is off."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
_KEY_FILE = "secret.key"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="LANGNGHE_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # Notepad puts a mark before the first name
        extra="ignore",
        env_ignore_empty=True,
    )

    agency: str = "skhdt-quang-ngai"  # a folder in agencies/, or a path
    database_url: str = ""
    data_dir: Path = Path("var")
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    secret_key: str = ""

    telegram_token: str = ""
    telegram_api: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: str = ""

    zalo_app_id: str = ""
    zalo_app_secret: str = ""
    zalo_oa_id: str = ""
    zalo_oa_secret: str = ""  # signs the webhook; the console shows it on the Webhook page
    zalo_signature_id: Literal["app", "oa"] = "app"  # which id is hashed first
    zalo_access_token: str = ""  # seeds: what is kept takes their place until they change
    zalo_refresh_token: str = ""
    zalo_api: str = "https://openapi.zalo.me"
    zalo_oauth_api: str = "https://oauth.zaloapp.com"
    zalo_business_api: str = "https://business.openapi.zalo.me"

    # A Zalo Bot sends words and pictures, and also takes voices and stickers: no buttons, no edits,
    # no place, no groups; other files go out as links, and none come in. What people of protected
    # groups (children, people with disabilities, people who cannot read) write there is withheld
    # by law and never arrives. In polling mode a crash may lose a message: production needs the
    # webhook, a secret of 8-256 characters and PUBLIC_URL.
    zalo_bot_token: str = ""
    zalo_bot_api: str = "https://bot-api.zaloplatforms.com"
    zalo_bot_mode: Literal["polling", "webhook"] = "polling"
    zalo_bot_secret: str = ""

    smtp_url: str = ""
    mail_from: str = ""

    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    if TYPE_CHECKING:
        # Besides its fields it takes pydantic's own arguments: `_env_file=None` reads no file.
        def __init__(self, **values: object) -> None: ...

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _listed(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        return tuple(each.strip() for each in given.split(",") if each.strip())

    @property
    def agency_folder(self) -> Path:
        """A path as given, or a name in the project's agencies/."""
        given = Path(self.agency)
        return given if given.is_dir() else ROOT / "agencies" / self.agency

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'langnghe.db'}"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def address(self) -> str:
        """Where people reach us: PUBLIC_URL, or this machine for a trial."""
        # Every interface is no address one can open.
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.http_host, self.http_host)
        if ":" in host and not host.startswith("["):
            host = f"[{host}]"
        return (self.public_url or f"http://{host}:{self.http_port}").rstrip("/")


def known_key(settings: Settings) -> bytes | None:
    """The key everything sealed hangs on; None where none was made yet."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = key_file(settings)
    return path.read_bytes().strip() if path.exists() else None


def key_file(settings: Settings) -> Path:
    return settings.data_dir / _KEY_FILE


def secret_key(settings: Settings) -> tuple[bytes, bool]:
    """The key, and whether it was made just now. It is kept in the data folder, readable by its
    owner only, and never put into a backup."""
    known = known_key(settings)
    if known is not None:
        return known, False
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(32)
    descriptor = os.open(key_file(settings), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made.encode(), True
