"""Whom a text names: whole names, parts of them, and words that only look like one."""

from __future__ import annotations

import pytest

from cases.privacy.naming import named

OFFICIALS = {1: "Trần Văn Điều", 2: "Lê Thị Hạnh", 3: "Ngô Thị Điều", 4: "Phạm Bình", 5: "Nam"}


@pytest.mark.parametrize(
    ("about", "story", "certain", "unclear"),
    [
        ("Trần Văn Điều", "", {1}, set()),
        ("ong TRAN VAN DIEU, van phong", "", {1}, set()),
        ("anh văn điều", "", {1}, set()),
        ("Thị Điều", "", {3}, set()),
        ("anh Điều", "", set(), {1, 3}),
        ("dieu", "", set(), {1, 3}),
        ("chị Hạnh", "", set(), {2}),
        ("", "Chị Lê Thị Hạnh quát tôi", {2}, set()),
        ("", "co hanh bat toi cho", set(), {2}),
        ("", "Cán bộ thi hành công vụ quát tôi", set(), set()),
        ("", "Mọi việc bình thường, tôi ở Bình Sơn", set(), set()),
        ("", "anh Nam quát tôi", set(), {5}),
        ("", "đàn ông Việt Nam", set(), set()),
        ("Trần Văn Điều", "Anh Điều quát tôi", {1}, set()),
        ("Lê Thị Hạnh", "Anh Điều cũng quát", {2}, {1, 3}),
        ("Nguyễn Thị Lan", "", set(), set()),
        ("", "", set(), set()),
    ],
)
def test_whom_a_text_names(about, story, certain, unclear):
    found = named(about, story, OFFICIALS)
    assert (found.certain, found.unclear) == (certain, unclear)


def test_words_of_an_office_are_no_given_names():
    assert not named("Phòng Phạm Bình 2, Bình", "", {4: "Trần Bình"}, office_named=True).unclear
    assert named("anh Bình, phòng đăng ký", "", {4: "Trần Bình"}, office_named=True).unclear
