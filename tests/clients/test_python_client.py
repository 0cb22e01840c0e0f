"""The client that people copy, docs/clients/annals_client.py, and the notebook that shows it."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import free_port, run_annals, started
from demo import DOUBLED, Demo
from service import eventually, listening, serving, wait_for_word
from world import World

from api.app import create_app

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[2] / "docs" / "clients"

PAGES = """query($filter: EventFilter, $after: String, $asOf: AsOf) {
  events(filter: $filter, orderBy: POSITION_ASC, first: 3, after: $after, asOf: $asOf) {
    nodes { key occurred { edtf } } pageInfo { hasNextPage endCursor } } }"""
KEYS = "query($asOf: AsOf) { events(orderBy: POSITION_ASC, first: 1000, asOf: $asOf) { nodes { key } } }"
CHANGES = """subscription($after: Position, $filter: EventFilter) {
  eventRecorded(after: $after, filter: $filter) { position entryKind event { key } } }"""
CALL = {"kind": "CallHeld", "occurred": "2025-10-01", "participants": ["PRK", "RUS"]}


def loaded() -> Any:
    """The client's module, from the file as people copy it."""
    spec = importlib.util.spec_from_file_location("annals_client", FOLDER / "annals_client.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


client_module = loaded()
client = client_module.Annals


@pytest.fixture
def annals(demo: Demo) -> Iterator[Any]:
    """A client of the demo."""
    with client(f"http://127.0.0.1:{demo.service.port}/") as annals:
        yield annals


def keys_of(annals: Any) -> list[str]:
    return [event["key"] for event in annals.query(KEYS)["events"]["nodes"]]


def test_a_query_is_answered_now_and_as_of_a_moment(demo: Demo, annals: Any) -> None:
    assert annals.query("query($key: String!) { event(key: $key) { reportCount } }", key=DOUBLED)["event"]["reportCount"] > 1
    then = keys_of(annals.at(demo.then))
    assert "call" in keys_of(annals)
    assert "call" not in then
    at = annals.query("query($p: AsOf!) { changes(since: $p, first: 1) { nodes { recordedAt } } }", p={"position": demo.then - 1})
    assert keys_of(annals.at(at["changes"]["nodes"][0]["recordedAt"])) == then


def test_all_pages_are_gone_through_as_of_one_position(demo: Demo, annals: Any) -> None:
    assert [event["key"] for event in annals.nodes(PAGES)] == keys_of(annals)
    assert [event["key"] for event in annals.at(demo.then).nodes(PAGES)] == keys_of(annals.at(demo.then))
    assert list(annals.nodes(PAGES, filter={"text": "nothing-such"})) == []


def test_what_is_recorded_meanwhile_is_on_no_page(told: World) -> None:
    with listening(create_app(told.url, follow=False)) as port, client(f"http://127.0.0.1:{port}") as annals:
        before, pages = keys_of(annals), annals.nodes(PAGES)
        found = [next(pages)["key"]]
        told.append({**CALL, "key": "meanwhile"})

        assert found + [event["key"] for event in pages] == before
        assert keys_of(annals) == [*before, "meanwhile"]


@pytest.mark.parametrize("query", [KEYS, "query($after: String) { events(after: $after) { totalCount } }"])
def test_a_query_that_has_no_pages_is_refused(annals: Any, query: str) -> None:
    with pytest.raises(ValueError, match=r"after: \$after|pageInfo"):
        next(annals.nodes(query))


def test_errors_are_in_the_words_of_the_server(annals: Any) -> None:
    with pytest.raises(client_module.AnnalsError, match="unknown actor 'Rusia'; did you mean RUS") as caught:
        annals.query('{ relationship(between: ["Rusia", "PRK"]) { eventCount } }')
    assert caught.value.code == "BAD_USER_INPUT"
    assert caught.value.errors[0]["path"] == ["relationship"]
    with pytest.raises(client_module.AnnalsError, match="Cannot query field 'nothing'"):
        annals.query("{ nothing }")
    with client("http://127.0.0.1:9") as nobody, pytest.raises(client_module.AnnalsError, match="does not answer"):
        nobody.query("{ status { head } }")
    with client(annals.url + "/schema.graphql") as wrong, pytest.raises(client_module.AnnalsError, match="but no GraphQL"):
        wrong.query("{ status { head } }")
    with pytest.raises(client_module.AnnalsError, match="Cannot query field 'nothing'"):
        next(annals.subscribe("subscription { eventRecorded { nothing } }"))


def test_a_subscription_goes_on_where_it_was_when_the_server_comes_back(told: World) -> None:
    start, port = told.log.head(), free_port()
    told.append({**CALL, "key": "one"})
    annals = client(f"http://127.0.0.1:{port}")
    changes = annals.subscribe(CHANGES, after=start, filter={"actors": ["PRK"]})
    with started(told.url, "serve", "--no-project", "--port", str(port)) as server:
        wait_for_word(server)
        found = [next(changes)["event"]["key"]]
    told.append({**CALL, "key": "two"})
    with started(told.url, "serve", "--no-project", "--port", str(port)) as server:
        wait_for_word(server)
        found += [next(changes)["event"]["key"]]
        changes.close()
    annals.close()

    assert found == ["one", "two"]


def test_a_token_is_presented(told: World) -> None:
    secret = run_annals(told.url, "token", "create", "alice").out.split()[-1]
    with serving(told.url, "--no-project") as service:
        address = f"http://127.0.0.1:{service.port}"

        with client(address) as unknown, client(address, token=secret) as known:
            assert eventually(lambda: code_of(unknown) == "UNAUTHENTICATED")
            assert known.pinned().as_of == told.log.head()


def code_of(annals: Any) -> str | None:
    """The code of the error with which a question is refused."""
    try:
        annals.query("{ status { head } }")
    except client_module.AnnalsError as error:
        return str(error.code)
    return None


def test_tables_become_data_frames_with_dates_and_exact_texts(told: World) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed; `make notebook` installs it")
    told.append({**CALL, "key": "formula", "title": "=1+1"})
    with listening(create_app(told.url, follow=False)) as port, client(f"http://127.0.0.1:{port}") as unpinned:
        annals = unpinned.pinned()
        events = annals.table("events", actor=["North Korea", "RUS"], includeRetracted=True).set_index("key")
        assert events.loc["formula", "title"] == "=1+1"
        assert events.loc["formula", "earliest"] == pandas.Timestamp("2025-10-01")
        assert events.loc["summit-prk-rus-2025-09-03", "cameo"] == "046"
        assert len(annals.table("events", text="nothing-such")) == 0
        assert "troops" in set(annals.table("reports")["field"])
        frame = annals.frame(PAGES)
        assert list(frame["key"]) == keys_of(annals)
        assert "occurred.edtf" in frame.columns
        assert len(pandas.read_csv(f"http://127.0.0.1:{port}/events.csv")) == len(frame)
        with pytest.raises(client_module.AnnalsError, match="unknown actor 'Rusia'"):
            annals.table("events", actor="Rusia")


def test_the_notebook_runs_from_top_to_bottom(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = [name for name in ("nbclient", "ipykernel", "pandas") if importlib.util.find_spec(name) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}; `make notebook` installs them"
        (pytest.fail if os.environ.get("ANNALS_REQUIRE_NOTEBOOK") else pytest.skip)(reason)
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("ANNALS_URL", f"http://127.0.0.1:{demo.service.port}")
    notebook = nbformat.reads((FOLDER / "example.ipynb").read_text(encoding="utf-8"), as_version=4)
    nbformat.validate(notebook)

    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()

    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert len(shown) >= 9
    assert "did you mean RUS" in str(shown[-1])
