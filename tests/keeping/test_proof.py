"""Receipts that anybody can check: in the chat, on paper, on the site, and with a few lines of
Python against what the site publishes."""

from __future__ import annotations

import html
import json
import re
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.receipt_pdf import receipt_pdf
from bot.receipt_sheet import receipt_sheet
from bot.settings import ROOT
from bot.site.app import build
from cases.kinds import Kind, Source
from cases.numbers.signed_receipt import Slip, base64url, kind_hash, read_payload, read_slip
from handlers.desk import Desk
from messages.envelope import ChoiceKind
from storage.casework import signed_receipts
from storage.casework.cases import NewCase, file_case
from storage.casework.history import row_hash
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.proof import day_roots, verification
from tests.attack import take_guards_away
from tests.office import RUDE, SQLITE_FIRST, STORY, filed, submitted
from tests.people import FakeChannel, Person, World
from tests.stories import sends_tip

pytestmark = SQLITE_FIRST

FORGER = Keys(b"f" * 32)


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", buttons=0)


@pytest.fixture
def world(database: str, tmp_path: Path, zalo: FakeChannel) -> Iterator[World]:
    made = World(database, tmp_path, channels=(zalo,), public_url="https://phananh.example.vn")
    yield made
    made.close()


class Site:
    """Somebody's browser, which runs no scripts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._runner = web.AppRunner(build(world.house), access_log=None)
        world.run(self._runner.setup())
        world.run(web.TCPSite(self._runner, "127.0.0.1", 0).start())
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    def closes(self) -> None:
        self.world.run(self._runner.cleanup())

    def asks(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        async def ask() -> tuple[int, str]:
            async with (
                ClientSession(self.address, timeout=ClientTimeout(total=10)) as http,
                http.request(method, path, **more) as answer,
            ):
                return answer.status, await answer.text()

        status, body = self.world.run(ask())
        return int(status), str(body)

    def opens(self, link: str) -> str:
        """The words of a page, without markup."""
        status, body = self.asks("GET", link.removeprefix("https://phananh.example.vn"))
        assert status == 200, body
        return words_of(body)

    def pastes(self, receipt: str) -> str:
        """Into the field for a receipt."""
        return self.opens(f"/verify?{urllib.parse.urlencode({'r': receipt})}")

    def compares(self, link: str, story: str) -> str:
        line = link.split("r=")[1].split("&")[0]
        status, body = self.asks("POST", "/verify", data={"r": line, "text": story})
        assert status == 200, body
        return words_of(body)

    def data(self, day: str) -> dict[str, Any]:
        return dict(json.loads(self.asks("GET", f"/data/receipts/{day}.json")[1]))


def words_of(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    made = Site(world)
    yield made
    made.closes()


def receipt_of(citizen: Person) -> str:
    """The link under the newest receipt in a chat."""
    links = [
        choice.data
        for parcel in citizen.seen
        for choice in parcel.message.choices
        if choice.kind is ChoiceKind.URL and "/verify" in choice.data
    ]
    return links[-1]


def slip_of(link: str) -> Slip:
    slip = read_slip(link)
    assert slip is not None
    return slip


def morning(world: World, days: int = 1) -> None:
    world.later(days=days)
    world.tick()


def broken(world: World) -> Any:
    return world.store(lambda tx: verification.first_broken(tx, world.house.keys))[1]


# --- as its holder sees it -----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["telegram", "zalo"])
def test_a_citizen_checks_their_receipt(world: World, site: Site, zalo, where: str) -> None:
    citizen = world.citizen(channel=zalo if where == "zalo" else None)
    code = submitted(citizen)
    link = receipt_of(citizen)
    assert link.startswith("https://phananh.example.vn/verify?r=LN1.") and len(link) < 280
    seen = site.opens(link)
    assert "Biên lai đúng là do Sở cấp" in seen and code in seen
    assert "9 giờ 00, ngày 16/11/2026" in seen and "thứ Ba 8/12/2026" in seen
    assert "Sổ ngày 16/11/2026 công bố sau nửa đêm" in seen
    english = site.opens(f"{link}&lang=en")
    assert "The Department issued this receipt" in english and "Tue 8 Dec 2026" in english
    morning(world)
    assert "Có trong sổ ngày 16/11/2026 (1 biên lai)" in site.opens(link)


def test_only_the_very_words_fit_and_they_are_kept_nowhere(
    world: World, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    citizen = world.citizen()
    submitted(citizen)
    link = receipt_of(citizen)
    copied = f"\r\n  {STORY.replace(' ', '  ')} \r\n"
    assert "Đúng lời này" in site.compares(link, copied)
    told = "CHUYEN-KHAC của một người khác"
    other = site.compares(link, told)
    assert "Không khớp" in other and "Đúng lời này" not in other and "CHUYEN-KHAC" not in other
    assert "CHUYEN-KHAC" not in caplog.text
    kept = world.store(lambda tx: tx.all("SELECT salt, payload FROM signed_receipt"))
    assert slip_of(link).payload in str(kept) and slip_of(link).salt not in str(kept)
    assert "Biên lai đúng là do Sở cấp" in other


def test_it_stays_good_when_its_sender_is_erased(world: World, site: Site) -> None:
    """Who holds it proves as before that it was filed, and when. In the house nothing is left by
    which its words could be guessed at."""
    citizen = world.citizen()
    code = submitted(citizen, f"{STORY}, tôi là Võ Thị Tư")
    link, salts = receipt_of(citizen), "SELECT COUNT(*) FROM signed_receipt WHERE salt <> ''"
    assert world.rows(salts) == [(1,)]
    citizen.says("/dulieu xoa").taps("Rút lại").taps("Xóa")
    assert world.rows(salts) == [(0,)]
    assert "Biên lai đúng là do Sở cấp" in site.opens(link) and code in site.opens(link)
    assert broken(world) is None
    morning(world)
    assert broken(world) is None and "Có trong sổ ngày 16/11/2026" in site.opens(link)


def test_whatever_is_pasted_gets_a_kind_answer(world: World, site: Site) -> None:
    citizen = world.citizen()
    code = submitted(citizen)
    link = receipt_of(citizen)
    line = slip_of(link).line
    for pasted in (line, f"{link}.", f"Biên lai của tôi:\n{link[:90]}\n{link[90:]} ạ", f"<{link}>"):
        assert code in site.pastes(pasted), pasted
    for garbled in ("xin chào", line[:-1], line[20:], "LN1.", code, "'\"><script>", "ộ" * 900):
        seen = site.pastes(garbled)
        assert "Chưa đọc được biên lai" in seen and "quét lại mã vuông" in seen, garbled
    empty = site.opens("/verify")
    assert "Dán đường dẫn của biên lai" in empty and "Chưa đọc được" not in empty
    forged = Slip(line.rsplit(".", 2)[0], slip_of(link).salt, base64url(b"x" * 64))
    seen = site.pastes(forged.line)
    assert "không phải do Sở cấp" in seen and "0255 0000 001" in seen


def test_no_letter_of_a_receipt_can_be_changed(world: World) -> None:
    """But for the salt, with which nothing would be proved any more."""
    case = world.case(filed(world))
    slip = world.store(lambda tx: signed_receipts.of_case(tx, case.id))
    salt_at = range(len(slip.payload) + 1, len(slip.payload) + 1 + len(slip.salt))
    for at in set(range(len(slip.line))) - set(salt_at):
        for other in {"A", "1", "_", "."} - {slip.line[at]}:
            read = read_slip(slip.line[:at] + other + slip.line[at + 1 :])
            assert read is None or not signed_receipts.is_ours(world.house.keys, read), (at, other)
    assert not any(
        slip.__class__(slip.payload, "A" * 16, slip.signature).is_of(said) for said in (STORY, "")
    )


@pytest.mark.parametrize("mode", ["tip", "closed"])
def test_who_finds_the_paper_learns_nothing(world: World, site: Site, mode: str) -> None:
    """Neither the kind nor whom it is about; of a tip there is no date either."""
    citizen = world.citizen()
    if mode == "tip":
        sends_tip(citizen)
    else:
        submitted(citizen, RUDE, "Giữ kín")
    [case] = world.cases()
    link = receipt_of(citizen)
    receipt, slip = read_payload(slip_of(link).payload), slip_of(link)
    assert receipt is not None
    seen = site.opens(link)
    for told in ("hành vi", "Phòng", "conduct", "hách dịch", case.kind):
        assert told not in link and told not in seen.split("Lời đã gửi")[0]
    assert ("Loại này không hẹn ngày" in seen) == (mode == "tip")
    guesses = {kind_hash(salt, kind) for kind in Kind for salt in (slip.salt, "", case.code)}
    assert receipt.kind not in guesses
    assert receipt.kind == signed_receipts.kind_of(world.house.keys, case.code, case.kind)


def test_the_printed_square_carries_the_receipt(world: World) -> None:
    citizen = world.citizen()
    code = submitted(citizen)
    case_id, ground = world.case(code).id, world.house.ground()
    sheet = world.store(lambda tx: receipt_sheet(Desk(tx, ground, world.now), case_id, "vi"))
    assert sheet.proof_url == receipt_of(citizen)
    data = receipt_pdf(sheet, "vi", partial(ground.texts.render, "vi"))
    assert f"/URI ({sheet.proof_url})".encode() in data
    assert data.count(b"/Type /Page\n") == 1


# --- the sums of the days ------------------------------------------------------------------------


def test_after_midnight_each_day_is_summed_up_the_empty_ones_too(world: World, site: Site) -> None:
    world.tick()
    assert world.rows("SELECT day FROM day_root") == []
    assert "Chưa có ngày nào" in site.opens("/verify/days")
    for _ in range(3):
        filed(world)
    world.now = datetime(2026, 11, 16, 17, 5, tzinfo=UTC)  # five past midnight in Vietnam
    world.tick()
    assert world.rows("SELECT day FROM day_root") == []
    world.later(minutes=6)
    world.tick()
    world.tick()
    assert world.rows("SELECT day, count FROM day_root") == [("2026-11-16", 3)]
    world.later(days=2)
    filed(world)
    morning(world, 40)
    kept = world.rows("SELECT day, count, previous, root FROM day_root ORDER BY day")
    assert [row[1] for row in kept[:5]] == [3, 0, 0, 1, 0] and len(kept) == 43
    assert [row[2] for row in kept] == ["", *(row[3] for row in kept[:-1])]
    assert len({row[3] for row in kept}) == 43
    newest = site.opens("/verify/days")
    assert "28/12/2026" in newest and "16/11/2026" not in newest
    assert "16/11/2026 3 biên lai" in site.opens("/verify/days?page=2")
    assert "16 Nov 2026 receipts: 3" in site.opens("/verify/days?page=2&lang=en")
    assert site.asks("GET", "/data/receipts/2026-11-15.json")[0] == 404
    assert site.asks("GET", "/data/receipts/2026-99-99.json")[0] == 404
    assert broken(world) is None


def test_anybody_can_check_with_the_lines_of_the_guide(
    world: World, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = world.citizen()
    submitted(citizen)
    for _ in range(4):
        filed(world)
    morning(world)
    guide = (ROOT / "docs" / "kiem-tra-bien-lai.vi.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"```python\n(.*?)```", guide, re.S)
    folder = tmp_path / "journalist"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name, content in {
        "key.json": site.asks("GET", "/data/receipts/key.json")[1],
        "day.json": site.asks("GET", "/data/receipts/2026-11-16.json")[1],
        "receipt.txt": receipt_of(citizen) + "&lang=vi\n",
        "words.txt": f"{STORY}\n",
    }.items():
        Path(name).write_text(content, encoding="utf-8")
    exec(lines, {})
    Path("words.txt").write_text("lời khác", encoding="utf-8")
    with pytest.raises(AssertionError, match="lời khác"):
        exec(lines, {})
    Path("words.txt").write_text(STORY, encoding="utf-8")
    day = json.loads(Path("day.json").read_text())
    for spoilt in ({"count": 6}, {"previous": "0" * 64}, {"leaves": day["leaves"][:-1]}):
        Path("day.json").write_text(json.dumps(day | spoilt))
        with pytest.raises(AssertionError):
            exec(lines, {})


# --- nothing can vanish, nothing can be back-dated -----------------------------------------------


def erase(tx: Tx, case_id: int) -> None:
    """Every trace of a case, and its number."""
    take_guards_away(tx)
    for table in ("case_history", "case_text", "identity", "signed_receipt"):
        tx.run(f"DELETE FROM {table} WHERE case_id = :id", id=case_id)
    tx.run("DELETE FROM cases WHERE id = :id", id=case_id)
    tx.run("UPDATE kept SET value = CAST(value AS INTEGER) - 1 WHERE name = 'case 2026'")


def test_no_case_can_vanish(world: World, site: Site) -> None:
    filed(world)
    citizen = world.citizen()
    submitted(citizen)
    last = world.cases()[-1].id
    morning(world)
    published = site.data("2026-11-16")
    world.store(lambda tx: erase(tx, last))
    found = broken(world)
    assert (found.part, found.detail) == ("day_receipts", "2026-11-16")
    # The day is summed up anew, by somebody who has the key even.
    world.store(lambda tx: tx.run("DELETE FROM day_root"))
    world.tick()
    assert broken(world) is None
    # Its holder sees it, and so does everybody who kept the list.
    seen = site.opens(receipt_of(citizen))
    assert "không khớp với biên lai này" in seen and "Biên lai đúng là do Sở cấp" in seen
    assert site.data("2026-11-16")["root"] != published["root"]
    assert slip_of(receipt_of(citizen)).leaf in published["leaves"]


def backdated(world: World, keys: Keys, at: datetime) -> None:
    new = NewCase(Kind.REGULATION, Source.WEB, "vi", "Thêm sau")
    world.store(lambda tx: file_case(tx, keys, "PA", new, at, 2026))


def test_no_case_can_be_backdated(world: World, site: Site) -> None:
    filed(world)
    morning(world, 3)
    filed(world)
    published = site.data("2026-11-16")
    assert broken(world) is None
    # With the house's own key, into a day that is over; and before there was any.
    before = world.now
    for at, part in ((before - timedelta(days=2), "day_receipts"), (before, None)):
        if part:
            backdated(world, world.house.keys, at)
            assert broken(world).part == part
    later = site.data("2026-11-17")
    assert later["count"] == 0 and len(later["leaves"]) == 1  # what is shown does not add up
    assert site.data("2026-11-16") == published
    backdated(world, world.house.keys, before - timedelta(days=30))
    newest = world.cases()[-1]
    seen = site.pastes(world.store(lambda tx: signed_receipts.of_case(tx, newest.id)).line)
    assert "Sổ ngày 20/10/2026 không khớp với biên lai này" in seen


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("UPDATE cases SET received_at = '2026-11-01T02:00:00.000000+00:00'", "signed_other"),
        ("UPDATE signed_receipt SET day = '2026-11-15'", "signed_other"),
        ("UPDATE signed_receipt SET leaf = 'x'", "signed_other"),
        ("UPDATE signed_receipt SET payload = REPLACE(payload, '.20261208', '.0')", "signature"),
        ("UPDATE signed_receipt SET signature = 'x'", "signature"),
        ("DELETE FROM signed_receipt", "unsigned"),
        ("UPDATE signed_receipt SET salt = 'AAAAAAAAAAAAAAAA'", "signed_other"),
    ],
)
def test_a_changed_receipt_is_found(world: World, change: str, part: str) -> None:
    filed(world)
    second = world.case(filed(world))
    column = "id" if " cases " in change else "case_id"
    world.store(lambda tx: tx.run(f"{change} WHERE {column} = :id", id=second.id))
    found = broken(world)
    assert (found.code, found.part) == (second.code, part)


def test_a_kind_changed_in_a_chain_written_anew_is_found(world: World) -> None:
    """The chain has no secret in it, the receipt has."""
    case = world.case(filed(world))

    def write_anew(tx: Tx) -> None:
        take_guards_away(tx)
        row = tx.one("SELECT at, actor, data FROM case_history WHERE case_id = :id", id=case.id)
        assert row is not None
        at, actor, data = row[0], row[1], row[2].replace('"regulation"', '"praise"')
        tx.run(
            "UPDATE case_history SET data = :data, hash = :hash WHERE case_id = :id",
            data=data,
            hash=row_hash(case.id, 1, at, actor, "file", data, ""),
            id=case.id,
        )

    world.store(write_anew)
    assert broken(world).part == "signed_other"


@pytest.mark.parametrize(
    ("change", "part", "day"),
    [
        ("DELETE FROM day_root WHERE day = '2026-11-17'", "day_missing", "2026-11-17"),
        ("DELETE FROM day_root WHERE day = '2026-11-16'", "day_chain", "2026-11-17"),
        ("UPDATE day_root SET root = 'x' WHERE day = '2026-11-17'", "day_receipts", "2026-11-17"),
        ("UPDATE day_root SET count = 9 WHERE day = '2026-11-18'", "day_receipts", "2026-11-18"),
    ],
)
def test_a_changed_day_is_found(world: World, change: str, part: str, day: str) -> None:
    filed(world)
    morning(world, 4)
    assert broken(world) is None
    world.store(lambda tx: tx.run(change))
    found = broken(world)
    assert (found.part, found.detail) == (part, day)


def test_a_day_summed_up_by_somebody_else_is_found(world: World) -> None:
    filed(world)
    morning(world)

    def forge(tx: Tx) -> None:
        tx.run("DELETE FROM day_root")
        day_roots.close(tx, FORGER, datetime(2026, 11, 16, tzinfo=UTC).date(), world.now)

    world.store(forge)
    assert broken(world).part == "day_signature"
