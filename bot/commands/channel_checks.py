"""The part of `langnghe check` that asks the channels' services whether they know us."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from email.utils import parseaddr
from typing import Any

import aiohttp
import aiosmtplib

from bot.channels.email_parts.server import server
from bot.channels.zalo_parts import account as zalo_account
from bot.commands import zalo_account as zalo_check
from bot.commands.check_zalo_bot import without_token, zalo_bot
from bot.commands.findings import Finding, caution, good, wrong
from bot.settings import Settings

_SECONDS = 10
Checked = Coroutine[Any, Any, Finding]


def names_on(settings: Settings) -> list[str]:
    """The channels that have what they need."""
    return ["web", *(name for name, _, on, _ in _known(settings) if on)]


async def channels(settings: Settings) -> list[Finding]:
    """One finding per channel; those that are off are named too."""
    found = [good("Kênh web: bật.", "The web chat is on.")]
    begun = {"zalo": zalo_check.half_set(settings), "zalo_bot": without_token(settings)}
    for name, variable, on, asked in _known(settings):
        if on:
            found.append(await asked(settings))
        elif half := begun.get(name):
            found.append(half)
        else:
            found.append(caution(f"Kênh {name}: tắt ({variable} trống).", f"{name} is off."))
    return found


def _known(
    settings: Settings,
) -> list[tuple[str, str, bool, Callable[[Settings], Checked]]]:
    return [
        ("telegram", "LANGNGHE_TELEGRAM_TOKEN", bool(settings.telegram_token), _telegram),
        ("zalo", "LANGNGHE_ZALO_APP_ID", zalo_account.is_on(settings), zalo_check.works),
        ("zalo_bot", "LANGNGHE_ZALO_BOT_TOKEN", bool(settings.zalo_bot_token), zalo_bot),
        ("email", "LANGNGHE_SMTP_URL", bool(settings.smtp_url), _mail),
    ]


async def _telegram(settings: Settings) -> Finding:
    webhook = settings.telegram_mode == "webhook"
    if webhook and not (settings.telegram_webhook_secret and settings.public_url):
        return wrong(
            "Telegram kiểu webhook cần LANGNGHE_TELEGRAM_WEBHOOK_SECRET và LANGNGHE_PUBLIC_URL.",
            "Telegram in webhook mode needs LANGNGHE_TELEGRAM_WEBHOOK_SECRET and"
            " LANGNGHE_PUBLIC_URL.",
        )
    # The address bears the token, so no error of this request may be shown as it is.
    url = f"{settings.telegram_api.rstrip('/')}/bot{settings.telegram_token}/getMe"
    try:
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as answer:
            body = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return wrong(
            f"Không kết nối được Telegram ({type(error).__name__}): kiểm tra mạng của máy chủ.",
            f"Telegram cannot be reached ({type(error).__name__}): check the server's network.",
        )
    if not isinstance(body, dict) or not body.get("ok"):
        return wrong(
            "Telegram không nhận mã LANGNGHE_TELEGRAM_TOKEN: lấy mã mới ở BotFather.",
            "Telegram does not accept LANGNGHE_TELEGRAM_TOKEN: get a new one from BotFather.",
        )
    name = str(body.get("result", {}).get("username", ""))[:40]
    return good(f"Telegram: dùng được, tên @{name}.", f"Telegram works as @{name}.")


async def _mail(settings: Settings) -> Finding:
    to = server(settings.smtp_url)
    client = aiosmtplib.SMTP(
        hostname=to.host,
        port=to.port,
        username=to.user,
        password=to.password,
        local_hostname=parseaddr(settings.mail_from)[1].rpartition("@")[2],
        timeout=_SECONDS,
        use_tls=to.scheme == "smtps",
        start_tls=to.scheme == "smtp+starttls",
    )
    try:
        await client.connect()
        await client.noop()
    except aiosmtplib.SMTPAuthenticationError:
        return wrong(
            "Máy chủ thư không nhận tên hoặc mật khẩu trong LANGNGHE_SMTP_URL.",
            "The mail server does not accept the user or password in LANGNGHE_SMTP_URL.",
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        return wrong(
            f"Không kết nối được máy chủ thư {to.host}:{to.port} ({type(error).__name__}).",
            f"The mail server {to.host}:{to.port} cannot be reached ({type(error).__name__}).",
        )
    finally:
        client.close()
    return good(f"Thư điện tử qua {to.host}: dùng được.", f"E-mail through {to.host} works.")
