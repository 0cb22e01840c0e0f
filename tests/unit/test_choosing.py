"""Whom a row means among those known by a name, and what one is called whom nobody knows."""

from collections.abc import Sequence

import pytest

from scripts.importing.choosing import Candidate, choose, ids, new_id
from scripts.importing.draft import Mention
from scripts.importing.naming import belongs_to, canonical, keys, slug

GEORGIA = Candidate("GEO", "state", None, imported=False)
PUTIN = Candidate("vladimir-putin", "person", "RUS", imported=False)
AU_COMMISSION = Candidate("african-union-commission", "organization", None, imported=False)
SMITH_GBR = Candidate("john-smith", "other", "GBR", imported=True)
SMITH_USA = Candidate("john-smith-usa", "other", "USA", imported=True)
SMITH = Candidate("john-smith", "other", None, imported=True)
KOREAS = (Candidate("KOR", "state", None, imported=False), Candidate("PRK", "state", None, imported=False))


def at_any_time(several: Sequence[Candidate]) -> Sequence[Candidate]:
    return several


@pytest.mark.parametrize(
    ("mention", "known", "meant"),
    [
        (Mention("Vladimir Putin"), [PUTIN], "vladimir-putin"),
        (Mention("Vladimir Putin", "RUS"), [PUTIN], "vladimir-putin"),
        (Mention("Vladimir Putin", "USA"), [PUTIN], None),
        (Mention("Vladimir Putin", kind="armed_group"), [PUTIN], None),
        (Mention("AUC"), [AU_COMMISSION], "african-union-commission"),
        (Mention("AUC", kind="armed_group"), [AU_COMMISSION], None),
        (Mention("Georgia"), [GEORGIA], "GEO"),
        (Mention("Georgia", "GEO"), [GEORGIA], "GEO"),
        (Mention("Georgia", "USA"), [GEORGIA], None),
        (Mention("Georgia", kind="person"), [GEORGIA], None),
        (Mention("Korea"), KOREAS, None),
        (Mention("Korea", "KOR"), KOREAS, "KOR"),
        (Mention("John Smith", "FRA"), [SMITH_GBR], None),
        (Mention("John Smith", "FRA"), [SMITH], "john-smith"),
        (Mention("John Smith", "USA"), [SMITH_GBR, SMITH_USA], "john-smith-usa"),
        (Mention("John Smith"), [SMITH_GBR, SMITH_USA], "john-smith"),
        (Mention("Nobody"), [], None),
    ],
)
def test_the_one_is_meant_whom_name_country_and_kind_fit(mention: Mention, known: list[Candidate], meant: str | None) -> None:
    chosen = choose(mention, known, at_any_time)

    assert (chosen and chosen.ref) == meant


def test_those_known_from_elsewhere_come_before_those_imported() -> None:
    known = [Candidate("putin-imported", "other", None, imported=True), PUTIN]

    assert choose(Mention("Vladimir Putin"), known, at_any_time) == PUTIN


def test_the_time_tells_which_of_several_is_meant() -> None:
    bushes = [Candidate("george-h-w-bush", "person", "USA", False), Candidate("george-w-bush", "person", "USA", False)]

    assert choose(Mention("George Bush", "USA"), bushes, lambda several: several[1:]) == bushes[1]
    assert choose(Mention("George Bush", "USA"), bushes, at_any_time) is None


def test_an_actor_nobody_knows_has_its_name_for_an_id_or_else_what_tells_it_apart() -> None:
    mention = Mention("John Smith", "USA")

    assert ids(mention) == ("john-smith", "john-smith-usa")
    assert new_id(mention, ()) == "john-smith"
    assert new_id(mention, ("john-smith",)) == "john-smith-usa"
    assert new_id(mention, ids(mention)) not in ids(mention)


def test_a_role_and_whose_is_the_same_however_the_state_is_called() -> None:
    assert canonical("Police (Russian Federation)") == canonical("Police (Russia)") == "Police (Russia)"
    assert belongs_to("Police (Russian Federation)") == "RUS"
    assert belongs_to("Police (Utopia)") is None
    assert canonical("Police (Utopia)") == "Police (Utopia)"


def test_a_name_is_looked_for_with_its_country_too() -> None:
    assert keys("Police", "AUS") == ("police", "police australia")
    assert keys("Police (Australia)", "AUS") == ("police australia",)
    assert keys("PRK", "PRK") == ("north korea",)


@pytest.mark.parametrize(("one", "other"), [("Путин", "Пушкин"), ("a" * 130, "a" * 131), ("Café", "Cafe à"), ("Yi 易", "Yi 義")])
def test_other_names_have_other_slugs(one: str, other: str) -> None:
    assert slug(one) != slug(other)
    assert len(slug(one)) <= 120


def test_spellings_of_one_name_have_one_slug() -> None:
    assert slug("A.K. Singh") == slug("AK Singh") == "ak-singh"
