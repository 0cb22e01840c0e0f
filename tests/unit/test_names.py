"""Names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import name_key, nearest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "KIM  JONG-UN"),
        ("U.S.", "us"),
        ("Côte d'Ivoire", "COTE DIVOIRE"),
        ("Côte d\u2019Ivoire", "Cote d'Ivoire"),
        ("Türkiye", "Turkiye"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Guinea-Bissau", "guinea bissau"),
        ("snake_case", "Snake Case"),
        ("\uff23hina", "China"),
        ("مُحَمَّد", "محمد"),
        ("Đà Nẵng", "Đa Nang"),
    ],
)
def test_two_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Congo", "Kongo"),
        ("हिन्दी", "हनद"),
        ("がく", "かく"),
        ("กุ", "กู"),
        ("김정은", "김정일"),
        ("习近平", "习近"),
    ],
)
def test_two_names_keep_their_own_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=20))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=20))
def test_blanks_and_case_do_not_count(name: str) -> None:
    assert name_key(f"  {name} ") == name_key(name)
    assert name_key(name.lower()) == name_key(name.casefold())


def test_the_nearest_names_come_best_first() -> None:
    known = ["kim-jong-il", "kim-jong-un", "vladimir-putin"]

    assert nearest("kim-jong-unn", known) == ["kim-jong-un", "kim-jong-il"]


def test_a_name_that_no_slip_of_the_pen_explains_is_near_to_none() -> None:
    assert nearest("Narnia", ["kim-jong-un", "PRK"]) == []
