"""When something is to happen, as officials type it on Monday 16 November 2026 at nine."""

from __future__ import annotations

import pytest

from handlers.conversation.spoken_moments import spoken_moment
from messages.dates import local
from tests.people import MONDAY_MORNING


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ngày mai", "17/11 09:00"),
        ("8h sáng mai", "17/11 08:00"),
        ("8 giờ rưỡi sáng mai", "17/11 08:30"),
        ("2 gio chieu mai", "17/11 14:00"),
        ("chiều nay", "16/11 14:00"),
        ("14h30", "16/11 14:30"),
        ("8h", "17/11 08:00"),
        ("hôm nay 8h", "16/11 08:00"),
        ("9 giờ ngày 2/12", "02/12 09:00"),
        ("2/12 15:30", "02/12 15:30"),
        ("ngày 2 tháng 12", "02/12 09:00"),
        ("ngày 10", "10/12 09:00"),
        ("thứ Sáu 14h", "20/11 14:00"),
        ("thu hai tuan sau 9g", "23/11 09:00"),
        ("thứ ba tuần tới 9h", "24/11 09:00"),
        ("chủ nhật", "22/11 09:00"),
        ("ngày kia 7 giờ tối", "18/11 19:00"),
        ("1/11", "01/11 09:00"),
        ("tomorrow 9am", "17/11 09:00"),
        ("Friday 2pm", "20/11 14:00"),
        ("3 December 10:00", "03/12 10:00"),
    ],
)
def test_what_is_meant(said: str, meant: str) -> None:
    found = spoken_moment(said, MONDAY_MORNING)
    assert found is not None and f"{local(found):%d/%m %H:%M}" == meant


@pytest.mark.parametrize("said", ["khi nào tiện", "31/2", "", "khong biet"])
def test_what_names_no_time(said: str) -> None:
    assert spoken_moment(said, MONDAY_MORNING) is None
