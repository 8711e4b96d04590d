"""The public pages on the smallest phone, without a script, in the dark and at twice the size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from cases.kinds import Kind, Source
from storage.casework.cases import NewCase, file_case
from storage.engine.tx import Tx
from storage.published import publications
from tests.browser.pages import NEEDS_CHROMIUM, chromium, scrolls_sideways, site_of
from tests.fakes.house import FakeHouse
from tests.people import sample_agency

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

WORDS = "Hỏi: Nộp qua mạng có phải nộp bản giấy không? Đáp: Không."
PATHS = ("/", "/results", "/procedures", "/procedures/2.001610", "/procedures/print",
         "/procedures/sign", "/status", "/articles", "/stats", "/verify/days")  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (640, "dark")])
def test_every_page_fits_and_can_be_used_with_the_keyboard(
    tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    """640 points are a screen of 1280 at 200 %."""
    house = FakeHouse(tmp_path)
    house.agency = replace(sample_agency(), channels={})

    def publish(tx: Tx) -> str:
        now, new = house.now(), NewCase(Kind.REGULATION, Source.WEB, "vi", "Nộp qua mạng")
        case = file_case(tx, house.keys, "PA", new, now, now.year)
        tx.run("UPDATE cases SET published = :words WHERE id = :id", words=WORDS, id=case.id)
        publications.changed(tx, case.id, now)
        return case.code

    with site_of(house) as site, chromium() as browser:
        code = house.store.run_sync(publish)
        context = browser.new_context(
            viewport={"width": width, "height": 560}, color_scheme=scheme, java_script_enabled=False
        )
        page = context.new_page()
        for path in (*PATHS, f"/results/{code}"):
            page.goto(site.address + path)
            assert page.get_by_role("heading", level=1).is_visible(), path
        page.goto(f"{site.address}/results")
        page.get_by_label("Tìm theo lời").fill("ban giay")
        page.keyboard.press("Enter")
        assert page.get_by_role("status").inner_text().startswith("1 kết quả")
        page.get_by_text("Lọc theo phòng").click()
        page.get_by_label("Loại việc").select_option("regulation")
        page.get_by_role("button", name="Tìm").click()
        assert "kind=regulation" in page.url and page.get_by_label("Loại việc").is_visible()
        page.goto(f"{site.address}/status")
        page.get_by_label("Mã tra cứu 16 số").fill("1234 5678 9012 3456")
        page.get_by_role("button", name="Xem").click()
        assert page.get_by_role("status").inner_text().startswith("Không tìm thấy")
        with_scripts = browser.new_page(viewport={"width": width, "height": 560})
        for path in (*PATHS, f"/results/{code}"):
            with_scripts.goto(site.address + path)
            assert not scrolls_sideways(with_scripts), path
