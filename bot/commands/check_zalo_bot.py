"""The part of `langnghe check` that asks the Zalo Bot Platform, and says what it cannot do."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.channels.parts.http_wire import Wire
from bot.channels.zalo_bot_parts.api import Api, Failed
from bot.channels.zalo_bot_parts.traits import SECRET_LENGTHS
from bot.commands.findings import Finding, good, refused, wrong
from bot.settings import Settings

_SECONDS = 10.0
_LIMITS = (
    " Kênh này chỉ gửi chữ và ảnh, nhận thêm ghi âm và nhãn dán: không có nút bấm (người dân gõ"
    " số), không nhận tệp, vị trí; tệp trả lời đi bằng đường dẫn. Tin của trẻ em, người khuyết"
    " tật, người không biết chữ bị Zalo giữ lại theo luật: cần có điện thoại, chat trên web hoặc"
    " Zalo OA cho họ.",
    " It sends words and pictures only, and also takes voices and stickers: no buttons (people type"
    " numbers), no files or places come in, answers with files go out as links. What children,"
    " people with disabilities and people who cannot read write is withheld by law: have a"
    " telephone, the web chat or a Zalo OA for them.",
)
_POLLING = (
    " Kiểu polling có thể mất tin khi máy hỏng: dùng thật phải đặt LANGNGHE_ZALO_BOT_MODE=webhook.",
    " Polling may lose a message in a crash: citizens need LANGNGHE_ZALO_BOT_MODE=webhook.",
)
_GROUPS = (
    " Bot đang được phép vào nhóm, nhưng ở đó không trả lời ai: nên tắt trong Zalo Bot Manager.",
    " It may join groups, where it answers nobody: switch that off in Zalo Bot Manager.",
)


def without_token(settings: Settings) -> Finding | None:
    """Where somebody has begun and the token is what is missing."""
    if not (settings.zalo_bot_secret or settings.zalo_bot_mode == "webhook"):
        return None
    return refused(
        "Kênh zalo_bot: chưa bật, còn thiếu LANGNGHE_ZALO_BOT_TOKEN (lấy ở Zalo Bot Manager).",
        "zalo_bot is off: LANGNGHE_ZALO_BOT_TOKEN is missing (Zalo Bot Manager gives it).",
    )


async def zalo_bot(settings: Settings) -> Finding:
    """One finding, whatever is wrong first."""
    if settings.zalo_bot_mode == "webhook" and not _can_be_called(settings):
        return wrong(
            "Zalo Bot kiểu webhook cần LANGNGHE_ZALO_BOT_SECRET (8-256 ký tự) và"
            " LANGNGHE_PUBLIC_URL bắt đầu bằng https://.",
            "The Zalo Bot in webhook mode needs LANGNGHE_ZALO_BOT_SECRET (8-256 characters) and a"
            " LANGNGHE_PUBLIC_URL that begins with https://.",
        )
    wire = Wire()
    try:
        api = Api(settings.zalo_bot_api, settings.zalo_bot_token, wire)
        me = await api.call("getMe", {}, _SECONDS)
    except Failed as failed:
        return _failed(failed)
    finally:
        await wire.close()
    return _works(settings, me if isinstance(me, dict) else {})


def _can_be_called(settings: Settings) -> bool:
    safe = urlsplit(settings.public_url).scheme == "https"
    return safe and len(settings.zalo_bot_secret) in SECRET_LENGTHS


def _failed(failed: Failed) -> Finding:
    if failed.code in (401, 404):
        return wrong(
            "Zalo không nhận mã LANGNGHE_ZALO_BOT_TOKEN: lấy mã mới ở Zalo Bot Manager.",
            "Zalo does not accept LANGNGHE_ZALO_BOT_TOKEN: get a new one from Zalo Bot Manager.",
        )
    if failed.left:
        code = f" (mã {failed.code})" if failed.code else ""
        return wrong(
            f"Zalo Bot đang trục trặc{code}: đợi ít phút rồi thử lại.",
            f"The Zalo Bot Platform {failed.why}: wait some minutes and try again.",
        )
    return wrong(
        "Không kết nối được Zalo Bot: kiểm tra mạng của máy chủ.",
        f"The Zalo Bot Platform {failed.why}: check the server's network.",
    )


def _works(settings: Settings, me: dict[str, object]) -> Finding:
    polling = settings.zalo_bot_mode == "polling"
    name = str(me.get("account_name", ""))[:60]
    parts = [
        (f"Zalo Bot: dùng được, tên {name}.", f"The Zalo Bot works as {name}."),
        _LIMITS,
        *([_POLLING] if polling else []),
        *([_GROUPS] if me.get("can_join_groups") else []),
    ]
    vi, en = ("".join(words) for words in zip(*parts, strict=True))
    return (refused if polling else good)(vi, en)
