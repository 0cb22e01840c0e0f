"""What sorts of places there are: those that the news has, as GeoNames classes them."""

import re

import pytest
from dsl import a_place
from world import World

from domain.registrations.places import PlaceKind

GEONAMES = "AHLPRSTUV"
"""The feature classes of GeoNames."""


@pytest.mark.parametrize("kind", ["island", "village", "sea", "strait", "border_crossing", "base", "airport", "port", "bridge"])
def test_a_place_is_told_as_the_sort_it_was_registered_as(world: World, kind: str) -> None:
    world.append(a_place("somewhere", place_kind=kind))

    assert world.ask('{ place(ref: "somewhere") { kind } }') == {"place": {"kind": kind.upper()}}


def test_every_feature_class_of_geonames_has_a_sort_of_place(world: World) -> None:
    found = world.ask('{ __type(name: "PlaceKind") { enumValues { name description } } }')["__type"]["enumValues"]

    classes = "".join("".join(re.findall(r"GeoNames ([A-Z and]+)\.", value["description"])) for value in found)
    assert {value["name"] for value in found} == {kind.name for kind in PlaceKind}
    assert set(GEONAMES) <= set(classes)
