"""An article written on a telephone, over real HTTP to Telegram: an album for its pictures, the
approval of a second official, and the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.test_files import exif, picture
from tests.town import Town

pytestmark = pytest.mark.slow  # processes and sockets of their own


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(f"sqlite:///{tmp_path / 'langnghe.db'}", tmp_path).opens(site=True)
    yield made
    made.ends()


def test_an_album_becomes_the_pictures_of_the_page(town: Town) -> None:
    author = town.official("handler", "dang_ky_kinh_doanh", "Lê Thị Hạnh")
    approver = town.official("dispatcher", name="Trần Văn Điều")
    author.says("/baiviet moi").taps("II.1.b").says("Quầy một cửa mới").says("Quầy đã mở.")
    author.taps("article.b_done")
    photos = [picture(size=(size, 40), exif=exif()) for size in (60, 80)]
    author.does(
        lambda: [
            author.user.sends_photo(photo, "Quầy nhìn từ cửa" if at == 0 else "", album="a1")
            for at, photo in enumerate(photos)
        ][-1]
    )
    assert author.keys.count("article.ask_pictures_more") == 2
    assert len(author.inbox) == len({b.id for b in author.inbox})
    town.until_rows(
        lambda rows: rows == [(2,)], "SELECT COUNT(*) FROM stored_file WHERE state = 'kept'"
    )
    author.taps("article.b_done").taps("article.b_skip").taps("article.b_gui")
    number = re.findall(r"BV\d\d-\d{5}", author.text)[-1]
    assert approver.got("article.to_approve")
    approver.says(f"/baiviet {number}").taps("article.b_duyet")
    status, page = town.opens_link(f"/articles/{number}")
    assert status == 200 and "Quầy nhìn từ cửa" in page.decode()
    shown = set(re.findall(r'src="(/articles/\S+?\.jpg)"', page.decode()))
    assert len(shown) == 2
    for path in shown:
        status, drawn = town.opens_link(path)
        assert status == 200 and b"SECRET" not in drawn
