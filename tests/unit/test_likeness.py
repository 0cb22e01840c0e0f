"""When two names may be one name, and when they tell two things apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import name_key
from projections.doubles.likeness import is_misspelt, is_short_for, name_other_states, states_in
from projections.doubles.suggestion import Suggestion, merges
from projections.doubles.trigrams import look_alikes, similarity, trigrams

STATES = {name_key(name): name for name in ("Australia", "Austria", "North Korea", "South Korea", "Guinea", "Guinea-Bissau")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong-eun"),
        ("Vladimir Putin", "Vladmir Putin"),
        ("Abdel Fattah al-Sisi", "Abdel Fattah el-Sisi"),
        ("Jong Un Kim", "Kim Jong Un"),
        ("Bank of Russia", "The Bank of Russia"),
    ],
)
def test_a_slip_of_the_pen_is_seen(one: str, other: str) -> None:
    assert is_misspelt(name_key(one), name_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong Il"),
        ("1st Brigade", "2nd Brigade"),
        ("Alexander II", "Alexander III"),
        ("Media Office", "Medical Staff"),
        ("Court Judge", "Chief Court Judge"),
        ("Liberal Party", "Liberation Party"),
    ],
)
def test_another_word_is_no_slip(one: str, other: str) -> None:
    assert not is_misspelt(name_key(one), name_key(other))


@pytest.mark.parametrize(("short", "long"), [("Putin", "Vladimir Putin"), ("V. Putin", "Vladimir Putin"), ("Kim", "Kim Jong Un")])
def test_a_name_in_short_is_seen(short: str, long: str) -> None:
    assert is_short_for(name_key(short), name_key(long))


@pytest.mark.parametrize(("short", "long"), [("M. Putin", "Vladimir Putin"), ("Al", "Al Gore"), ("Putin", "Putin")])
def test_another_name_is_not_a_short_one(short: str, long: str) -> None:
    assert not is_short_for(name_key(short), name_key(long))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Citizen (Australia)", "Citizen (Austria)"),
        ("Army of North Korea", "Army of South Korea"),
        ("Guinea Army", "Guinea-Bissau Army"),
    ],
)
def test_names_with_other_states_in_them_are_told_apart(one: str, other: str) -> None:
    assert name_other_states(name_key(one), name_key(other), STATES)


def test_the_longest_name_of_a_state_counts() -> None:
    assert states_in("citizens of guinea bissau", STATES) == {"Guinea-Bissau"}


words = st.text("abc", min_size=1, max_size=4)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join)


@given(st.sets(texts, max_size=30), st.sampled_from((0.3, 0.5, 0.65, 1.0)))
def test_none_that_look_alike_is_missed(found: set[str], least: float) -> None:
    each = {
        frozenset((one, other)): how
        for one in found
        for other in found
        if one < other and (how := similarity(trigrams(one), trigrams(other))) >= least
    }

    assert {frozenset((one, other)): how for one, other, how in look_alikes(found, least)} == each


def suggestion(survivor: str, duplicate: str) -> Suggestion:
    return Suggestion(survivor, duplicate, 0.9, ("alike",))


def test_a_chain_of_suggestions_is_one_merge() -> None:
    chain = [suggestion("a", "b"), suggestion("c", "d"), suggestion("b", "c")]

    ((survivor, led),) = merges(chain)

    assert survivor == "a"
    assert {s.duplicate for s in led} == {"b", "c", "d"}


def test_what_was_told_apart_is_not_brought_together_by_a_chain() -> None:
    chain = [suggestion("a", "b"), suggestion("b", "c")]

    found = list(merges(chain, apart={frozenset("ac")}))

    assert found == [("a", [chain[0]])]


def test_a_chain_does_not_make_two_states_one() -> None:
    chain = [suggestion("COD", "congo"), suggestion("COG", "congo")]

    found = list(merges(chain, alone={"COD", "COG"}))

    assert found == [("COD", [chain[0]])]
