"""What Prometheus is told: requests by root field and code, how long they took, what they cost, and what the server holds."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from service import eventually, serving
from world import World, limited

from projections.views import VIEWS

Labels = tuple[tuple[str, str], ...]


def samples(text: str) -> dict[tuple[str, Labels], float]:
    """Each sample of an exposition by its name and labels."""
    families = text_string_to_metric_families(text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def scraped(world: World) -> dict[tuple[str, Labels], float]:
    return samples(world.client.get("/metrics").text)


def grown(world: World, query: str, **variables: Any) -> dict[tuple[str, Labels], float]:
    """The samples that a query makes grow, each with by how much."""
    before = scraped(world)
    world.response(query, **variables)
    return {key: value - before.get(key, 0) for key, value in scraped(world).items() if value != before.get(key, 0)}


def requests(field: str, code: str) -> tuple[str, Labels]:
    return "annals_requests_total", (("code", code), ("field", field))


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("{ status { lag } }", {("status", "OK")}),
        ("{ a: places { totalCount } b: places { totalCount } status { lag } }", {("places", "OK"), ("status", "OK")}),
        ("{ __schema { description } }", {("__schema", "OK")}),
        ('{ relationships(actor: "Nobody") { totalCount } }', {("relationships", "BAD_USER_INPUT")}),
        (
            '{ x: place(ref: "Nowhere") { ref } y: relationship(between: ["Nobody", "PRK"]) { eventCount } }',
            {("place", "OK"), ("relationship", "BAD_USER_INPUT")},
        ),
        ("{ nothing }", {("", "GRAPHQL_VALIDATION_FAILED")}),
        ("{", {("", "GRAPHQL_PARSE_FAILED")}),
    ],
)
def test_requests_are_counted_by_root_field_and_code(article: World, query: str, counted: set[tuple[str, str]]) -> None:
    found = grown(article, query)

    expected = {requests(field, code): 1 for field, code in counted}
    assert {key: value for key, value in found.items() if key[0] == "annals_requests_total"} == expected


def test_names_that_clients_make_up_become_no_labels(article: World) -> None:
    for n in range(20):
        article.response(f"query Q{n} {{ a{n}: status {{ lag }} }}")
        article.response(f"{{ nothing{n} }}")
        article.client.get(f"/nothing{n}")

    labels = {value for _, pairs in scraped(article) for name, value in pairs if name != "le"}
    assert not [value for value in labels if value[-1:].isdigit() and not value.isdigit()]


def test_a_query_is_timed_and_its_cost_measured(article: World) -> None:
    found = grown(article, "{ places(first: 3) { nodes { name } } }")

    places = (("field", "places"),)
    assert found["annals_request_duration_seconds_count", places] == 1
    assert found["annals_request_duration_seconds_sum", places] > 0
    assert found["annals_request_cost_count", ()] == 1
    assert found["annals_request_cost_sum", ()] == article.response("{ places(first: 3) { nodes { name } } }")["extensions"]["cost"]


def test_log_and_views_are_told_and_each_view_by_itself(world: World) -> None:
    before = scraped(world)
    world.append({"kind": "SourceRegistered", "id": "paper"}, {"kind": "SourceRegistered", "id": "other"})
    after = scraped(world)

    head = world.log.head()
    for name in ("annals_entries_appended_total", "annals_entries_folded_total"):
        assert after[name, ()] - before[name, ()] == 2
    assert after["annals_log_head", ()] == after["annals_views_position", ()] == head
    for view in VIEWS:
        assert after["annals_view_position", (("view", view.name),)] == head
        assert after["annals_view_lag_entries", (("view", view.name),)] == 0


def test_a_process_tells_what_it_holds(article: World) -> None:
    article.ask("{ places(first: 4) { nodes { name } } }")

    found = scraped(article)

    assert 1 <= found["annals_pool_idle", ()] <= found["annals_pool_size", ()] <= 2
    assert found["annals_pool_waiting", ()] == 0
    assert 20e6 < found["annals_memory_bytes", ()] < 20e9
    assert found["annals_plan_cache_characters", ()] > 0


def test_refusals_count_as_well(article: World) -> None:
    with limited(article, max_body=100) as client:
        before = samples(client.get("/metrics").text)
        client.post("/graphql", json={"query": "x" * 200})
        after = samples(client.get("/metrics").text)

    for key in (requests("", "BODY_TOO_LARGE"), ("annals_http_responses_total", (("status", "413"),))):
        assert after[key] - before.get(key, 0) == 1


@pytest.mark.slow
def test_of_several_workers_any_tells_the_sum_of_all(world: World) -> None:
    key = requests("sources", "OK")
    with serving(world.url, "--workers", "3", "--no-project") as served:
        eventually(lambda: _count(served, key) is not None)
        begun = _count(served, key) or 0.0
        for _ in range(40):
            served.ask("{ sources { totalCount } }")
        # Each worker counts a moment after it has answered.
        eventually(lambda: _count(served, key) == begun + 40)
        counts = {_count(served, key) for _ in range(10)}
        pools = eventually(lambda: (size := samples(served.text("/metrics"))["annals_pool_size", ()]) >= 3 and size)

    assert counts == {begun + 40}
    assert pools >= 3


def _count(served: Any, key: tuple[str, Labels]) -> float | None:
    try:
        return samples(served.text("/metrics")).get(key, 0.0)
    except OSError:
        return None
