"""What an import registered on its own never blocks a person's registration, nor takes the place of somebody known."""

from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from dsl import (
    Annals,
    a_place,
    a_source,
    a_summit,
    actors,
    an_actor,
    an_alias,
    correct_registration,
    merge_actors,
    provisional,
    retract_registration,
)
from oracle.root import Root
from served import served
from world import World, a_world, bare_database

from domain.errors import BadInput

KIM = an_actor("kim-jong-un", "other", name="Kim Jong-Un", codes=[{"scheme": "ucdp-actor", "code": "7"}])
PERSON = an_actor("kim-jong-un", "person", name="Kim Chong-un", of="PRK", codes=[{"scheme": "wikidata", "code": "Q56226"}])
CALLED = {"kind": "ActorRegistered", "id": "kim-jong-un"}

ACTOR = '{ actor(ref: "kim-jong-un"%s) { kind name aliases codes { scheme code } eventCount } }'


def codes(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"scheme": scheme, "code": code} for scheme, code in pairs]


def imported(url: str, folder: Path, text: str) -> Answer:
    file = folder / "graph.tsv"
    file.write_text(text, encoding="utf-8")
    return run_annals(url, "import", "quadruples", file)


def test_a_person_completes_what_an_import_registered_and_earlier_answers_stay(world: World) -> None:
    world.append(provisional(KIM), an_actor("vladimir-putin", "person", name="Vladimir Putin"), a_summit())
    before, head = world.ask(ACTOR % ""), world.log.head()

    (outcome,) = world.append(PERSON)

    assert outcome.status == "recorded"
    assert world.ask(ACTOR % "")["actor"] == {
        "kind": "PERSON",
        "name": "Kim Chong-un",
        "aliases": ["Kim Jong-Un"],
        "codes": codes(("ucdp-actor", "7"), ("wikidata", "Q56226")),
        "eventCount": 1,
    }
    assert world.ask(ACTOR % f", asOf: {{position: {head}}}") == before
    changes = world.ask(f"{{ changes(since: {{position: {head}}}) {{ nodes {{ entryKind actor {{ ref }} }} }} }}")["changes"]
    assert changes["nodes"] == [{"entryKind": "ActorRegistered", "actor": {"ref": "kim-jong-un"}}]


@pytest.mark.parametrize("raw", [KIM, a_place("beijing"), a_source("icews", title="ICEWS")])
def test_what_a_person_has_registered_is_refused_with_other_content_whoever_came_first(world: World, raw: Any) -> None:
    other = raw | {"name": "N"} if "name" in raw else raw | {"title": "T"}
    world.append(provisional(raw))
    world.append(raw)

    again = world.append(raw)[0].status, world.append(provisional(raw))[0].status

    assert again == ("already recorded", "already recorded")
    with pytest.raises(BadInput, match="recorded already with other content"):
        world.append(other)


def test_an_import_still_finds_what_a_person_has_completed(database_url: str, tmp_path: Path) -> None:
    rows = "Kim Jong-Un\tConsult\tNorth Korea\t2014-01-01\n"
    imported(database_url, tmp_path, rows)
    log = tmp_path / "person.yaml"
    log.write_text("- {kind: ActorRegistered, id: kim-jong-un, actor_kind: person, name: Kim Chong-un, of: PRK}\n")
    assert run_annals(database_url, "append", log).code == 0

    again = imported(database_url, tmp_path, rows)

    assert "1 rows: 0 recorded, 1 already recorded, 0 rejected" in again.out
    assert run_annals(database_url, "verify").code == 0


def test_a_place_and_a_source_are_completed_too(annals: Annals) -> None:
    annals.given(*actors("CHN"), provisional(a_place("peking", name="Peking")), provisional(a_source("icews", title="ICEWS")))

    annals.when(a_place("peking", name="Beijing", within="CHN"), a_source("icews", title="ICEWS, coded events"))

    annals.then("place", {"name": "Beijing", "within": "CHN", "line": 1000}, ref="peking")
    annals.then("source", {"title": "ICEWS, coded events"})
    named = [(row["sort"], row["name"]) for row in annals.rows("name", ref="peking")]
    assert named == [("id", "peking"), ("name", "Beijing"), ("alias", "Peking")]


def test_places_of_the_former_release_are_known_by_their_ids(annals: Annals) -> None:
    annals.given(*actors("RUS"), a_place("rus-primorye", within="RUS"), a_place("rus-primorye-artyom", within="rus-primorye"))

    annals.when(a_place("rus-primorye-artyom", name="Artyom", within="rus-primorye", aliases=["Artem"]))

    annals.then("place", {"name": "Artyom"}, ref="rus-primorye-artyom")
    annals.given(a_place("beijing-airport", name="Capital Airport", within="RUS"))
    with pytest.raises(BadInput, match="recorded already"):
        annals.given(a_place("beijing-airport", name="Daxing Airport", within="RUS"))


def test_what_completes_may_be_corrected_and_retracted_as_any_registration(annals: Annals) -> None:
    annals.given(*actors("PRK"), provisional(KIM), PERSON)

    annals.when(correct_registration(CALLED, PERSON | {"name": "Kim Jong Un"}))
    annals.then("actor", {"name": "Kim Jong Un", "codes": {"wikidata": ["Q56226"]}}, ref="kim-jong-un")
    assert [row["name"] for row in annals.rows("name", ref="kim-jong-un", sort="alias")] == []
    annals.when(retract_registration(CALLED))

    annals.then("actor", {"retracted": True}, ref="kim-jong-un")
    assert annals.rows("name", ref="kim-jong-un") == []


def test_what_somebody_has_corrected_is_no_longer_for_others_to_complete(annals: Annals) -> None:
    annals.given(*actors("PRK"), provisional(KIM), correct_registration(CALLED, provisional(KIM | {"name": "Kim"})))

    with pytest.raises(BadInput, match="recorded already"):
        annals.when(PERSON)


def test_a_merge_and_the_aliases_outlast_the_completion(annals: Annals) -> None:
    annals.given(*actors("PRK"), an_actor("kim", "person"), provisional(KIM), an_alias("kim-jong-un", "Chairman Kim"))

    annals.when(merge_actors("kim", "kim-jong-un"))
    annals.when(PERSON)

    annals.then("actor", {"name": "Kim Chong-un", "survivor": "kim", "merged_into": "kim"}, ref="kim-jong-un")
    assert [r["name"] for r in annals.rows("name", ref="kim-jong-un", sort="alias")] == ["Kim Jong-Un", "Chairman Kim"]


def test_a_log_with_a_completed_registration_can_be_appended_to_another(world: World, server_url: str, tmp_path: Path) -> None:
    world.append(provisional(KIM), provisional(a_place("peking", name="Peking")))
    world.append(PERSON, a_place("peking", name="Beijing", within="CHN"))
    file = tmp_path / "log.ndjson"
    assert run_annals(world.url, "export", "ndjson", "--output", file).code == 0

    with bare_database(server_url) as url:
        appended = run_annals(url, "append", file)
        with a_world(url) as elsewhere:
            found = elsewhere.ask(ACTOR % "")
    with bare_database(server_url) as url:
        restored = run_annals(url, "restore", file)
        verified = run_annals(url, "verify")

    assert (appended.code, appended.err, restored.code, verified.code) == (0, "", 0, 0)
    assert found == world.ask(ACTOR % "")


def test_the_oracle_agrees_about_every_position(server_url: str) -> None:
    said = [
        provisional(an_actor("somebody", "other", name="Putin", of="RUS", codes=codes(("ucdp-actor", "7")))),
        provisional(a_place("somewhere", name="Anywhere")),
        a_place("somewhere", within="CHN"),
        an_actor("somebody", "person", name="Vladimir V. Putin", of="RUS", codes=codes(("wikidata", "Q7747"))),
        correct_registration({"kind": "ActorRegistered", "id": "somebody"}, an_actor("somebody", "person", name="V. Putin")),
        retract_registration({"kind": "PlaceRegistered", "id": "somewhere"}),
    ]
    fields = "ref kind name aliases codes { scheme code }"
    with bare_database(server_url) as url, served(url, said) as world:
        oracle = Root(world.log.read(limit=10_000))
        for position in world.about.positions:
            at = f"asOf: {{position: {position}}}"
            for question in (
                *(f'{{ actor(ref: "{name}", {at}) {{ {fields} }} }}' for name in ("Putin", "somebody", "V. Putin")),
                f'{{ events(filter: {{actors: ["Putin"]}}, {at}) {{ totalCount }} }}',
                '{ place(ref: "somewhere") { ref name country { ref } } places(search: "where") { nodes { name } } }',
            ):
                assert world.response(question)["data"] == oracle.answer(question).data, question
