"""Remembering what was used last."""

from api.kept import Kept


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    kept = Kept[str, str](10)
    kept.put("a", "first", 4)
    kept.put("b", "second", 4)
    kept.get("a")

    kept.put("c", "third", 4)

    assert [kept.get(key) for key in "abc"] == ["first", None, "third"]


def test_what_is_larger_than_all_that_may_be_kept_is_not_kept() -> None:
    kept = Kept[str, str](10)
    kept.put("a", "small", 4)

    kept.put("b", "large", 11)

    assert [kept.get(key) for key in "ab"] == [None, None]


def test_the_same_again_takes_no_more_room() -> None:
    kept = Kept[str, str](10)

    for _ in range(5):
        kept.put("a", "first", 4)
    kept.put("b", "second", 4)

    assert [kept.get(key) for key in "ab"] == ["first", "second"]


def test_a_key_has_the_value_and_the_size_that_were_put_last() -> None:
    kept = Kept[str, str](10)

    kept.put("a", "small", 2)
    kept.put("a", "large", 8)
    kept.put("b", "more", 4)

    assert [kept.get(key) for key in "ab"] == [None, "more"]


def test_without_sizes_it_is_the_number_that_is_bounded() -> None:
    kept = Kept[str, int](2)

    for key in "abc":
        kept.put(key, 1)

    assert [kept.get(key) for key in "abc"] == [None, 1, 1]
