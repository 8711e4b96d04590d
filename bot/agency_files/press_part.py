"""`[[press]]` of `plan.toml`, where press notes go; and for which item a changed procedure
counts."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.agency_files.table import Table
from cases.agency.press import PressAddress
from messages.texts import LANGUAGES

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]+\.)+[\w-]{2,}")


def press(file: Table) -> tuple[PressAddress, ...]:
    read: list[PressAddress] = []
    for table in file.tables("press"):
        name, email = table.name("name"), table.name("email")
        language = table.text("language", LANGUAGES[0])
        if email and not _EMAIL.fullmatch(email):
            what = f"“{email}” không phải địa chỉ thư điện tử"
            table.note("email", what, 'email = "toasoan@bao.vn"', f"“{email}” is no address")
        if any(email.lower() == other.email.lower() for other in read):
            what = f"địa chỉ “{email}” đã có ở trên"
            table.note("email", what, "", f"“{email}” is given above")
        table.known("language", language, LANGUAGES, "ngôn ngữ")
        read.append(PressAddress(name, email, language))
        table.close()
    return tuple(read)


def changed_item(file: Table, item_ids: Collection[str]) -> str:
    item = file.text("changed_item")
    if item and item_ids:
        file.known("changed_item", item, item_ids, "mục kế hoạch")
    return item
