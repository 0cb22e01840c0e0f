"""Leaders of states: whom an import takes for somebody known, and that it never takes anybody's place."""

from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from dsl import (
    a_source,
    a_summit,
    an_actor,
)
from samples import sample
from world import ARTICLE, World, a_world

from domain.errors import BadInput

LEADERS = "obsid,gwcode,leadid,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode\n" + "".join(
    f"{obsid},{number},{id},{name},NA,M,2000-01-01,2015-12-31,Regular,Still in Office,Still in Office\n"
    for obsid, number, id, name in (
        ("PRK-2011", 731, "1a", "Kim Jong Un"),
        ("RUS-2000", 365, "2b", "Putin"),
        ("RUS-2008", 365, "3c", "Medvedev"),
        ("TIB-1913", 711, "4d", "Thubten Gyatso"),
    )
)
SUMMIT = '{ appearances(together: ["Kim Jong Un", "Vladimir Putin"], kinds: [SUMMIT_HELD]) { ordinal } }'


def codes(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"scheme": scheme, "code": code} for scheme, code in pairs]


def imported(url: str, folder: Path, text: str = LEADERS) -> Answer:
    file = folder / "leaders.csv"
    file.write_text(text, encoding="utf-8")
    return run_annals(url, "import", "archigos", file)


def article(url: str) -> Answer:
    return run_annals(url, "append", ARTICLE)


def refused(world: World, text: str) -> Any:
    return world.refusal(f'{{ events(filter: {{actors: ["{text}"]}}) {{ totalCount }} }}')["extensions"]["candidates"]


def test_leaders_of_the_former_release_are_known_by_their_ids(world: World, tmp_path: Path) -> None:
    old = an_actor("archigos-2b", "person", name="Putin", of="RUS", codes=codes(("archigos", "2b")))
    world.append(old, an_actor("vladimir-putin", "person", name="Vladimir Putin", of="RUS"))

    answer = imported(world.url, tmp_path)
    candidates = refused(world, "Putin")
    world.append(old | {"name": "Vladimir Vladimirovich Putin"})

    assert answer.code == 0
    assert candidates == ["archigos-2b", "vladimir-putin"]
    found = world.ask('{ actor(ref: "archigos-2b") { aliases codes { scheme code } offices { office } } }')["actor"]
    assert found == {"aliases": ["Putin"], "codes": codes(("archigos", "2b")), "offices": [{"office": "Leader"}]}


@pytest.mark.parametrize("article_first", [False, True], ids=["leaders first", "article first"])
def test_leaders_are_the_people_known_by_the_same_name_and_state(database_url: str, tmp_path: Path, article_first: bool) -> None:
    first = article(database_url) if article_first else imported(database_url, tmp_path)
    second = imported(database_url, tmp_path) if article_first else article(database_url)

    with a_world(database_url) as world:
        summits = world.ask(SUMMIT)["appearances"]
        kim = world.ask('{ actor(ref: "Kim Jong Un") { ref offices { office } } }')["actor"]
        candidates = refused(world, "Putin")
    again = imported(database_url, tmp_path)

    assert (first.code, second.code, len(summits)) == (0, 0, 3)
    assert kim["ref"] == "kim-jong-un"
    assert sorted(o["office"] for o in kim["offices"]) == ["Chairman of the State Affairs Commission", "Leader"]
    assert candidates == ["putin-rus", "vladimir-putin"]
    assert "5 rows: 0 recorded, 5 already recorded, 0 rejected" in again.out
    assert run_annals(database_url, "verify").code == 0


def test_an_import_tells_which_doubles_it_made_and_how_to_merge_them(database_url: str, tmp_path: Path) -> None:
    article(database_url)

    first, again = imported(database_url, tmp_path), imported(database_url, tmp_path)
    merge = ["actors", "merge", "vladimir-putin", "putin-rus"]
    merged = run_annals(database_url, *merge)
    namesake = tmp_path / "namesake.yaml"
    namesake.write_text("- {kind: ActorRegistered, id: igor, actor_kind: person, name: Igor Putin, of: RUS}\n")
    run_annals(database_url, "append", namesake)

    told = [line for line in first.out.splitlines() if "annals actors merge" in line]
    assert told == [f"Putin (putin-rus) may be Vladimir Putin (vladimir-putin); if so: annals {' '.join(merge)}"]
    assert "annals actors merge" not in again.out
    assert merged.code == 0
    with a_world(database_url) as world:
        assert world.ask('{ actor(ref: "Putin") { ref } }')["actor"] == {"ref": "vladimir-putin"}


def test_a_surname_that_nobody_else_bears_is_enough(database_url: str, tmp_path: Path) -> None:
    article(database_url)
    imported(database_url, tmp_path)

    with a_world(database_url) as world:
        assert world.ask('{ actor(ref: "Medvedev") { ref } }')["actor"] == {"ref": "medvedev-rus"}


@pytest.mark.parametrize(
    ("known", "candidates"),
    [
        (an_actor("igor", "person", name="Igor Putin", of="PRK"), None),
        (an_actor("igor", "person", name="Igor Putin"), ["igor", "putin-rus"]),
        (an_actor("igor", "person", name="Igor Rasputin", of="RUS"), None),
        (an_actor("brigade", "armed_group", name="Putin Brigade", of="RUS"), None),
        (an_actor("igor", "person", name="Putin Igor", of="RUS"), ["igor", "putin-rus"]),
    ],
)
def test_a_surname_may_mean_all_people_of_the_state_who_bear_it(
    world: World, tmp_path: Path, known: Any, candidates: list[str] | None
) -> None:
    world.append(known)
    imported(world.url, tmp_path)

    answer = world.response('{ events(filter: {actors: ["Putin"]}) { totalCount } }')

    assert (answer["errors"][0]["extensions"]["candidates"] if "errors" in answer else None) == candidates


def test_a_surname_may_mean_a_person_whom_the_same_call_registers(world: World, tmp_path: Path) -> None:
    imported(world.url, tmp_path)
    putin = an_actor("vladimir-putin", "person", name="Vladimir Putin", of="RUS")

    with pytest.raises(BadInput, match="'Putin' is ambiguous; give one of the ids putin-rus, vladimir-putin"):
        world.append(putin, a_summit(participants=["Putin", "PRK"]))
    world.append(putin, a_summit(participants=["vladimir-putin", "PRK"]))


def test_two_leaders_of_one_name_are_not_one_known_person(world: World, tmp_path: Path) -> None:
    world.append(an_actor("kim-jong-un", "person", name="Kim Jong Un", of="PRK"))

    answer = imported(world.url, tmp_path, LEADERS + LEADERS.splitlines()[1].replace("1a", "9z").replace("2011", "1911") + "\n")

    assert answer.code == 0
    assert len(world.ask('{ actors(search: "Kim Jong Un") { nodes { ref } } }')["actors"]["nodes"]) == 2


def test_a_data_set_that_an_import_registered_is_for_a_person_to_complete(world: World, tmp_path: Path) -> None:
    imported(world.url, tmp_path)

    world.append(a_source("archigos", title="Archigos, as we use it"))
    again = imported(world.url, tmp_path)

    assert again.code == 0
    assert world.ask('{ source(id: "archigos") { title } }')["source"] == {"title": "Archigos, as we use it"}


def test_a_state_that_a_person_has_registered_is_the_one_an_import_means(world: World, tmp_path: Path) -> None:
    world.append(an_actor("tibet", "territory", name="Tibet, as it was"))

    answer = imported(world.url, tmp_path)

    assert answer.code == 0
    unread = (
        "note: leaders.csv has columns that are not read, with something in so many rows: entry (4), exitcode (4), gender (4)\n"
    )
    assert answer.err == unread
    leader = world.ask('{ actor(ref: "Thubten Gyatso") { offices { of { name } } } }')["actor"]
    assert leader["offices"] == [{"of": {"name": "Tibet, as it was"}}]


@pytest.mark.slow
@pytest.mark.parametrize("order", ["leaders, article", "article, leaders", "icews, article", "icews, leaders, article"])
def test_the_readmes_query_holds_whatever_was_imported_before_or_after(database_url: str, order: str) -> None:
    steps: dict[str, list[str | Path]] = {
        "article": ["append", ARTICLE],
        "leaders": ["import", "archigos", sample("archigos-leaders/archigos.csv.gz")],
        "icews": ["import", "quadruples", sample("icews14/icews14_all_readable.tsv.gz")],
    }

    done = [run_annals(database_url, *steps[step]).code for step in order.split(", ")]
    asked = run_annals(database_url, "query", "-", stdin=SUMMIT.encode()).json

    assert set(done) == {0}
    assert [a["ordinal"] for a in asked["data"]["appearances"]] == [1, 2, 3]
    assert run_annals(database_url, "verify").code == 0
