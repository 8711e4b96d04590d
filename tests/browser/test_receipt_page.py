"""The page that checks a receipt, on the smallest phone and without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases.kinds import Kind, Source
from cases.numbers.signed_receipt import Slip
from storage.casework import signed_receipts
from storage.casework.cases import NewCase, file_case
from storage.engine.tx import Tx
from tests.browser.pages import NEEDS_CHROMIUM, chromium, scrolls_sideways, site_of
from tests.fakes.house import FakeHouse

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

STORY = "Hồ sơ bị trả ba lần"
PHONE: Any = {"viewport": {"width": 320, "height": 560}, "has_touch": True, "is_mobile": True}


def test_a_receipt_is_checked_on_a_small_phone(tmp_path: Path) -> None:
    house = FakeHouse(tmp_path)

    def receive(tx: Tx) -> Slip | None:
        now, new = house.now(), NewCase(Kind.REGULATION, Source.WEB, "vi", STORY)
        return signed_receipts.of_case(tx, file_case(tx, house.keys, "PA", new, now, now.year).id)

    with site_of(house) as site, chromium() as browser:
        slip = house.store.run_sync(receive)
        assert slip is not None
        page = browser.new_context(**PHONE).new_page()
        page.goto(f"{site.address}/verify")
        page.get_by_label("Dán đường dẫn của biên lai").fill(f"{site.address}/verify?r={slip.line}")
        page.get_by_role("button", name="Kiểm tra").click()
        assert page.get_by_role("heading", name="Biên lai đúng là do Sở cấp").is_visible()
        assert not scrolls_sideways(page)
        assert "<script" not in page.content()
        page.get_by_label("Lời đã gửi", exact=True).fill(STORY)
        page.get_by_role("button", name="So với biên lai").click()
        assert page.get_by_role("status").inner_text().startswith("Đúng lời này")
        page.goto(f"{site.address}/verify/days")
        assert not scrolls_sideways(page)
