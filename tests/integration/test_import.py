"""Imports: a great many events, batch by batch, each event the first of its stream."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from dsl import TESTER, a_report
from logs import events, keys, recorded_keys

from domain.identity import event_id
from domain.log import Log
from domain.log.imports import Encoded, Imported, batches, encode
from domain.processes import done_ahead


def total(imported: Iterable[Imported]) -> tuple[int, int, int]:
    found = list(imported)
    return sum(i.recorded for i in found), sum(i.held for i in found), sum(len(i.problems) for i in found)


def test_an_import_tells_batch_by_batch_what_became_of_it(log: Log) -> None:
    first, second, third = log.import_events(events(keys(12_000)), TESTER)

    assert (first.recorded, second.recorded, third.recorded) == (5000, 5000, 2000)
    assert (first.position, third.position) == (log.read(after=4999, limit=1)[0].position, log.head())
    assert recorded_keys(log) == keys(12_000)


def test_an_import_can_be_repeated_after_it_broke_off(log: Log) -> None:
    next(log.import_events(events(keys(7000)), TESTER))

    assert total(log.import_events(events(keys(7000)), TESTER)) == (2000, 5000, 0)
    assert recorded_keys(log) == keys(7000)


def test_an_import_leaves_out_what_contradicts_the_log_and_names_it(log: Log) -> None:
    log.append(events(["there"]), TESTER)

    (batch,) = log.import_events([*events(keys(2)), *events(["there"], gist="Something else."), *events(keys(1, start=2))], TESTER)

    assert (batch.recorded, batch.held) == (3, 0)
    assert [(p.index, p.kind, p.field) for p in batch.problems] == [(2, "StatementMade", ("key",))]
    assert recorded_keys(log) == ["there", *keys(3)]


def test_an_import_leaves_out_what_names_something_the_log_does_not_hold_and_what_hangs_on_it(log: Log) -> None:
    log.append(events(["there"]), TESTER)
    dangling = events(["b"], report=a_report(stated_in="nothing"))
    given = [*events(["a"], follows="there"), *dangling, *events(["c"], follows="b"), *events(["d"], follows="e"), *events(["e"])]

    (batch,) = log.import_events(given, TESTER)

    assert [(p.index, p.field) for p in batch.problems] == [(1, ("report", "stated_in")), (2, ("follows",))]
    assert recorded_keys(log) == ["there", "a", "d", "e"]


def _encoded(names: Sequence[str]) -> Encoded:
    return encode((event, TESTER) for event in events(names))


def test_events_that_others_encoded_are_recorded_in_the_order_given(log: Log) -> None:
    names = keys(2000)
    with ThreadPoolExecutor(2) as pool:
        imported = log.import_encoded(done_ahead(pool, _encoded, batches(names, 300), ahead=3))

        assert total(imported) == (2000, 0, 0)

    assert recorded_keys(log) == names
    assert log.streams([event_id("s-00000")])[event_id("s-00000")][0].version == 1
