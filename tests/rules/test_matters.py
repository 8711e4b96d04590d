"""Whether a message holds two matters, measured on stories written by hand: the half of them marked
`held` was put away until the rules stood."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import ROOT
from cases.agency.words import MatterWords
from cases.understanding.matters import LONGEST, two
from cases.words.text import fold
from handlers.citizen.submission.parting import join, part
from tests.people import sample_agency

DATA = Path(__file__).parent.parent / "data" / "two_matters.csv"
EXAMPLES = ROOT / "agencies" / "skhdt-quang-ngai" / "examples.csv"
ASKED_IN_VAIN = 0.03  # at most, of single messages
FOUND = 0.85  # at least, of two matters
PAIR = (
    "Đề nghị cho nộp hồ sơ đăng ký doanh nghiệp sáng thứ bảy vì chúng tôi đi làm cả tuần. "
    "Ngoài ra kiến nghị bố trí vốn sớm để xây trường mầm non xã Bình Hải cho các cháu."
)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))


WRITTEN: dict[str, Callable[[str], str]] = {
    "as written": str,
    "bare": _bare,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.mark.parametrize("held", ["0", "1"])
@pytest.mark.parametrize("written", WRITTEN)
def test_pairs_are_found_and_one_long_story_stays_one(held: str, written: str) -> None:
    agency, form = sample_agency(), WRITTEN[written]
    rows = [row for row in rows_of(DATA) if row["held"] == held]
    pairs = [row for row in rows if row["second"]]
    single = [row for row in rows if not row["second"]]
    found = [row for row in pairs if two(form(row["text"]), agency)]
    in_vain = [row for row in single if two(form(row["text"]), agency)]
    assert len(pairs) >= 20 and len(single) >= 30
    assert len(found) >= FOUND * len(pairs)
    assert len(in_vain) <= ASKED_IN_VAIN * len(single)


def test_single_messages_are_hardly_ever_asked_about() -> None:
    agency = sample_agency()
    texts = [row["text"] for row in rows_of(EXAMPLES)][::5]
    asked = sum(two(text, agency) is not None for text in texts)
    assert asked <= ASKED_IN_VAIN * len(texts)


def test_they_are_parted_where_the_second_begins() -> None:
    found = two(PAIR, sample_agency())
    assert found is not None and found.asks is None
    assert found.second.startswith("Ngoài ra") and PAIR[found.at :] == found.second
    assert f"{found.first} {found.second}" == PAIR


@pytest.mark.parametrize("question", [0, 1])
def test_which_one_is_a_question_is_told(question: int) -> None:
    halves = [
        "Tiện thể cho hỏi mở công ty cổ phần lệ phí bao nhiêu?",
        "Còn việc nữa: đề nghị Sở cho nộp hồ sơ đăng ký doanh nghiệp vào sáng thứ bảy.",
    ]
    found = two(" ".join(halves if question == 0 else halves[::-1]), sample_agency())
    assert found is not None and found.asks == question


def test_an_agency_without_turning_words_asks_nobody() -> None:
    assert two(PAIR, replace(sample_agency(), matters=MatterWords())) is None


def test_a_letter_is_taken_as_it_is() -> None:
    assert two(PAIR + " " * LONGEST, sample_agency()) is None


# --- parted and put together ---------------------------------------------------------------------

_PARTS = st.lists(
    st.fixed_dictionaries(
        {"m": st.sampled_from(["m1", "m2", "m3"])},
        optional={"text": st.text("ab .\n", min_size=1, max_size=12), "files": st.just([7])},
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(parts=_PARTS, at=st.integers(0, 50), asks=st.sampled_from([None, 0, 1]))
def test_no_word_is_lost_and_it_can_be_put_together_again(parts, at, asks) -> None:
    answers = {"story": {"parts": parts}}
    part(answers, at, asks, [1, 1])
    first, second = answers["story"]["parts"], answers["second"]["parts"]
    said = "".join(p.get("text", "") for p in (*first, *second))
    assert sorted(fold(said).replace(" ", "")) == sorted(
        fold("".join(p.get("text", "") for p in parts)).replace(" ", "")
    )
    assert [p for p in second if "files" in p] == [], "photos stay with the first"
    answers["story"]["parts"].append({"text": "added since"})
    join(answers)
    assert answers == {"story": {"parts": [*parts, {"text": "added since"}], "done": True}}
