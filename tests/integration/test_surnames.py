"""Surnames alone: queries take them for the one person who bears them and say so, appends never do."""

from dsl import an_actor
from world import World

PUTIN = an_actor("vladimir-putin", "person", name="Vladimir Putin", of="RUS")
KIM = an_actor("kim-jong-un", "person", name="Kim Jong Un", of="PRK")
OTHER_KIM = an_actor("sung-kim", "person", name="Sung Kim", of="USA")
ERDOGAN = an_actor("recep-tayyip-erdogan", "person", name="Recep Tayyip Erdoğan", of="TUR")
LEYEN = an_actor("ursula-von-der-leyen", "person", name="Ursula von der Leyen", of="DEU")


def a_call(key: str, *participants: str) -> dict[str, object]:
    return {"kind": "CallHeld", "key": key, "occurred": "2026-03-01", "participants": list(participants)}


def test_a_surname_that_one_known_person_has_stands_for_them_and_the_answer_says_so(world: World) -> None:
    world.append(PUTIN, ERDOGAN, LEYEN, a_call("call-1", "vladimir-putin", "recep-tayyip-erdogan"))

    answer = world.response(
        '{ a: actor(ref: "Putin") { ref } b: events(filter: {between: ["Erdogan", "putin"]}) { totalCount }'
        ' c: actor(ref: "von der Leyen") { ref } }'
    )

    leyen = {"ref": "ursula-von-der-leyen"}
    assert answer["data"] == {"a": {"ref": "vladimir-putin"}, "b": {"totalCount": 1}, "c": leyen}
    assert answer["extensions"]["resolved"] == [
        {"name": "Putin", "actor": "vladimir-putin"},
        {"name": "Erdogan", "actor": "recep-tayyip-erdogan"},
        {"name": "putin", "actor": "vladimir-putin"},
        {"name": "von der Leyen", "actor": "ursula-von-der-leyen"},
    ]


def test_an_answer_without_surnames_says_nothing_of_them(world: World) -> None:
    world.append(PUTIN)

    assert "resolved" not in world.response('{ actor(ref: "Vladimir Putin") { ref } }')["extensions"]


def test_the_same_query_with_another_surname_says_whom_it_took_now(world: World) -> None:
    world.append(PUTIN, ERDOGAN)
    query = "query ($who: String!) { actor(ref: $who) { ref } }"

    answers = [world.response(query, who=who) for who in ("Putin", "Erdogan", "Recep Tayyip Erdogan", "Putin")]

    told = [answer["extensions"].get("resolved", []) for answer in answers]
    assert [[one["actor"] for one in each] for each in told] == [
        ["vladimir-putin"],
        ["recep-tayyip-erdogan"],
        [],
        ["vladimir-putin"],
    ]


def test_where_several_have_it_those_with_most_events_are_named_first(world: World) -> None:
    world.append(PUTIN, KIM, OTHER_KIM, a_call("call-1", "sung-kim", "USA"), a_call("call-2", "sung-kim", "RUS"))
    world.append(a_call("call-3", "kim-jong-un", "RUS"))

    refusal = world.refusal('{ actor(ref: "Kim") { ref } }')

    assert refusal["extensions"]["candidates"] == ["sung-kim", "kim-jong-un"]


def test_a_given_name_stands_for_nobody(world: World) -> None:
    world.append(PUTIN, KIM)

    assert world.ask('{ a: actor(ref: "Vladimir") { ref } b: actor(ref: "Un") { ref } }')["a"] is None


def test_a_surname_comes_first_where_people_put_it_there(world: World) -> None:
    world.append(KIM)

    assert world.ask('{ actor(ref: "Kim") { ref } }') == {"actor": {"ref": "kim-jong-un"}}


def test_a_name_of_its_own_goes_before_a_surname(world: World) -> None:
    world.append(PUTIN, an_actor("putin-band", "other", name="Putin"))

    assert world.ask('{ actor(ref: "Putin") { ref } }') == {"actor": {"ref": "putin-band"}}


def test_a_surname_as_of_a_position_means_whom_the_log_knew_then(world: World) -> None:
    (first,) = world.append(KIM)
    world.append(OTHER_KIM)

    answer = world.ask(f'{{ actor(ref: "Kim", asOf: {{position: {first.position}}}) {{ ref }} }}')

    assert answer == {"actor": {"ref": "kim-jong-un"}}
    assert world.refusal('{ actor(ref: "Kim") { ref } }')["extensions"]["candidates"] == ["kim-jong-un", "sung-kim"]


def test_somebody_whom_only_an_import_knows_by_name_is_a_candidate_and_no_answer(world: World) -> None:
    imported = an_actor("barack-obama", "other", name="Barack Obama", codes=[{"scheme": "imported", "code": "Barack Obama"}])
    world.append(imported, an_actor("michelle-obama", "person", name="Michelle Obama"))

    assert world.refusal('{ actor(ref: "Obama") { ref } }')["extensions"]["candidates"] == ["barack-obama", "michelle-obama"]


def test_an_unknown_actor_is_answered_with_those_who_have_the_word_in_their_names(world: World) -> None:
    imported = an_actor("barack-obama", "other", name="Barack Obama", codes=[{"scheme": "imported", "code": "Barack Obama"}])
    world.append(imported)

    refusal = world.refusal('{ relationship(between: ["Obama", "USA"]) { eventCount } }')

    assert refusal["extensions"]["candidates"][0] == "barack-obama"
