"""How well messages are understood: floors held by cross-validation over the public labelled
messages (none is ever known to the one who answers it), and the command that measures any file."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.agency_files import load
from bot.cli import app
from bot.commands.measured_file import measured_file
from bot.commands.plainly import Refusal
from cases.agency.words import Example
from cases.understanding import measuring
from cases.understanding.routing import guess
from tests.agency_folder import SAMPLE

PUBLIC = Path(__file__).parent.parent / "data" / "routing_public.csv"
AGENCY = load(SAMPLE)
FOLDS, SEED = 2, 7
ENGLISH = frozenset(
    {"R006", "R027", "R048", "R115", "R164", "R178", "R277", "R324", "R353", "R399"}
)

# What the department asked for; each was reached with room to spare (docs/phan-loai.vi.md).
FLOORS = {
    ("office", "top1"): 0.93,
    ("office", "top2"): 0.98,
    ("office", "six_way"): 0.88,
    ("kind", "macro_f1"): 0.75,
    ("kind", "top2"): 0.90,
    ("out_of_authority", "recall"): 0.90,
    ("out_of_authority", "precision"): 0.85,
    ("formal", "recall"): 0.95,
}
MOST_FALSE_PROMPTS = 0.03


@pytest.fixture(scope="module")
def public() -> list[Example]:
    return measured_file(PUBLIC, AGENCY)


@pytest.fixture(scope="module")
def found(public: list[Example]) -> list[measuring.Answer]:
    return measuring.cross_validated(public, AGENCY, folds=FOLDS, seed=SEED)


@pytest.mark.slow
def test_the_floors_hold(found: list[measuring.Answer]) -> None:
    figures = measuring.figures(found)
    short = {f: figures[f[0]][f[1]] for f in FLOORS if figures[f[0]][f[1]] < FLOORS[f]}
    assert not short
    assert figures["formal"]["false_prompts"] <= MOST_FALSE_PROMPTS


@pytest.mark.slow
def test_english_is_understood_hardly_worse(found: list[measuring.Answer]) -> None:
    ids = [line.partition(",")[0] for line in PUBLIC.read_text("utf-8").splitlines()[1:]]
    english = [a for ident, a in zip(ids, found, strict=True) if ident in ENGLISH]
    assert len(english) == len(ENGLISH)
    whole, theirs = measuring.figures(found), measuring.figures(english)
    for figure in ("top1", "top2", "six_way"):
        assert theirs["office"][figure] >= whole["office"][figure] - 0.10
    assert theirs["kind"]["top2"] >= whole["kind"]["top2"] - 0.10


@pytest.mark.slow
def test_never_having_seen_one_of_them_the_office_is_found(public: list[Example]) -> None:
    agency = measuring.unseen(AGENCY, public)
    assert len(AGENCY.routing.examples) - len(agency.routing.examples) >= len(public) - 5
    figures = measuring.figures(measuring.answers(public, agency))
    assert figures["office"]["top1"] >= FLOORS["office", "top1"]
    assert figures["kind"]["macro_f1"] >= FLOORS["kind", "macro_f1"]


def test_the_same_answer_in_either_unicode_form(public: list[Example]) -> None:
    for message in public:
        decomposed = unicodedata.normalize("NFD", message.text)
        assert guess(decomposed, AGENCY) == guess(message.text, AGENCY)


def test_the_same_answer_without_diacritics(public: list[Example]) -> None:
    """But for what the diacritics themselves tell apart."""
    agree = sum(
        guess(measuring.stripped(one.text), AGENCY).label == guess(one.text, AGENCY).label
        for one in public
    )
    assert agree >= 0.98 * len(public)


def run(tmp_path: Path, file: Path, *more: str):
    env = {"LANGNGHE_DATA_DIR": str(tmp_path), "LANGNGHE_SECRET_KEY": "k" * 32}
    return CliRunner().invoke(app, ["simulate", "routing", str(file), *more], env=env)


SHAPE = {
    "office": {"top1", "top2", "six_way"},
    "kind": {"macro_f1", "top2"},
    "out_of_authority": {"precision", "recall"},
    "formal": {"recall", "false_prompts"},
    "latency_ms": {"p50", "p95"},
}


@pytest.mark.slow
def test_the_command_prints_exactly_these_figures(tmp_path: Path) -> None:
    printed = json.loads(run(tmp_path, PUBLIC, "--json").stdout)
    bare = printed.pop("stripped")
    assert {group: set(figures) for group, figures in printed.items()} == SHAPE
    assert {group: set(figures) for group, figures in bare.items()} == SHAPE
    assert all(0 <= value <= 1 for value in printed["office"].values())


def test_any_file_of_those_columns_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "kind,office,text\n"
        "hoi_dap,business_registration,mở công ty cần giấy tờ gì\n"
        "khac,none,👍\n"
        "ngoai_tham_quyen,none,cúp điện cả tuần\n",
        "utf-8-sig",
    )
    shown = run(tmp_path, file).stdout
    assert "3 tin" in shown and "hoi_dap" in shown and "ngoai_tham_quyen" in shown


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("text,kind\nx,khac\n", "office"),
        ("text,kind,office\nx,khac,khong_co\n", "khong_co"),
        ("text,kind,office\nx,lung_tung,none\n", "lung_tung"),
        ('text,kind,office\n"x,khac,none\n', "nháy"),
    ],
)
def test_a_file_that_is_none_is_named_in_plain_words(tmp_path: Path, rows: str, said: str) -> None:
    file = tmp_path / "own.csv"
    file.write_text(rows, "utf-8")
    with pytest.raises(Refusal) as refusal:
        measured_file(file, AGENCY)
    assert said in refusal.value.vi


def test_what_was_learned_by_heart_is_not_measured() -> None:
    secret = Example("xyzzy plugh", "kien_nghi", "van_phong")
    taught = measuring.taught(AGENCY, [secret])
    assert secret in taught.routing.examples
    upper = replace(secret, text="XYZZY  plugh!")
    assert secret not in measuring.unseen(taught, [upper]).routing.examples
