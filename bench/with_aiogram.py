"""The conversation with aiogram: its FSM in memory. Only filters that are coroutines, because a
sync one (`F.…`, a bare State) costs a thread hop each; JSON by orjson, through its own settings."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import orjson
from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench import words
from bench.network import TOKEN, Network

BUTTONS = words.BUTTONS
router = Router()


class Report(StatesGroup):
    story = State()
    subject = State()
    identity = State()
    name = State()
    phone = State()
    commune = State()
    email = State()
    check = State()


async def say(message: Message, what: words.Say) -> None:
    keyboard = None
    if what.buttons:
        rows = [[InlineKeyboardButton(text=t, callback_data=d)] for t, d in what.buttons]
        keyboard = InlineKeyboardMarkup(inline_keyboard=rows)
    await message.answer(what.text, reply_markup=keyboard)


async def tapped(query: CallbackQuery) -> tuple[Message, str]:
    await query.answer()
    assert isinstance(query.message, Message) and query.data
    return query.message, query.data.partition(":")[2]


@router.message(Command("gui"))
async def begin(message: Message, state: FSMContext) -> None:
    await state.set_state(Report.story)
    await say(message, words.story_please())


@router.message(Command("huy"))
async def cancel(message: Message, state: FSMContext) -> None:
    await state.clear()
    await say(message, words.cancelled())


@router.message(StateFilter(Report.story))
async def take_story(message: Message, state: FSMContext) -> None:
    if not message.text:
        return await say(message, words.story_please())
    office, matter = words.subject_of(message.text)
    await state.update_data(story=message.text, office=office, matter=matter)
    await state.set_state(Report.subject)
    await say(message, words.is_subject_right(office, matter))


@router.callback_query(StateFilter(Report.subject))
async def take_subject(query: CallbackQuery, state: FSMContext) -> None:
    message, choice = await tapped(query)
    if choice == "other":
        await state.update_data(office="Văn phòng Sở", matter="một việc khác")
    await state.set_state(Report.identity)
    await say(message, words.identity_please())


@router.callback_query(StateFilter(Report.identity))
async def take_identity(query: CallbackQuery, state: FSMContext) -> None:
    message, choice = await tapped(query)
    await state.update_data(identity=choice)
    await state.set_state(Report.name)
    await say(message, words.name_please())


@router.message(StateFilter(Report.name))
async def take_name(message: Message, state: FSMContext) -> None:
    if not message.text:
        return await say(message, words.name_please())
    await state.update_data(name=message.text)
    await state.set_state(Report.phone)
    await say(message, words.phone_please(message.text))


@router.message(StateFilter(Report.phone))
async def take_phone(message: Message, state: FSMContext) -> None:
    phone = words.phone_of(message.text or "")
    if phone is None:
        return await say(message, words.phone_wrong())
    await state.update_data(phone=phone)
    await state.set_state(Report.commune)
    await say(message, words.commune_please())


@router.message(StateFilter(Report.commune))
async def take_commune(message: Message, state: FSMContext) -> None:
    if not message.text:
        return await say(message, words.commune_please())
    await state.update_data(commune=message.text)
    await state.set_state(Report.email)
    await say(message, words.email_please())


@router.callback_query(StateFilter(Report.email))
async def skip_email(query: CallbackQuery, state: FSMContext) -> None:
    message, _ = await tapped(query)
    await state.set_state(Report.check)
    await say(message, words.check_please(await state.get_data()))


@router.message(StateFilter(Report.email))
async def take_email(message: Message, state: FSMContext) -> None:
    await state.update_data(email=message.text)
    await state.set_state(Report.check)
    await say(message, words.check_please(await state.get_data()))


@router.callback_query(StateFilter(Report.check))
async def take_check(query: CallbackQuery, state: FSMContext) -> None:
    message, choice = await tapped(query)
    answers = await state.get_data()
    await state.clear()
    await say(message, words.receipt(answers) if choice == "yes" else words.cancelled())


@router.message()
async def other_message(message: Message) -> None:
    await say(message, words.not_understood())


@router.callback_query()
async def other_tap(query: CallbackQuery) -> None:
    await query.answer(words.not_understood().text)


class CannedSession(BaseSession):
    """aiogram's own AiohttpSession without the HTTP: fields prepared, answer decoded as there."""

    def __init__(self, network: Network) -> None:
        super().__init__(json_loads=orjson.loads, json_dumps=lambda v: orjson.dumps(v).decode())
        self.network = network

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        files: dict[str, Any] = {}
        fields = {}
        for key, value in method.model_dump(warnings=False).items():
            prepared = self.prepare_value(value, bot=bot, files=files)
            if prepared:
                fields[key] = prepared
        raw = self.network.answer(method.__api_method__, fields)
        return self.check_response(bot, method, 200, raw.decode()).result

    async def close(self) -> None:
        pass

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        for piece in list[bytes]():
            yield piece


class Contestant:
    """Updates one after the other: nothing ever waits here, so that tasks would only cost time."""

    cpu_beside = 0.0

    def __init__(self, _data_dir: Path) -> None:
        """Everything is in memory."""

    async def start(self, network: Network) -> None:
        properties = DefaultBotProperties(parse_mode=ParseMode.HTML)
        self.bot = Bot(TOKEN, session=CannedSession(network), default=properties)
        self.dispatcher = Dispatcher(storage=MemoryStorage())
        self.dispatcher.include_router(router)

    async def play(self, updates: Sequence[bytes]) -> None:
        for raw in updates:
            await self.dispatcher.feed_raw_update(self.bot, orjson.loads(raw))

    async def check(self, people: int) -> None:
        """The messages sent are all there is to check."""

    async def stop(self) -> None:
        await self.bot.session.close()
