"""`python -m bench.pages`: how long the public pages take with 5,000 published results and 6,000
procedures, asked for one by one over real HTTP; processor time of both sides, since what others do
on the machine meanwhile is not ours."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

import aiohttp

from bench.procedures import catalogue
from cases.agency.agency import Agency
from cases.kinds import Kind, Source
from cases.numbers.codes import case_code
from storage.casework import cases
from storage.casework.cases import NewCase
from storage.engine.tx import Tx
from storage.published import publications
from tests.fakes.house import FakeHouse, served

_RESULTS = 5_000
_ASKED = 200
_SAYINGS = (
    "Nộp {what} qua mạng rồi có phải nộp bản giấy không?",
    "Vì sao {what} bị trả lại ba lần?",
    "{what} mất bao lâu, lệ phí bao nhiêu?",
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        house = FakeHouse(Path(folder))
        house.agency = replace(house.agency, procedures=catalogue())
        asyncio.run(_measure(house))


async def _measure(house: FakeHouse) -> None:
    async with served(house) as address:
        await house.store.run(lambda tx: _publish(tx, house))
        async with aiohttp.ClientSession(address) as http:
            for name, paths in _asked(house.agency).items():
                times = [await _took(http, path) for path in paths]
                cuts = quantiles(times[1:], n=100)
                print(
                    f"{name}: {len(times)} requests, first {times[0]:.0f} ms,"
                    f" then p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms"
                )


def _publish(tx: Tx, house: FakeHouse) -> None:
    chance, now = random.Random(3), house.now()
    for number in range(_RESULTS):
        procedure = chance.choice(house.agency.procedures)
        asked = chance.choice(_SAYINGS).format(what=procedure.name.lower())
        at = now - timedelta(minutes=10 * number)
        new = NewCase(Kind.REGULATION, Source.WEB, "vi", asked, procedure_code=procedure.code)
        case = cases.file_case(tx, house.keys, "PA", new, at, 2026)
        words = f"Hỏi: {asked} Đáp: Sở đã xem lại, việc số {number} chỉ cần bản điện tử."
        tx.run("UPDATE cases SET published = :words WHERE id = :id", words=words, id=case.id)
    publications.changed(tx, 1, now)


def _asked(agency: Agency) -> dict[str, list[str]]:
    chance = random.Random(4)
    pages = range(1, _ASKED + 1)
    names = [chance.choice(agency.procedures).name for _ in pages]
    words = [" ".join(name.split()[:4]) for name in names]
    return {
        "results, by page": [f"/results?page={page}" for page in pages],
        "results, searched": [f"/results?q={each}" for each in words],
        "one result": [f"/results/{case_code('PA', 2026, page)}" for page in pages],
        "procedures, by page": [f"/procedures?page={page}" for page in pages],
        "procedures, searched": [f"/procedures?q={each}" for each in words],
        "feed": ["/results.atom"] * 50,
        "notice board": ["/procedures/print"] * 5,
    }


async def _took(http: aiohttp.ClientSession, path: str) -> float:
    began = time.process_time()
    async with http.get(path) as answer:
        await answer.read()
        assert answer.status == 200, path
    return (time.process_time() - began) * 1_000


if __name__ == "__main__":
    main()
