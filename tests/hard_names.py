"""The article's world, with names that are hard to tell apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from world import World, a_world, the_article

KOREA = "코리아"


@contextmanager
def a_world_of_names(url: str) -> Iterator[World]:
    """A world that has read the article, with names that are hard to tell apart."""
    raws: tuple[dict[str, Any], ...] = (
        {
            "kind": "ActorRegistered",
            "id": "cote-dor",
            "actor_kind": "company",
            "name": "Côte d'Or & Cie.",
            "codes": [{"scheme": "wikidata", "code": "Q99999"}, {"scheme": "cow", "code": "731"}],
        },
        {"kind": "ActorRegistered", "id": "korea-1", "actor_kind": "company", "name": "Korea Trading"},
        {"kind": "ActorRegistered", "id": "korea-2", "actor_kind": "company", "name": "KOREA TRADING"},
        {"kind": "ActorRegistered", "id": "alter-ego", "actor_kind": "person", "name": "K. J. Un"},
        {"kind": "ActorAliased", "actor": "PRK", "alias": KOREA, "language": "ko"},
        {"kind": "ActorsMerged", "actor": "kim-jong-un", "duplicates": ["alter-ego"], "reason": "the same man"},
        {"kind": "CallHeld", "key": "twin", "occurred": "2025-09-03", "participants": ["PRK", "RUS"]},
        {"kind": "EventsMerged", "event": "summit-prk-rus-2025-09-03", "duplicates": ["twin"], "reason": "the same"},
    )
    with a_world(url, *the_article()) as world:
        for raw in raws:
            world.append(raw)
        yield world
