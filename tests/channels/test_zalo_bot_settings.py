"""What an operator is told of the Zalo Bot before a citizen meets it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.commands.channel_checks import channels, names_on
from bot.commands.channel_settings import well_formed
from bot.commands.findings import Finding, Weight
from bot.commands.plainly import Refusal
from bot.settings import Settings
from tests.fakes.zalo_bot_api import ApiError, FakeZaloBot

TOKEN = FakeZaloBot().token
WEBHOOK: dict[str, Any] = {
    "zalo_bot_mode": "webhook",
    "zalo_bot_secret": "long-enough",
    "public_url": "https://phananh.example.vn",
}


def settings_of(folder: Path, **given: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **{"zalo_bot_token": TOKEN, **given})


def told(folder: Path, *faults: ApiError, groups: bool = False, **given: Any) -> Finding:
    async def ask() -> Finding:
        async with FakeZaloBot() as api:
            api.joins_groups = groups
            api.break_next("getMe", *faults)
            found = await channels(settings_of(folder, zalo_bot_api=api.url, **given))
            [one] = [e for e in found if "Zalo Bot" in e.vi or "ZALO_BOT" in e.vi]
            return one

    return asyncio.run(ask())


def test_it_works_and_says_what_it_cannot_do(tmp_path: Path) -> None:
    found = told(tmp_path, **WEBHOOK)
    assert found.weight is Weight.GOOD and "bot.langnghe" in found.vi
    for limit in ("nút bấm", "tệp", "vị trí", "trẻ em", "khuyết tật", "điện thoại"):
        assert limit in found.vi
    for limit in ("buttons", "files", "places", "children", "disabilities", "telephone"):
        assert limit in found.en
    assert "nhóm" not in found.vi
    assert "nhóm" in told(tmp_path, groups=True, **WEBHOOK).vi


def test_polling_is_good_for_a_trial_only(tmp_path: Path) -> None:
    found = told(tmp_path)
    assert found.weight is Weight.REFUSED
    assert "LANGNGHE_ZALO_BOT_MODE=webhook" in found.vi and "polling" in found.vi


@pytest.mark.parametrize(
    "lacking",
    [
        {"zalo_bot_secret": ""},
        {"zalo_bot_secret": "short"},
        {"public_url": ""},
        {"public_url": "http://phananh.example.vn"},
    ],
)
def test_a_webhook_needs_a_secret_and_an_address(tmp_path: Path, lacking: dict[str, str]) -> None:
    found = told(tmp_path, **WEBHOOK | lacking)
    assert found.weight is Weight.WRONG
    assert "LANGNGHE_ZALO_BOT_SECRET" in found.vi and "LANGNGHE_PUBLIC_URL" in found.vi


def test_a_token_that_is_refused_and_a_platform_that_is_away(tmp_path: Path) -> None:
    found = told(tmp_path, zalo_bot_token="1:geheim")
    assert found.weight is Weight.WRONG and "LANGNGHE_ZALO_BOT_TOKEN" in found.vi
    away = told(tmp_path, ApiError(500, "oops", 500))
    assert away.weight is Weight.WRONG and "500" in away.vi
    assert "geheim" not in found.vi + found.en + away.vi + away.en


def test_it_is_off_without_a_token(tmp_path: Path) -> None:
    assert "zalo_bot" in names_on(settings_of(tmp_path))
    off = settings_of(tmp_path, zalo_bot_token="")
    assert "zalo_bot" not in names_on(off)
    said = [each.vi for each in asyncio.run(channels(off))]
    assert "Kênh zalo_bot: tắt (LANGNGHE_ZALO_BOT_TOKEN trống)." in said
    begun = settings_of(tmp_path, **WEBHOOK, zalo_bot_token="")
    [half] = [each for each in asyncio.run(channels(begun)) if "zalo_bot" in each.vi]
    assert half.weight is Weight.REFUSED and "còn thiếu LANGNGHE_ZALO_BOT_TOKEN" in half.vi


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"zalo_bot_token": "geheim"}, "LANGNGHE_ZALO_BOT_TOKEN sai dạng"),
        ({"zalo_bot_secret": "geheim"}, "8 đến 256"),
        ({"zalo_bot_secret": "x" * 257}, "8 đến 256"),
        ({"zalo_bot_api": "bot-api.example"}, "LANGNGHE_ZALO_BOT_API ghi sai"),
    ],
)
def test_wrong_settings_are_one_plain_sentence(
    tmp_path: Path, given: dict[str, str], words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        well_formed(settings_of(tmp_path, **given))
    assert words in refused.value.vi and "geheim" not in refused.value.vi + refused.value.en
    well_formed(settings_of(tmp_path, **WEBHOOK))
