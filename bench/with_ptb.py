"""The conversation with python-telegram-bot: a ConversationHandler in memory. Updates one at a
time, as its documentation demands of that handler; JSON by orjson, where another one is allowed."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from bench import words
from bench.network import TOKEN, Network

BUTTONS = words.BUTTONS
STORY, SUBJECT, IDENTITY, NAME, PHONE, COMMUNE, EMAIL, CHECK = range(8)
END = ConversationHandler.END
# Says that taps are tracked by chat and not by message, which is what is wanted here.
warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
Context = ContextTypes.DEFAULT_TYPE


async def say(message: Message, what: words.Say) -> None:
    keyboard = None
    if what.buttons:
        keyboard = InlineKeyboardMarkup(
            [[InlineKeyboardButton(text, callback_data=data)] for text, data in what.buttons]
        )
    await message.reply_text(what.text, reply_markup=keyboard)


def written(update: Update) -> tuple[Message, str]:
    assert update.message is not None and update.message.text is not None
    return update.message, update.message.text


async def tapped(update: Update) -> tuple[Message, str]:
    query = update.callback_query
    assert query is not None and query.data and isinstance(query.message, Message)
    await query.answer()
    return query.message, query.data.partition(":")[2]


def answers(context: Context) -> dict[Any, Any]:
    assert context.user_data is not None
    return context.user_data


async def begin(update: Update, context: Context) -> int:
    answers(context).clear()
    await say(written(update)[0], words.story_please())
    return STORY


async def cancel(update: Update, context: Context) -> int:
    answers(context).clear()
    await say(written(update)[0], words.cancelled())
    return END


async def take_story(update: Update, context: Context) -> int:
    message, story = written(update)
    office, matter = words.subject_of(story)
    answers(context).update(story=story, office=office, matter=matter)
    await say(message, words.is_subject_right(office, matter))
    return SUBJECT


async def take_subject(update: Update, context: Context) -> int:
    message, choice = await tapped(update)
    if choice == "other":
        answers(context).update(office="Văn phòng Sở", matter="một việc khác")
    await say(message, words.identity_please())
    return IDENTITY


async def take_identity(update: Update, context: Context) -> int:
    message, answers(context)["identity"] = await tapped(update)
    await say(message, words.name_please())
    return NAME


async def take_name(update: Update, context: Context) -> int:
    message, answers(context)["name"] = written(update)
    await say(message, words.phone_please(answers(context)["name"]))
    return PHONE


async def take_phone(update: Update, context: Context) -> int:
    message, text = written(update)
    phone = words.phone_of(text)
    if phone is None:
        await say(message, words.phone_wrong())
        return PHONE
    answers(context)["phone"] = phone
    await say(message, words.commune_please())
    return COMMUNE


async def take_commune(update: Update, context: Context) -> int:
    message, answers(context)["commune"] = written(update)
    await say(message, words.email_please())
    return EMAIL


async def skip_email(update: Update, context: Context) -> int:
    message, _ = await tapped(update)
    await say(message, words.check_please(answers(context)))
    return CHECK


async def take_email(update: Update, context: Context) -> int:
    message, answers(context)["email"] = written(update)
    await say(message, words.check_please(answers(context)))
    return CHECK


async def take_check(update: Update, context: Context) -> int:
    message, choice = await tapped(update)
    what = words.receipt(answers(context)) if choice == "yes" else words.cancelled()
    answers(context).clear()
    await say(message, what)
    return END


async def other(update: Update, _context: Context) -> None:
    if update.effective_message is not None:
        await say(update.effective_message, words.not_understood())


def conversation() -> ConversationHandler[Context]:
    text = filters.TEXT & ~filters.COMMAND
    return ConversationHandler(
        entry_points=[CommandHandler("gui", begin)],
        states={
            STORY: [MessageHandler(text, take_story)],
            SUBJECT: [CallbackQueryHandler(take_subject, pattern="^subject:")],
            IDENTITY: [CallbackQueryHandler(take_identity, pattern="^identity:")],
            NAME: [MessageHandler(text, take_name)],
            PHONE: [MessageHandler(text, take_phone)],
            COMMUNE: [MessageHandler(text, take_commune)],
            EMAIL: [
                CallbackQueryHandler(skip_email, pattern="^email:"),
                MessageHandler(text, take_email),
            ],
            CHECK: [CallbackQueryHandler(take_check, pattern="^send:")],
        },
        fallbacks=[CommandHandler("huy", cancel)],
    )


class CannedRequest(BaseRequest):
    def __init__(self, network: Network) -> None:
        self.network = network

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        # Encoding is the client's work in every real request, so it is done here too, and by the
        # faster library, as the documentation of RequestData allows.
        params = request_data.parameters if request_data else {}
        orjson.dumps(params)
        return 200, self.network.answer(url.rpartition("/")[2], params)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise TelegramError("Invalid server response") from error


class Contestant:
    app: Application[Any, Any, Any, Any, Any, Any]
    cpu_beside = 0.0

    def __init__(self, _data_dir: Path) -> None:
        """Everything is in memory."""

    async def start(self, network: Network) -> None:
        self.app = (
            ApplicationBuilder()
            .token(TOKEN)
            .request(CannedRequest(network))
            .get_updates_request(CannedRequest(network))
            .defaults(Defaults(parse_mode=ParseMode.HTML))
            .updater(None)
            .job_queue(None)
            .build()
        )
        self.app.add_handler(conversation())
        self.app.add_handler(MessageHandler(filters.ALL, other))
        await self.app.initialize()
        await self.app.start()

    async def play(self, updates: Sequence[bytes]) -> None:
        for raw in updates:
            update = Update.de_json(orjson.loads(raw), self.app.bot)
            await self.app.process_update(update)

    async def check(self, people: int) -> None:
        """The messages sent are all there is to check."""

    async def stop(self) -> None:
        await self.app.stop()
        await self.app.shutdown()
