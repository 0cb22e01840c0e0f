"""Entries as files have them, made of what the log stores, and back."""

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import entries

from domain.entries import Entry
from domain.kinds import ENTRY_KINDS
from domain.packing import LOGGED, pack
from domain.written import content_of, written

quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.TOPIC)
def test_no_kind_has_a_field_where_files_say_something_else(kind: type[Entry]) -> None:
    assert not {"kind", LOGGED} & kind.model_fields.keys()


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.TOPIC)
def test_a_written_entry_stands_for_the_same_content(kind: type[Entry]) -> None:
    @quick
    @given(entry=entries(kind))
    def holds(entry: Entry) -> None:
        stored = pack(entry)

        raw = written(**stored)

        assert content_of(raw) == (kind, stored["content"])
        assert "topic" not in str(raw.get("replacement", "")) + str(raw.get("registration", ""))

    holds()
