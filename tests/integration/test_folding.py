"""Every way of folding leads to the same rows, and nothing that comes later changes what was known."""

import psycopg
import pytest
from dsl import Memory, Raw, a_report, clear, contents, correct, troops
from examples import raw_of
from histories import START, histories, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import EVENT_KINDS
from domain.events.base import LINKS
from domain.log import Log
from projections.live import LiveViews
from projections.schemas import LIVE
from projections.views import VIEWS

some = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
pages = st.sampled_from((1, 2, 3, 7, 1000))


def fresh(url: str, page: int) -> tuple[Memory, LiveViews]:
    """An empty log, which takes names for ids as one in memory does, and its empty views."""
    with psycopg.connect(url, autocommit=True) as conn:
        clear(conn)
    log = Log.on_postgres(url)
    views = LiveViews(log, page)
    views.prepare()
    return Memory(log), views


@some
@given(history=histories, every=st.integers(1, 6), page=pages, rebuilt_by=pages)
def test_folding_bit_by_bit_is_folding_at_once(empty_url: str, history: list[Raw], every: int, page: int, rebuilt_by: int) -> None:
    memory, views = fresh(empty_url, page)
    memory.given(*START)

    for number, _ in enumerate(told(memory, history)):
        if number % every == 0:
            views.fold()
    views.fold()
    bit_by_bit = contents(empty_url)
    LiveViews(memory.log, rebuilt_by).rebuild()

    assert contents(empty_url) == bit_by_bit


@some
@given(history=histories, then=histories, page=pages)
def test_what_was_known_stays_known(empty_url: str, history: list[Raw], then: list[Raw], page: int) -> None:
    memory, views = fresh(empty_url, page)
    memory.given(*START)
    head = max(told(memory, history), default=memory.log.head())
    views.fold()
    before = contents(empty_url, up_to=head)

    later = max(told(memory, then), default=head)
    views.fold()

    assert contents(empty_url, up_to=head) == before
    assert later >= head


@some
@given(history=histories, page=pages)
def test_at_any_position_a_thing_has_one_row_of_each_line(empty_url: str, history: list[Raw], page: int) -> None:
    memory, views = fresh(empty_url, page)
    memory.given(*START)
    list(told(memory, history))

    views.fold()

    overlaps = (
        "SELECT count(*) FROM {0} a JOIN {0} b ON a.{1} = b.{1} AND a.line = b.line AND a.known_from < b.known_from"
        " AND a.known_until > b.known_from"
    )
    with psycopg.connect(empty_url) as conn:
        conn.execute(f"SET search_path = {LIVE}".encode())
        for table in (view.table for view in VIEWS):
            assert conn.execute(overlaps.format(table.name, table.key).encode()).fetchone() == (0,)
            assert conn.execute(f"SELECT count(*) FROM {table.name} WHERE known_from >= known_until".encode()).fetchone() == (0,)


@pytest.mark.parametrize("figure", ["1e23", "9223372036854775807", "0.1", "12345678901234567890123"])
def test_figures_of_any_size_are_folded_alike_on_any_page(empty_url: str, figure: str) -> None:
    memory, views = fresh(empty_url, page=1)
    memory.given(*START, troops("e", troops={"best": figure}))

    memory.given(correct("e", troops(troops={"best": figure}, report=a_report())))
    views.fold()
    entry_by_entry = contents(empty_url)
    LiveViews(memory.log).rebuild()

    assert contents(empty_url) == entry_by_entry


def test_events_of_every_kind_can_be_folded(empty_url: str) -> None:
    unlinked = {"report": a_report(), **dict.fromkeys(LINKS)}
    examples = [raw_of(kind) | unlinked for kind in EVENT_KINDS]
    memory, views = fresh(empty_url, page=10)
    memory.given(*({name: value for name, value in raw.items() if value is not None} for raw in examples))

    views.fold()

    with psycopg.connect(empty_url) as conn:
        conn.execute(f"SET search_path = {LIVE}".encode())
        found = {kind for (kind,) in conn.execute("SELECT kind FROM event JOIN standing USING (position)").fetchall()}
        (until,) = conn.execute("SELECT content -> 'until' FROM event WHERE kind = 'ceasefire_agreed'").fetchone() or (None,)
    assert found == {kind.TOPIC for kind in EVENT_KINDS}
    assert until == {"edtf": "2026-01", "earliest": "2026-01-01", "latest": "2026-01-31", "precision": "month"}


def test_histories_have_all_that_can_befall_an_entry() -> None:
    seen: set[str] = set()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(history=histories)
    def look(history: list[Raw]) -> None:
        memory = Memory()
        memory.given(*START)
        list(told(memory, history))
        seen.update(r.entry.kind() for r in memory.log.read(limit=10_000))

    look()

    assert seen >= {
        "EventCorrected",
        "EventCorroborated",
        "EventRetracted",
        "EventReinstated",
        "ReportCorrected",
        "ReportWithdrawn",
        "EventsMerged",
        "EventsUnmerged",
        "EventsDistinguished",
        "ActorsMerged",
        "ActorsUnmerged",
        "ActorsDistinguished",
        "RegistrationCorrected",
        "RegistrationRetracted",
    }
