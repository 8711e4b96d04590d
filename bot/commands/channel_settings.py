"""Settings that are right or wrong by their form alone. A service that is away is another matter:
it never keeps the house from starting."""

from __future__ import annotations

import re
from email.utils import parseaddr
from ipaddress import ip_network
from urllib.parse import urlsplit

from bot.channels.email_parts.letter import address
from bot.channels.email_parts.server import server
from bot.channels.zalo_bot_parts.traits import SECRET_LENGTHS
from bot.commands.plainly import Refusal
from bot.settings import Settings

_TOKEN = re.compile(r"\d+:\S+", re.ASCII)
_ZALO_ID = re.compile(r"\d{6,25}", re.ASCII)


def well_formed(settings: Settings) -> None:
    """Raises Refusal at the first that can never work; secrets are not repeated."""
    _proxies(settings)
    _telegram(settings)
    _zalo_bot(settings)
    _zalo(settings)
    _mail(settings)


def public_address(settings: Settings) -> None:
    """Raises Refusal for an address that would make dead links."""
    parts = urlsplit(settings.public_url)
    if settings.public_url and (parts.scheme not in ("http", "https") or not parts.hostname):
        name = parts.netloc or parts.path.strip("/").partition("/")[0]
        right = f"https://{name if '.' in name else 'phananh.coquan.gov.vn'}"
        raise Refusal(
            f"LANGNGHE_PUBLIC_URL ghi sai: phải bắt đầu bằng https://, ví dụ {right}",
            f"LANGNGHE_PUBLIC_URL is wrong: it begins with https://, for example {right}",
        )


def _proxies(settings: Settings) -> None:
    for each in settings.trusted_proxies:
        try:
            ip_network(each, strict=False)
        except ValueError:
            raise Refusal(
                f"LANGNGHE_TRUSTED_PROXIES có “{each}” không phải địa chỉ mạng, ví dụ đúng:"
                " 127.0.0.1",
                f"LANGNGHE_TRUSTED_PROXIES has “{each}”, no network address; right: 127.0.0.1",
            ) from None


def _telegram(settings: Settings) -> None:
    if settings.telegram_token and not _TOKEN.fullmatch(settings.telegram_token):
        raise Refusal(
            "LANGNGHE_TELEGRAM_TOKEN sai dạng: chép lại mã BotFather đã đưa, dạng 123456789:ABC…",
            "LANGNGHE_TELEGRAM_TOKEN has a wrong form: copy what BotFather gave, 123456789:ABC…",
        )


def _zalo_bot(settings: Settings) -> None:
    if settings.zalo_bot_token and not _TOKEN.fullmatch(settings.zalo_bot_token):
        raise Refusal(
            "LANGNGHE_ZALO_BOT_TOKEN sai dạng: chép lại mã Zalo Bot Manager đã đưa, dạng"
            " 123456789:abc…",
            "LANGNGHE_ZALO_BOT_TOKEN has a wrong form: copy what Zalo Bot Manager gave,"
            " 123456789:abc…",
        )
    if settings.zalo_bot_secret and len(settings.zalo_bot_secret) not in SECRET_LENGTHS:
        raise Refusal(
            "LANGNGHE_ZALO_BOT_SECRET phải dài từ 8 đến 256 ký tự.",
            "LANGNGHE_ZALO_BOT_SECRET must have 8 to 256 characters.",
        )
    if not settings.zalo_bot_api.startswith(("https://", "http://")):
        raise Refusal(
            "LANGNGHE_ZALO_BOT_API ghi sai: phải bắt đầu bằng https://, hoặc để trống.",
            "LANGNGHE_ZALO_BOT_API is wrong: it begins with https://, or is empty.",
        )


def _zalo(settings: Settings) -> None:
    for name in ("zalo_app_id", "zalo_oa_id"):
        given = getattr(settings, name)
        if given and not _ZALO_ID.fullmatch(given):
            shown = f"LANGNGHE_{name.upper()}"
            raise Refusal(
                f"{shown} sai dạng: chỉ gồm chữ số, chép ở trang quản lý ứng dụng của Zalo.",
                f"{shown} has a wrong form: digits only, as Zalo's app console shows it.",
            )

    for name in ("zalo_api", "zalo_oauth_api", "zalo_business_api"):
        if not getattr(settings, name).startswith(("https://", "http://")):
            shown = f"LANGNGHE_{name.upper()}"
            raise Refusal(
                f"{shown} ghi sai: phải bắt đầu bằng https://, hoặc để trống.",
                f"{shown} is wrong: it begins with https://, or is empty.",
            )


def _mail(settings: Settings) -> None:
    if not settings.smtp_url:
        return
    try:
        server(settings.smtp_url)
        address(parseaddr(settings.mail_from)[1])
    except ValueError:
        raise Refusal(
            "LANGNGHE_SMTP_URL hoặc LANGNGHE_MAIL_FROM ghi sai, ví dụ đúng:"
            " smtps://ten:mat-khau@mail.tinh.gov.vn và phananh@tinh.gov.vn",
            "LANGNGHE_SMTP_URL or LANGNGHE_MAIL_FROM is wrong; right ones:"
            " smtps://user:password@mail.example.org and feedback@example.org",
        ) from None
