"""A receipt is checked from its signature alone: while the database is away, too."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from aiohttp import ClientSession

from cases.kinds import Kind, Source
from cases.numbers.signed_receipt import Slip
from storage.casework import signed_receipts
from storage.casework.cases import NewCase, file_case
from storage.engine.tx import Tx
from tests.fakes.house import FakeHouse, served

STORY = "Hồ sơ bị trả ba lần"


def test_a_receipt_is_checked_while_the_database_is_away(tmp_path: Path) -> None:
    house = FakeHouse(tmp_path)

    def receive(tx: Tx) -> Slip | None:
        now = house.now()
        new = NewCase(Kind.PRAISE, Source.WEB, "vi", STORY)
        return signed_receipts.of_case(tx, file_case(tx, house.keys, "PA", new, now, now.year).id)

    async def told() -> tuple[str, str]:
        async with served(house) as address, ClientSession(address) as http:
            slip = await house.store.run(receive)
            assert slip is not None
            for file in tmp_path.glob("langnghe.db*"):
                shutil.move(file, tmp_path / f"away-{file.name}")
            (tmp_path / "langnghe.db").mkdir()
            async with http.get(f"/verify?r={slip.line}") as answer:
                opened = await answer.text()
            async with http.post("/verify", data={"r": slip.line, "text": STORY}) as answer:
                return opened, await answer.text()

    opened, compared = asyncio.run(told())
    for page in (opened, compared):
        assert "Biên lai đúng là do Sở cấp" in page and "Lúc này chưa xem được sổ" in page
    assert "Đúng lời này" in compared and "Đúng lời này" not in opened
