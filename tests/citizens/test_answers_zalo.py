"""Answering by Zalo, where cards cannot be edited and choices are numbers: a ready answer, another
office's opinion, and an answer taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.a_case import OFFICE, QUESTION
from tests.oa_town import OaPhone, OaTown

WORDS = "Giấy tờ gồm đơn và điều lệ."


@pytest.fixture
def town(sqlite_database: str, tmp_path: Path) -> Iterator[OaTown]:
    made = OaTown(sqlite_database, tmp_path).opens()
    yield made
    made.ends()


def works(town: OaTown) -> tuple[OaPhone, OaPhone, OaPhone, str]:
    """A question that the handler has taken: handler, somebody of another office, sender, code."""
    dispatcher = town.official("dispatcher", name="Trần Văn Điều")
    handler = town.official("handler", OFFICE, "Lê Thị Hạnh")
    expert = town.official("handler", "kinh_te_doi_ngoai", "Đỗ Thị Ngoại")
    citizen = town.citizen(phone="84905123218")
    citizen.says(QUESTION).taps("questions.b_feedback").taps("submit.b_go_on")
    citizen.taps("submit.b_right")
    code = citizen.taps("submit.b_send_here").code
    dispatcher.says(f"/tiepnhan {code} {OFFICE}")
    handler.taps("card.b_take")
    citizen.forget()
    return handler, expert, citizen, code


def test_the_minute_opinions_and_ready_answers(town: OaTown) -> None:
    handler, expert, citizen, code = works(town)
    expert.forget()
    handler.says(f"/phoihop {code} KTĐN Cần bản dịch không?").taps("consult.b_plain")
    assert expert.keys == ["consult.asked"]
    expert.says("Không cần.", quote=expert.bubble("consult.asked"))
    assert expert.keys == ["consult.thanks"] and "Không cần." in handler.text

    head = town.official("head", OFFICE, "Phạm Quốc Trưởng")
    head.says(f"/luumau Giấy tờ | {WORDS} Nộp ở {{noi_nop}}.")
    handler.says(f"/traloi {code}").taps("canned.b_use").says("giay to").says("quầy 3")
    handler.taps("staff.b_no_document")
    assert handler.got("recall.waits") and citizen.news == []
    handler.taps("card.b_recall")
    assert town.case(code).status == "in_progress" and "quầy 3" in handler.text

    handler.says(f"/traloi {code} {WORDS} Nộp ở quầy 5.").taps("staff.b_no_document")
    assert citizen.news == []
    town.passed += timedelta(seconds=61)
    town.house.jobs.wake()
    town.until(lambda: citizen.news)
    assert citizen.keys == ["notice.answer"] and "quầy 5" in citizen.text
    assert "quầy 3" not in citizen.text
    handler.says(f"/thuhoi {code}")
    assert handler.keys == ["recall.too_late"]
