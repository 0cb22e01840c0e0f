"""Events and actors found to be one, and told apart again."""

from dsl import CAST, TESTER, Annals, a_summit, actors, an_actor, an_alias, merge, merge_actors, read, unmerge, unmerge_actors

from domain.identity import event_id


def test_merged_events_stand_for_their_survivor_through_every_step(annals: Annals) -> None:
    annals.given(*CAST, a_summit("a"), a_summit("b"), a_summit("c"))

    annals.when(merge("b", "a"))
    annals.when(merge("c", "b"))
    assert survivors(annals) == {"a": "c", "b": "c", "c": "c"}

    annals.when(unmerge("c", "b"))
    assert survivors(annals) == {"a": "b", "b": "b", "c": "c"}
    assert {row["merged_into"] for row in annals.rows("standing", position=place(annals, "a"))} == {event_id("b")}


def test_a_merge_into_what_is_merged_goes_to_the_survivor(annals: Annals) -> None:
    annals.given(*CAST, a_summit("a"), a_summit("b"), a_summit("c"), merge("a", "b"))

    annals.when(merge("b", "c"))

    assert survivors(annals) == {"a": "a", "b": "a", "c": "a"}


def test_a_duplicate_merged_elsewhere_takes_its_own_along(annals: Annals) -> None:
    annals.given(*CAST, a_summit("a"), a_summit("b"), a_summit("c"), a_summit("d"))
    annals.when(merge("b", "a"))
    annals.when(merge("c", "b"))

    annals.when(merge("d", "b"))

    assert survivors(annals) == {"a": "d", "b": "d", "c": "c", "d": "d"}


def test_taking_apart_leaves_what_has_been_merged_elsewhere_since(annals: Annals) -> None:
    annals.given(*CAST, a_summit("a"), a_summit("b"), a_summit("c"))
    annals.when(merge("b", "a"))
    annals.when(merge("c", "a"))

    annals.when(unmerge("b", "a"))

    assert survivors(annals) == {"a": "c", "b": "b", "c": "c"}
    assert {row["merged_into"] for row in annals.rows("standing", position=place(annals, "a"))} == {event_id("c")}


def survivors(annals: Annals) -> dict[str, str]:
    keys = {event_id(key): key for key in "abcd"}
    return {row["key"]: keys[row["survivor"]] for row in annals.rows("event")}


def test_of_two_opposite_merges_that_race_the_first_holds(annals: Annals) -> None:
    annals.given(*CAST, a_summit("a"), a_summit("b"))

    # Both were read before either was recorded, as happens when two people decide at once.
    for entry in read(merge("b", "a"), merge("a", "b")):
        annals.log.append([entry], TESTER)
    annals.views.fold()

    assert survivors(annals) == {"a": "b", "b": "b"}
    assert {row["merged_into"] for row in annals.rows("standing", position=place(annals, "b"))} == {None}


def test_merged_actors_are_found_under_every_name_of_theirs(annals: Annals) -> None:
    annals.given(*CAST, an_actor("kim-jong-eun", "person"))

    annals.when(merge_actors("kim-jong-un", "kim-jong-eun"))
    annals.when(a_summit(participants=["Kim Jong Eun", "RUS"]))

    annals.then("party", {"actor": "kim-jong-un"}, {"actor": "RUS"})
    annals.then("actor", {"survivor": "kim-jong-un", "merged_into": "kim-jong-un"}, ref="kim-jong-eun")


def test_actors_can_be_taken_apart_again_by_the_name_of_a_survivor_merged_since(annals: Annals) -> None:
    annals.given(*actors("a", "b", "c"))
    annals.when(merge_actors("b", "a"))
    annals.when(merge_actors("c", "b"))

    annals.when(unmerge_actors("b", "a"))

    assert {row["ref"]: row["survivor"] for row in annals.rows("actor")} == {"a": "a", "b": "c", "c": "c"}


def test_who_was_merged_since_may_be_registered_again_with_nothing_new(annals: Annals) -> None:
    people = [an_actor("kim-jong-un", "person"), an_actor("kim-jong-eun", "person")]
    annals.given(*people)
    annals.given(merge_actors("kim-jong-un", "kim-jong-eun"))

    outcomes = annals.when(*people, an_alias("kim-jong-eun", "Kim the Third"))

    assert [outcome.status for outcome in outcomes] == ["already recorded", "already recorded", "recorded"]


def place(annals: Annals, key: str) -> int:
    """The position at which an event was first recorded, by which its standings know it."""
    (event,) = annals.rows("event", key=key)
    return int(event["position"])
