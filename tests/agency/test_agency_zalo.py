"""`[zalo]` in agency.toml: what a clerk may write there, and what is told of what cannot fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.agency_files import load
from tests.agency_folder import Folder

TEMPLATE = """
[[zalo.templates]]
notice = "notice.answer"
template = "345678"
to = "phone"
values.ma = { from = "code", longest = 20 }
values.tom_tat = { from = "answer", longest = 30 }
values.so = { from = "phone", longest = 20 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def with_templates(folder: Folder, templates: str) -> Folder:
    folder.change("agency.toml", "window_hours = 48 #", f"window_hours = 48\n{templates}\n#")
    return folder


def test_the_sample_has_the_free_window_and_no_templates(folder):
    agency = load(folder.path)
    assert (agency.zalo.window_hours, agency.zalo.templates) == (48, ())


def test_a_template_is_read(folder):
    [template] = load(with_templates(folder, TEMPLATE).path).zalo.templates
    assert (template.notice, template.template, template.by_phone) == (
        "notice.answer",
        "345678",
        True,
    )
    assert {name: (v.source, v.longest) for name, v in template.values.items()} == {
        "ma": ("code", 20),
        "tom_tat": ("answer", 30),
        "so": ("phone", 20),
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("notice.answer", "notice.anser", "notice.answer"),
        ('from = "answer"', 'from = "reason"', "không có chỗ điền “reason”"),
        ("longest = 20 }", "longest = 8 }", "dài đến 12 chữ"),
        ("longest = 30", "longest = 3000", "400"),
        ('to = "phone"', 'to = "email"', "account, phone"),
        ('template = "345678"', 'template = ""', "bỏ trống"),
    ],
)
def test_what_cannot_fit_is_told_at_its_line(old, new, told, folder):
    spoilt = TEMPLATE.replace(old, new, 1)
    assert spoilt != TEMPLATE
    [mistake] = with_templates(folder, spoilt).mistakes()
    assert told in str(mistake) and mistake.file == "agency.toml" and mistake.line > 0


def test_a_flag_fills_no_template(folder):
    spoilt = TEMPLATE.replace("notice.answer", "notice.accept").replace('"answer"', '"question"')
    [mistake] = with_templates(folder, spoilt).mistakes()
    assert "question" in str(mistake)


def test_an_office_whose_name_is_too_long_is_found_beforehand(folder):
    spoilt = TEMPLATE.replace("notice.answer", "notice.accept").replace('"answer"', '"office"')
    [mistake] = with_templates(folder, spoilt).mistakes()
    longest = "Phòng Đấu thầu, Thẩm định và Giám sát đầu tư"
    assert f"dài đến {len(longest)} chữ" in str(mistake)


def test_a_window_zalo_does_not_have(folder):
    folder.change("agency.toml", "window_hours = 48", "window_hours = 72")
    [mistake] = folder.mistakes()
    assert "48 (miễn phí)" in str(mistake)
