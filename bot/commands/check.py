"""`langnghe check`: everything a clerk can be told before a citizen meets it, in plain words."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from bot import agency_files
from bot.agency_files import AgencyMistakes
from bot.app import utc_now
from bot.commands import channel_checks, start_checks
from bot.commands.channel_settings import public_address, well_formed
from bot.commands.database_checks import database
from bot.commands.findings import Finding, Weight, caution, good, of_refusal, refused, wrong
from bot.commands.plainly import Refusal, say
from bot.papers import trial
from bot.papers.apart import apart
from bot.papers.template_mistakes import FOLDER
from bot.settings import Settings
from messages.dates import local

_GIGABYTE = 1 << 30
_LEAST = 200 << 20
_COMFORTABLE = 2 * _GIGABYTE


def check(settings: Settings, *, production: bool = False) -> int:
    """Tells everything found; the exit code is 1 where something is wrong."""
    bad = {Weight.WRONG, Weight.REFUSED} if production else {Weight.WRONG}
    found = 0
    for finding in _everything(settings):
        counts = finding.weight in bad
        finding.tell(wrong=counts)
        found += counts
    if found:
        say(f"Có {found} điều phải sửa.", f"{found} things must be corrected.")
        return 1
    say("Không có gì sai.", "Nothing is wrong.")
    return 0


def _everything(settings: Settings) -> Iterator[Finding]:
    yield from _agency(settings)
    yield from _forms(settings)
    yield from _data_folder(settings)
    yield from database(settings)
    yield from _address(settings)
    try:
        well_formed(settings)
    except Refusal as refusal:
        yield of_refusal(refusal)
    else:
        yield from asyncio.run(channel_checks.channels(settings))


def _agency(settings: Settings) -> Iterator[Finding]:
    folder = settings.agency_folder
    try:
        agency = agency_files.load(folder)
    except AgencyMistakes as mistakes:
        for mistake in mistakes.mistakes:
            yield wrong(str(mistake), mistake.english)
        return
    yield good(
        f"Thư mục cơ quan {folder.name}: {len(agency.offices)} phòng,"
        f" {len(agency.procedures)} thủ tục.",
        f"The agency folder: {len(agency.offices)} offices, {len(agency.procedures)} procedures.",
    )
    today = local(utc_now()).date()
    for each in agency_files.warnings(agency, today, channel_checks.names_on(settings)):
        yield (refused if each.refused else caution)(each.text, each.english)


def _forms(settings: Settings) -> Iterator[Finding]:
    """Reports come out all the same where one is wrong: in our form."""
    if not (settings.agency_folder / FOLDER).is_dir():
        return
    try:
        [found] = asyncio.run(apart([partial(trial.mistakes, settings.agency_folder)]))
    except RuntimeError:
        yield caution(
            "Không thử được các mẫu trong thư mục reports: một mẫu làm máy quá tải.",
            "The forms in the folder reports could not be tried: one asks for too much.",
        )
        return
    for mistake in found:
        yield caution(f"{mistake} Báo cáo tạm ra theo mẫu có sẵn.", mistake.english)


def _data_folder(settings: Settings) -> Iterator[Finding]:
    try:
        start_checks.writable_data(settings)
    except Refusal as refusal:
        yield of_refusal(refusal)
        return
    free = shutil.disk_usage(settings.data_dir).free
    vi = f"Thư mục dữ liệu {settings.data_dir}: ghi được, còn trống {free / _GIGABYTE:.1f} GB."
    en = f"The data folder can be written; {free / _GIGABYTE:.1f} GB are free."
    if free < _LEAST:
        yield wrong(f"{vi} Ổ đĩa sắp đầy.", f"{en} The disk is nearly full.")
    elif free < _COMFORTABLE:
        yield caution(f"{vi} Nên dọn bớt ổ đĩa.", f"{en} Make room soon.")
    else:
        yield good(vi, en)


def _address(settings: Settings) -> Iterator[Finding]:
    """Citizens' words and start codes must not cross the network in the open."""
    if not settings.public_url:
        yield refused(
            f"Chưa đặt LANGNGHE_PUBLIC_URL: chỉ máy này mở được {settings.address}.",
            f"LANGNGHE_PUBLIC_URL is not set: only this machine can open {settings.address}.",
        )
        return
    try:
        public_address(settings)
    except Refusal as refusal:
        yield of_refusal(refusal)
        return
    if urlsplit(settings.public_url).scheme != "https":
        yield refused(
            f"{settings.public_url} không mã hóa: cần https, đặt Caddy hoặc nginx phía trước.",
            f"{settings.public_url} is not encrypted: use https, with Caddy or nginx in front.",
        )
    else:
        yield good(f"Địa chỉ công khai {settings.address}.", "The public address is https.")
