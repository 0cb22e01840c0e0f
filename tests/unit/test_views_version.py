"""The version of the views changes with what defines them, so that programs of several versions know their own."""

from examples import known_definitions

from projections.views import VERSION, definition


def test_a_changed_definition_of_the_views_has_a_new_version() -> None:
    known = known_definitions()

    assert known.get(str(VERSION)) == definition(), "raise VERSION in projections/views.py, then run `make golden`"
    assert max(map(int, known)) == VERSION
