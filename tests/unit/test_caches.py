"""What the API caches stays within bounds, whatever clients ask."""

from typing import Any

from api.answering.names import ENTRY_SIZE, MAX_SIZE, NO_NAMES, NameCache
from api.answering.plans import MAX_PLANS, MAX_TEXT, PlanCache
from api.compiler.plan import Plan
from api.compiler.statement import Emitted, Statement
from api.documents.documents import Document
from api.documents.operation import AdmittedOperation
from api.limits.limits import LOCAL
from api.schema import schema


def admitted(text: str, **variables: Any) -> AdmittedOperation:
    operation = Document(schema().core, text, LOCAL).operation(None)
    return AdmittedOperation(operation, operation.coerce(variables), 1)


def a_plan(sql: str) -> Plan:
    return Plan(Emitted(sql.encode(), ()), [], Statement(), [])


def test_positions_without_names_do_not_fill_the_cache() -> None:
    cache, most = NameCache(), MAX_SIZE // ENTRY_SIZE

    for position in range(most + 5):
        cache.add(frozenset(), position, NO_NAMES)

    assert [cache.get(frozenset(), position) is None for position in (0, 4, 5, most + 4)] == [True, True, False, False]


def test_a_query_has_its_last_plans() -> None:
    cache, asked = PlanCache(), admitted("{ status { head } }")

    for number in range(MAX_PLANS + 2):
        cache.add(asked, cache.query(asked, 10), a_plan(f"SELECT {number}"))

    plans = cache.query(asked, 10).plans
    assert [plan.emitted.sql for plan in plans] == [f"SELECT {n}".encode() for n in reversed(range(2, MAX_PLANS + 2))]


def test_queries_whose_skips_differ_have_plans_of_their_own() -> None:
    cache, text = (
        PlanCache(),
        "query($a: Boolean = true, $n: Int) { status { head @skip(if: $a) lag } events(first: $n) { totalCount } }",
    )
    shown = admitted(text, a=False, n=1)
    shown_too = AdmittedOperation(shown.operation, shown.operation.coerce({"a": False, "n": 5}), 1)
    skipped = AdmittedOperation(shown.operation, shown.operation.coerce({"n": 1}), 1)

    cache.add(shown, cache.query(shown, 10), a_plan("SELECT 1"))

    assert [len(cache.query(asked, 10).plans) for asked in (shown, shown_too, skipped)] == [1, 1, 0]


def test_long_queries_and_plans_are_not_cached() -> None:
    cache, asked, long = PlanCache(), admitted("{ status { head } }"), admitted("{ status { head } }" + " " * MAX_TEXT)

    cache.add(asked, cache.query(asked, 10), a_plan(" " * (10 * MAX_TEXT + 1)))
    cache.add(long, cache.query(long, 10), a_plan("SELECT 1"))

    assert [cache.query(each, 10).plans for each in (asked, long)] == [[], []]
