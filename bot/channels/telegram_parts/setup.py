"""What Telegram is told after each start. It may be away then: each is tried until done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiogram import Bot
from aiogram.enums import BotCommandScopeType
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetMe, SetMyCommands, SetWebhook
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.channels.parts.troubles import Troubles
from bot.channels.telegram_parts.grumble import Grumble
from bot.channels.telegram_parts.intake import Intake, explain, pause
from bot.channels.telegram_parts.updates import ALLOWED

log = logging.getLogger(__name__)

Commands = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""(scope, language) to (command, description): core.telegram.org/bots/api#setmycommands. The scope
is default, all_private_chats, all_group_chats or all_chat_administrators; the language is two
letters, or "" for everybody else; at most 100 commands of 1-32 of a-z 0-9 _, described in 1-256."""

_SCOPES = {
    BotCommandScopeType.DEFAULT: BotCommandScopeDefault,
    BotCommandScopeType.ALL_PRIVATE_CHATS: BotCommandScopeAllPrivateChats,
    BotCommandScopeType.ALL_GROUP_CHATS: BotCommandScopeAllGroupChats,
    BotCommandScopeType.ALL_CHAT_ADMINISTRATORS: BotCommandScopeAllChatAdministrators,
}
_REFUSED = (TelegramBadRequest, TelegramNotFound, TelegramUnauthorizedError, ValueError)


async def until_done(
    work: Callable[[], Awaitable[None]], troubles: Troubles | None, grumble: Grumble
) -> None:
    """`troubles` names what is needed and therefore never given up; None is for niceties."""
    failures = 0
    while True:
        try:
            await work()
        except Exception as error:
            grumble.say(error)
            if troubles is None and isinstance(error, _REFUSED):
                return
            if troubles is not None:
                troubles.tell("receive", explain(error))
            await asyncio.sleep(pause(failures, error))
            failures += 1
        else:
            if troubles is not None:
                troubles.over("receive")
            return


async def learn_name(bot: Bot, intake: Intake) -> None:
    intake.me = (await bot(GetMe())).username or ""


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    await bot(
        SetWebhook(
            url=url, secret_token=secret, allowed_updates=ALLOWED, drop_pending_updates=False
        )
    )


async def set_menus(bot: Bot, commands: Commands) -> None:
    """A menu that Telegram refuses does not keep the others away."""
    for (scope, language), entries in commands.items():
        menu = [BotCommand(command=name, description=text) for name, text in entries]
        method = SetMyCommands(
            commands=menu,
            scope=_SCOPES[BotCommandScopeType(scope)](),
            language_code=language or None,
        )
        try:
            await bot(method)
        except TelegramBadRequest as error:
            log.warning("telegram: menu %s %s: %s", scope, language, error.message)
