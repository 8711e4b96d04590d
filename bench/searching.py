"""How long /timkiem takes over many cases whose words are sealed, what a suggestion of duplicates
costs, and what looking for a published matter adds to a turn: `python -m bench.searching`."""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import cast

from bot import agency_files
from bot.app import digits
from bot.deeds.search import SearchCases
from bot.deeds.shape import Means
from bot.files import FileStore
from bot.settings import ROOT
from cases.agency.agency import Agency
from cases.kinds import Kind, Role, Source
from cases.words.nearest import Nearest
from handlers.casework import alike
from handlers.desk import Desk, Ground
from messages.texts import Texts
from storage.casework import cases, history
from storage.casework.cases import NewCase
from storage.engine.db import Store
from storage.engine.schema import migrate
from storage.engine.tx import Tx
from storage.house import jobs
from storage.keys import Keys
from storage.mailbox import chats
from storage.people import officials, people
from storage.tables.house import Job

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
_A_TIME = 500  # cases written together
_PUBLISHED = 2_000
_SAYINGS = (
    "tôi nộp hồ sơ {what} đã ba lần mà lần nào cũng bị trả lại, không ai nói rõ thiếu giấy tờ gì",
    "hồ sơ {what} trễ hẹn hai tuần, gọi điện thì máy bận, lên tận nơi thì bảo chờ",
    "{what} nộp qua mạng rồi vẫn đòi thêm bản giấy, đi lại tốn cả ngày công",
    "xin hỏi {what} cần những giấy tờ gì, nộp ở đâu, bao lâu thì có kết quả",
    "kiến nghị bỏ bớt giấy tờ khi làm {what}, các sở ngành tự chia sẻ dữ liệu với nhau",
)
_ANSWER = "Sở đã kiểm tra hồ sơ {what}: đủ thành phần, mời ông bà nhận kết quả tại bộ phận một cửa."
QUERIES = ("giấy tờ", "ban giay qua mang", "0905 000 123", "xe máy điện", "cua toi")


def stories(agency: Agency, count: int) -> Iterator[tuple[str, str]]:
    """(what was told, what was answered), the same ones every time."""
    chance = random.Random(7)
    for at in range(count):
        what = chance.choice(agency.procedures).name
        told = chance.choice(_SAYINGS).format(what=what)
        more = chance.choice(_SAYINGS).format(what=chance.choice(agency.procedures).name)
        yield f"{told}. Việc số {at}. {more}", _ANSWER.format(what=what)


def file_all(store: Store, ground: Ground, count: int) -> None:
    told = list(enumerate(stories(ground.agency, count)))
    for start in range(0, count, _A_TIME):
        store.run_sync(partial(_file_some, ground, told[start : start + _A_TIME]))


def _file_some(ground: Ground, told: list[tuple[int, tuple[str, str]]], tx: Tx) -> None:
    for at, (story, answer) in told:
        _file(tx, ground, at, story, answer)


def _file(tx: Tx, ground: Ground, at: int, told: str, answer: str) -> None:
    identity = {"name": f"Võ Thị {at}", "phone": f"+84905{at:06d}", "commune": "xã Bình Sơn"}
    filed_at = NOW - timedelta(minutes=10 * at)
    new = NewCase(Kind.REGULATION, Source.WEB, "vi", told, identity=identity)
    case = cases.file_case(tx, ground.keys, "PA", new, filed_at, 2026)
    history.add_text(tx, case.id, "supplement", f"tôi bổ sung: {told[:80]}", filed_at)
    history.add_text(tx, case.id, "answer", answer, filed_at)


def dispatcher(store: Store) -> int:
    """The chat of one who may see everything."""

    def work(tx: Tx) -> int:
        chat = chats.open_chat(tx, "telegram", "1", NOW)
        tx.run("UPDATE person SET official = 1 WHERE id = :id", id=chat.person_id)
        officials.name(tx, chat.person_id, "Trần Văn Điều")
        people.grant(tx, chat.person_id, Role.DISPATCHER, "", NOW)
        return chat.id

    return store.run_sync(work)


async def search(store: Store, ground: Ground, chat_id: int, words: str) -> tuple[float, float]:
    """Seconds from the job to its answer, and of the processor's."""
    no_files = cast(FileStore, None)
    means = Means(store, lambda: ground, {}, no_files, lambda: NOW, lambda: ground.agency)
    deed = SearchCases(means)

    def asked(tx: Tx) -> Job:
        chats.save_state(tx, chat_id, {"search": {"n": 1, "q": words}})
        ident = jobs.add(tx, "search", {"n": 1, "page": 1}, chat_id, NOW)
        job = tx.get(Job, ident)
        assert job is not None
        return job

    job, started, busy = await store.run(asked), perf_counter(), process_time()
    write = await deed.do(job)
    await store.run(lambda tx: write(Desk(tx, ground, NOW)))
    return perf_counter() - started, process_time() - busy


def duplicates(store: Store, ground: Ground) -> tuple[float, int]:
    """Seconds of comparing the newest case, and among how many."""
    row = store.read_sync(lambda tx: tx.one("SELECT MAX(id), COUNT(*) FROM cases"))
    assert row is not None
    started = perf_counter()
    store.read_sync(lambda tx: alike.compared(Desk(tx, ground, NOW), row[0]))
    return perf_counter() - started, row[1]


def nearest(agency: Agency) -> tuple[float, float]:
    """Median and worst milliseconds of a look at what is published."""
    index = Nearest(agency.routing.abbreviations)
    index.hold({at: f"{t} {a}" for at, (t, a) in enumerate(stories(agency, _PUBLISHED))})
    taken = []
    for told, _ in list(stories(agency, 300)):
        started = perf_counter()
        index.like(told)
        taken.append(1000 * (perf_counter() - started))
    return statistics.median(taken), max(taken)


async def run(folder: Path, count: int) -> None:
    keys = Keys(b"k" * 32)
    agency = agency_files.load(ROOT / "agencies" / "skhdt-quang-ngai")
    ground = Ground(agency, Texts(agency.folder / "messages"), keys, "", {}, digits)
    url = f"sqlite:///{folder / 'langnghe.db'}"
    migrate(url)
    store = Store(url, keys)
    store.start(asyncio.get_running_loop())
    await asyncio.to_thread(file_all, store, ground, count)
    chat_id = await asyncio.to_thread(dispatcher, store)
    for words in QUERIES:
        seconds, busy = await search(store, ground, chat_id, words)
        print(f"/timkiem {words}: {seconds:.2f} s ({busy:.2f} s of processor), {count:,} cases")
    seconds, among = await asyncio.to_thread(duplicates, store, ground)
    print(f"duplicates of one case among {among:,}: {1000 * seconds:.0f} ms")
    median, worst = nearest(agency)
    print(
        f"published matter like a story, among {_PUBLISHED:,}: {median:.2f} ms, worst {worst:.2f}"
    )
    await asyncio.to_thread(store.stop)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.searching", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    count = parser.parse_args().cases
    var = HERE.parent / "var"
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as folder:
        asyncio.run(run(Path(folder), count))


if __name__ == "__main__":
    main()
