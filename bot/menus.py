"""Command menus of the channels that have them, per scope and language, from the one registry."""

from __future__ import annotations

from handlers import router
from messages.texts import LANGUAGES, Texts


def telegram_menus() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(scope, language) to (command, description). Language "" is what everybody else sees.
    Officials type or tap what their cards offer, so menus show citizens' commands; groups show
    those that work in groups."""
    texts = Texts()
    menus: dict[tuple[str, str], list[tuple[str, str]]] = {}
    shown = [c for c in router.COMMANDS.values() if not c.hidden]
    for language, code in (*((lang, lang) for lang in LANGUAGES), ("vi", "")):
        private = [c for c in shown if c.who is None]
        group = [c for c in shown if c.group]
        for scope, commands in (("all_private_chats", private), ("all_group_chats", group)):
            menus[(scope, code)] = [
                (
                    c.name if language == "vi" or not c.aliases else c.aliases[0],
                    str(texts.render(language, c.help))[:256],
                )
                for c in commands
            ]
    return menus
