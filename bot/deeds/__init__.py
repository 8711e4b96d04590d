"""The kinds of jobs, by the names under which turns ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.channels.base import Channel
from bot.deeds.alike import CompareCase
from bot.deeds.door_letter import ForgetLetter, MakeDoorLetter
from bot.deeds.measure_lessons import MeasureLessons
from bot.deeds.own_data import MakeOwnFile
from bot.deeds.receipt import PrintReceipt
from bot.deeds.reroute import Reroute
from bot.deeds.search import SearchCases
from bot.deeds.shape import Deed
from bot.deeds.tell_answer import TellAnswer
from bot.deeds.topic import OpenTopic
from bot.deeds.unused_bytes import DeleteBytes
from bot.files import FileStore
from cases.agency import Agency
from handlers import alike, lessons_told, recall
from handlers.desk import Ground
from handlers.staff.search import command as search
from storage import prepared_letters
from storage.db import Store


def deeds(
    store: Store,
    ground: Callable[[], Ground],
    channels: Mapping[str, Channel],
    kept: FileStore,
    now: Callable[[], datetime],
    folder: Callable[[], Agency],
) -> Mapping[str, Deed]:
    """`folder`: the agency as its folder says."""
    return {
        alike.JOB: CompareCase(store, ground, now),
        lessons_told.JOB: MeasureLessons(store, ground, folder, now),
        "own_data": MakeOwnFile(store, ground, kept, now),
        "receipt_pdf": PrintReceipt(store, ground, kept, now),
        prepared_letters.MAKE: MakeDoorLetter(store, ground, kept, now),
        prepared_letters.FORGET: ForgetLetter(),
        "reroute": Reroute(),
        search.JOB: SearchCases(store, ground, now),
        recall.JOB: TellAnswer(),
        "topic": OpenTopic(store, ground, channels),
        "delete_bytes": DeleteBytes(store, kept),
    }
