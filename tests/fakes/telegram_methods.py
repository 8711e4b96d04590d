"""The methods of the fake Bot API, each as strict as its page on core.telegram.org/bots/api."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_people import Bubble, Chat
from tests.fakes.telegram_rules import ApiError, bad, commands, markup, seen

if TYPE_CHECKING:
    from tests.fakes.telegram_api import FakeTelegram

MEGABYTE = 1024 * 1024


async def _get_me(api: FakeTelegram, params: dict[str, Any]) -> Any:
    return api.me


async def _get_updates(api: FakeTelegram, params: dict[str, Any]) -> Any:
    return await api.updates.get_updates(params)


async def _set_webhook(api: FakeTelegram, params: dict[str, Any]) -> Any:
    return api.updates.set_webhook(params)


async def _delete_webhook(api: FakeTelegram, params: dict[str, Any]) -> Any:
    return api.updates.set_webhook(params | {"url": ""})


async def _webhook_info(api: FakeTelegram, params: dict[str, Any]) -> Any:
    url = api.updates.webhook.get("url", "")
    return {"url": url, "pending_update_count": len(api.updates.pending)}


async def _send_message(api: FakeTelegram, params: dict[str, Any]) -> Any:
    chat = _chat(api, params)
    text, entities = seen(params.get("text"), params.get("parse_mode"), 4096, "text")
    return _place(api, chat, params, Bubble(0, text, entities))


async def _send_document(api: FakeTelegram, params: dict[str, Any]) -> Any:
    return _send_file(api, params, "document", 50 * MEGABYTE)


async def _send_photo(api: FakeTelegram, params: dict[str, Any]) -> Any:
    _, content = _file(params, "photo")
    if content is not None and not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        raise bad("IMAGE_PROCESS_FAILED")
    return _send_file(api, params, "photo", 10 * MEGABYTE)


def _send_file(api: FakeTelegram, params: dict[str, Any], kind: str, limit: int) -> Any:
    chat = _chat(api, params)
    name, content = _file(params, kind)
    if content is None or not content:
        raise bad("file must be non-empty")
    if len(content) > limit:
        raise ApiError(413, "Request Entity Too Large")
    caption = params.get("caption", "")
    text, entities = seen(caption, params.get("parse_mode"), 1024, "caption")
    bubble = Bubble(0, text, entities, file=content, file_name=name, kind=kind)
    return _place(api, chat, params, bubble)


async def _edit_text(api: FakeTelegram, params: dict[str, Any]) -> Any:
    chat = _chat(api, params)
    text, entities = seen(params.get("text"), params.get("parse_mode"), 4096, "text")
    bubble = _editable(api, chat, params)
    if bubble.kind != "text":
        raise bad("there is no text in the message to edit")
    return _change(api, chat, bubble, text, entities, params)


async def _edit_markup(api: FakeTelegram, params: dict[str, Any]) -> Any:
    chat = _chat(api, params)
    bubble = _editable(api, chat, params)
    return _change(api, chat, bubble, bubble.text, bubble.entities, params)


async def _answer_callback(api: FakeTelegram, params: dict[str, Any]) -> Any:
    query = str(params.get("callback_query_id", ""))
    if not query.isdigit() or int(query) > 4_000_000_000 + api.serial:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(str(params.get("text", ""))) > 200:
        raise bad("MESSAGE_TOO_LONG")
    api.answered.append(query)
    return True


async def _get_file(api: FakeTelegram, params: dict[str, Any]) -> Any:
    file_id = str(params.get("file_id", ""))
    content = api.files.get(file_id)
    if content is None:
        raise bad("invalid file_id")
    if len(content) > 20 * MEGABYTE:
        raise bad("file is too big")
    size = {"file_size": len(content)} if api.tells_sizes else {}
    path = f"documents/{file_id}"
    return {"file_id": file_id, "file_unique_id": "u", "file_path": path, **size}


async def _set_commands(api: FakeTelegram, params: dict[str, Any]) -> Any:
    scope = params.get("scope") or {"type": "default"}
    scope = json.loads(scope) if isinstance(scope, str) else scope
    known = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
    if scope["type"] not in known:
        raise bad("can't parse BotCommandScope: unsupported type")
    key = (scope["type"], str(params.get("language_code") or ""))
    api.menus[key] = commands(params.get("commands"))
    return True


async def _create_topic(api: FakeTelegram, params: dict[str, Any]) -> Any:
    chat = _chat(api, params)
    name = str(params.get("name", ""))
    if not chat.topics:
        raise bad("the chat is not a forum")
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY")
    thread = chat.next_id()
    chat.topics[thread] = name
    return {"message_thread_id": thread, "name": name, "icon_color": 7322096}


def _chat(api: FakeTelegram, params: dict[str, Any]) -> Chat:
    chat = api.chats.get(int(params.get("chat_id") or 0))
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to:
        why = "group chat was upgraded to a supergroup chat"
        raise bad(why, migrate_to_chat_id=chat.migrated_to)
    if chat.refusal:
        raise ApiError(403, chat.refusal)
    return chat


def _place(api: FakeTelegram, chat: Chat, params: dict[str, Any], bubble: Bubble) -> dict[str, Any]:
    thread = params.get("message_thread_id")
    if thread is not None and int(thread) not in chat.topics:
        raise bad("message thread not found")
    bubble.topic = None if thread is None else int(thread)
    bubble.reply_to = _reply(chat, params.get("reply_parameters"))
    bubble.markup = markup(params.get("reply_markup"), chat.kind == "private")
    if bubble.markup and "inline_keyboard" not in bubble.markup:
        chat.keyboard = bubble.markup if "keyboard" in bubble.markup else None
    bubble.id = chat.next_id()
    chat.inbox.append(bubble)
    return _as_json(api, chat, bubble)


def _editable(api: FakeTelegram, chat: Chat, params: dict[str, Any]) -> Bubble:
    bubble = chat.bubble(int(params.get("message_id") or 0))
    if bubble is None:
        raise bad("message to edit not found")
    if bubble.markup and "inline_keyboard" not in bubble.markup:
        raise bad("message can't be edited")
    return bubble


def _change(
    api: FakeTelegram,
    chat: Chat,
    bubble: Bubble,
    text: str,
    entities: list[Any],
    params: dict[str, Any],
) -> dict[str, Any]:
    new = markup(params.get("reply_markup"), chat.kind == "private")
    if new and "inline_keyboard" not in new:
        raise bad("inline keyboard expected")
    if (bubble.text, bubble.entities, bubble.markup) == (text, entities, new):
        raise bad(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    bubble.text, bubble.entities, bubble.markup = text, entities, new
    bubble.edits += 1
    return _as_json(api, chat, bubble)


def _as_json(api: FakeTelegram, chat: Chat, bubble: Bubble) -> dict[str, Any]:
    message = {"message_id": bubble.id, "from": api.me, "chat": chat.as_json()}
    message |= {"date": int(time.time()), "text": bubble.text, "entities": bubble.entities}
    return message | ({"reply_markup": bubble.markup} if bubble.inline else {})


def _file(params: dict[str, Any], name: str) -> tuple[str, bytes | None]:
    value = params.get(name)
    return value if isinstance(value, tuple) else ("", None)


def _reply(chat: Chat, value: Any) -> int | None:
    if not value:
        return None
    reply = json.loads(value) if isinstance(value, str) else value
    message_id = int(reply["message_id"])
    if message_id in chat.known:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


Method = Callable[["FakeTelegram", dict[str, Any]], Awaitable[Any]]
METHODS: dict[str, Method] = {
    "getme": _get_me,
    "getupdates": _get_updates,
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": _webhook_info,
    "sendmessage": _send_message,
    "senddocument": _send_document,
    "sendphoto": _send_photo,
    "editmessagetext": _edit_text,
    "editmessagereplymarkup": _edit_markup,
    "answercallbackquery": _answer_callback,
    "getfile": _get_file,
    "setmycommands": _set_commands,
    "createforumtopic": _create_topic,
}
