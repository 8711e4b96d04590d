"""Telling of mistakes in the agency folder: at the terminal, and to the admins in their chats."""

from __future__ import annotations

import sys

from bot.agency_files import AgencyMistakes
from bot.agency_files.last_good import in_force
from bot.app import House
from bot.commands.plainly import Refusal, say
from bot.settings import Settings
from cases.agency.agency import Agency
from handlers.desk import Desk
from handlers.duties import alarms
from storage.engine.tx import Tx


def print_mistakes(mistakes: AgencyMistakes) -> None:
    count = len(mistakes.mistakes)
    say(
        f"Thư mục cơ quan có {count} chỗ sai, xin sửa rồi chạy lại:",
        f"The agency folder has {count} mistakes; correct them and start again:",
        to=sys.stderr,
    )
    for mistake in mistakes.mistakes:
        say(str(mistake), mistake.english, to=sys.stderr)


def usable_agency(settings: Settings) -> Agency:
    """The folder's agency, or its last good copy's. Raises Refusal."""
    try:
        return in_force(settings.agency_folder, settings.data_dir).agency
    except AgencyMistakes:
        raise Refusal(
            "Thư mục cơ quan có chỗ sai: gõ langnghe check để xem.",
            "The agency folder has mistakes: langnghe check shows them.",
        ) from None


async def tell_admins(house: House, mistakes: AgencyMistakes) -> None:
    """The last good copy is in force; whoever can mend the folder must know."""
    lines = [str(mistake) for mistake in mistakes.mistakes]

    def work(tx: Tx) -> None:
        alarms.agency_spoilt(Desk(tx, house.ground(), house.now()), lines)

    await house.store.run(work)
