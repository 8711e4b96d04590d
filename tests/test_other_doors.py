"""People at the other doors: complaint, denunciation, another authority. What they are asked, what
they are handed, and what of it may lie nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from cases.other_doors import Speaks, speaks
from cases.routing import doors
from cases.text import fold
from tests.people import Person, World, sample_agency
from tests.test_receipt_pdf import read


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


TOOK_MONEY = "Ông Bảy ở quầy bắt tôi đưa phong bì 5 triệu rồi mới chịu nhận hồ sơ mở công ty"
DECISION = "Tôi khiếu nại quyết định thu hồi giấy chứng nhận đăng ký công ty, xin hủy quyết định"
MISUSED = "toi khieu nai ve viec tra ho so mo cong ty cham"
SENDER = "Võ Thị Tư, 0905 123 218, xã Bình Hải"


def opened(text: str, door: str) -> str:
    agency = sample_agency()
    return speaks(text, agency, door, doors(text, agency))


def printed(world: World, citizen: Person) -> str:
    """What stands on the newest letter, read from its PDF."""
    [(path,)] = world.rows(
        "SELECT path FROM stored_file WHERE kind = 'letter' ORDER BY id DESC LIMIT 1"
    )
    return read(world.house.files.open_path(path).read_bytes())


# --- what a text says -----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [str, fold], ids=["written", "bare"])
@pytest.mark.parametrize(
    ("text", "door", "how"),
    [
        (DECISION, "complaint", Speaks.CERTAINLY),
        ("Đề nghị sửa, tôi khởi kiện hành chính Sở ra tòa", "complaint", Speaks.CERTAINLY),
        ("tôi khiếu nại về việc trả hồ sơ chậm", "complaint", Speaks.PERHAPS),
        ("gửi khiếu nại về thái độ phục vụ", "complaint", Speaks.PERHAPS),
        ("đây không phải là khiếu nại, chỉ góp ý", "complaint", Speaks.NOT),
        ("thủ tục khó dễ, phí cao quá", "complaint", Speaks.NOT),
        (TOOK_MONEY, "denunciation", Speaks.CERTAINLY),
        ("tôi tố cáo thái độ của cô ở quầy", "denunciation", Speaks.PERHAPS),
        ("tôi không tố cáo ai, chỉ góp ý thôi", "denunciation", Speaks.NOT),
        ("thủ tục khó dễ, phí cao quá", "denunciation", Speaks.NOT),
    ],
)
def test_a_word_alone_decides_nothing(typed: Any, text: str, door: str, how: Speaks) -> None:
    assert opened(typed(text), door) == how
