"""Remembering what was used last."""

from api.kept import Kept


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    kept: Kept[str, int] = Kept(2)

    kept.put("a", 1)
    kept.put("b", 2)
    kept.get("a")
    kept.put("c", 3)

    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_a_key_has_the_value_that_was_put_last() -> None:
    kept: Kept[str, int] = Kept(2)

    kept.put("a", 1)
    kept.put("a", 2)
    kept.put("b", 3)

    assert (kept.get("a"), kept.get("b")) == (2, 3)
