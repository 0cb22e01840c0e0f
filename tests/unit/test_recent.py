"""Remembering what came last."""

from api.documents.recent import Recent


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    recent = Recent[str](10)
    recent.put("a", "first", 4)
    recent.put("b", "second", 4)
    recent.get("a")

    recent.put("c", "third", 4)

    assert [recent.get(key) for key in "abc"] == ["first", None, "third"]


def test_what_is_larger_than_all_that_may_be_kept_is_not_kept() -> None:
    recent = Recent[str](10)
    recent.put("a", "small", 4)

    recent.put("b", "large", 11)

    assert [recent.get(key) for key in "ab"] == [None, None]


def test_the_same_again_takes_no_more_room() -> None:
    recent = Recent[str](10)

    for _ in range(5):
        recent.put("a", "first", 4)
    recent.put("b", "second", 4)

    assert [recent.get(key) for key in "ab"] == ["first", "second"]
