"""How alike two texts are."""

from __future__ import annotations

import unicodedata

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.words.likeness import Rarity, bag, similarity
from cases.words.text import fold

WORDS = "hồ sơ công ty đăng ký giấy tờ bản mạng đấu thầu phòng quầy bị trả lại của tôi".split()
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
BOUNDED = settings(max_examples=50, deadline=None)


@BOUNDED
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=5))
def test_it_is_the_same_both_ways_and_whole_for_itself(one, other, among):
    bags = [bag(text, {}) for text in (one, other, *among)]
    rarity = Rarity(bags)
    first, second = bags[:2]
    assert similarity(first, second, rarity) == similarity(second, first, rarity)
    assert 0 <= similarity(first, second, rarity) <= 100
    assume(first)
    assert similarity(first, first, rarity) == 100


@BOUNDED
@given(TEXTS)
def test_how_letters_are_spelt_makes_no_difference(text):
    spelt = (unicodedata.normalize("NFD", text), fold(text), text.upper(), f"  {text}!!")
    assert {bag(each, {}) for each in spelt} == {bag(text, {})}


@BOUNDED
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_what_is_taken_away_again_weighs_nothing(texts):
    kept, gone = bag(texts[0], {}), [bag(text, {}) for text in texts[1:]]
    rarity = Rarity([kept, *gone])
    for each in gone:
        rarity.remove(each)
    assert rarity.weight(kept) == Rarity([kept]).weight(kept)


def test_short_forms_and_rare_words_tell_what_it_is_about():
    short = {"cty": "công ty", "đkkd": "đăng ký kinh doanh"}
    assert bag("cty đkkd", short) == bag("công ty đăng ký kinh doanh", {})
    assert not bag("tôi là của bà", {}), "words of every story tell nothing"
    among = [bag(f"hồ sơ công ty số {at}", {}) for at in range(80)]
    rare = bag("ký quỹ dự án", {})
    rarity = Rarity([*among, rare])
    mine = bag("hồ sơ công ty ký quỹ", {})
    assert similarity(mine, rare, rarity) > similarity(mine, among[0], rarity)
