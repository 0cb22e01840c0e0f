"""Events and reports as files at addresses: what R, pandas, QGIS and Excel read."""

import csv
import io
import json
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from command_line import run_annals
from exporting import FILTERS, export
from service import listening, serving
from world import World, limited

from api.app import create_app
from api.exporting.columns import COLUMNS
from api.http.query_runner import QueryRunner, Unanswered
from api.limits.denied import Denied
from api.limits.limits import Limits

ADDRESSES = ("/events.csv", "/events.geojson", "/events.ndjson", "/reports.csv")
CAMEL = {"any-actor": "anyActor", "include-retracted": "includeRetracted"}


def got(world: World, address: str, **parameters: Any) -> Any:
    """The response to an address, which must be there."""
    response = world.client.get(address, params=parameters or None)
    assert response.status_code == 200, response.text
    return response


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def parameters_of(options: list[str]) -> list[tuple[str, str]]:
    """Options of `annals export` as parameters of an address."""
    found: list[tuple[str, str]] = []
    for option in options:
        if option.startswith("--"):
            name = CAMEL.get(option[2:], option[2:])
            found.append((name, "true" if name in ("directed", "overdue", "includeRetracted") else ""))
        else:
            (name, value) = found[-1]
            found = [*(found[:-1] if not value else found), (name, option)]
    return found


@pytest.mark.parametrize(("filter", "options"), FILTERS, ids=[filter for filter, _ in FILTERS])
def test_the_parameters_are_the_filter_of_the_api(turmoil: World, filter: str, options: list[str]) -> None:
    events = turmoil.ask(f"{{ events(filter: {{{filter}}}, first: 1000) {{ nodes {{ key }} }} }}")["events"]["nodes"]

    response = turmoil.client.get(f"/events.csv?{urlencode(parameters_of(options))}")

    assert {row["key"] for row in rows(response.text)} == {event["key"] for event in events}


def test_conditions_may_also_be_called_as_in_the_filter_and_enums_be_joined(turmoil: World) -> None:
    plain = got(turmoil, "/events.csv", kind=["SummitHeld", "CallHeld"], actor="RUS").text

    assert got(turmoil, "/events.csv", kinds="SUMMIT_HELD,call_held", actors="RUS").text == plain
    assert got(turmoil, "/events.csv", kind="SummitHeld,CallHeld", actor="RUS", place="").text == plain


@pytest.mark.parametrize(("format", "options"), [("csv", []), ("geojson", []), ("csv", ["--reports"])])
def test_a_file_is_what_the_command_line_exports(turmoil: World, format: str, options: list[str]) -> None:
    address = f"/{'reports' if options else 'events'}.{format}"

    assert got(turmoil, address).text == export(turmoil, format, *options).out


def test_ndjson_has_the_columns_of_csv_with_types(turmoil: World) -> None:
    events = {event["key"]: event for event in map(json.loads, got(turmoil, "/events.ndjson").text.splitlines())}

    assert list(events["call"]) == [column.name for column in COLUMNS]
    assert events.keys() == {row["key"] for row in rows(got(turmoil, "/events.csv").text)}
    assert (events["call"]["goldstein"], events["call"]["retracted"], events["call"]["mutual"]) == (
        1,
        False,
        ["kim-jong-un", "RUS"],
    )


def test_geojson_is_a_collection_of_points_with_properties(turmoil: World) -> None:
    collection = got(turmoil, "/events.geojson").json()

    assert collection["type"] == "FeatureCollection"
    assert {feature["geometry"]["type"] for feature in collection["features"]} == {"Point"}
    assert all(-180 <= f["geometry"]["coordinates"][0] <= 180 for f in collection["features"])
    assert got(turmoil, "/events.geojson", text="nothing-such").json()["features"] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_do_not_show(turmoil: World, address: str) -> None:
    whole = got(turmoil, address).content

    with limited(turmoil, max_page=3) as client:
        assert client.get(address).content == whole


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_as_large_as_one_query_may_be(turmoil: World, address: str) -> None:
    whole = got(turmoil, address).content

    with limited(turmoil, max_cost=8_000) as client:
        assert client.get(address).content == whole
    with limited(turmoil, max_cost=100) as client:
        response = client.get(address)
        assert (response.status_code, response.text.count("\n")) == (400, 1)
        assert "cost, more than 100" in response.text


def test_a_file_as_of_a_position_knows_nothing_later(turmoil: World) -> None:
    before = turmoil.ask('{ event(key: "call") { position } }')["event"]["position"] - 1

    assert got(turmoil, "/events.csv", asOf=before).text == export(turmoil, "csv", "--as-of", str(before)).out


def test_a_time_stands_for_the_position_that_the_log_had(turmoil: World) -> None:
    event = turmoil.ask('{ event(key: "call") { position recordedAt } }')["event"]

    response = got(turmoil, "/events.csv", asOf=event["recordedAt"])

    assert response.text == got(turmoil, "/events.csv", asOf=event["position"]).text
    assert response.headers["content-disposition"] == f'attachment; filename="events-as-of-{event["position"]}.csv"'


def test_what_is_appended_between_two_pages_is_on_none(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = got(told, "/events.csv").text
    number = count()

    async def append(asking: QueryRunner) -> None:
        told.append({"kind": "CallHeld", "key": f"later-{next(number)}", "occurred": "2025-10-01", "participants": ["PRK", "RUS"]})

    monkeypatch.setattr(QueryRunner, "go_on", append)
    with limited(told, max_page=8) as client:
        assert client.get("/events.csv").text == whole
        assert "later-0" in client.get("/events.csv").text


def test_the_headers_say_what_it_is_and_which_address_shows_the_same_for_ever(told: World) -> None:
    response = got(told, "/events.csv", actor="North Korea")

    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert got(told, "/events.geojson").headers["content-type"] == "application/geo+json"
    pinned = response.headers["content-location"]
    assert pinned == f"/events.csv?actor=North+Korea&asOf={told.log.head()}"
    told.append({"kind": "CallHeld", "key": "later", "occurred": "2025-10-01", "participants": ["PRK", "RUS"]})
    assert got(told, pinned).text == response.text != got(told, "/events.csv", actor="North Korea").text


def test_who_has_a_file_already_is_not_sent_it_again(told: World) -> None:
    tag = got(told, "/events.csv").headers["etag"]
    pinned = got(told, "/events.csv", asOf=told.log.head()).headers["etag"]

    assert told.client.get("/events.csv", headers={"if-none-match": tag}).status_code == 304
    told.append({"kind": "CallHeld", "key": "later", "occurred": "2025-10-01", "participants": ["PRK", "RUS"]})
    assert told.client.get("/events.csv", headers={"if-none-match": tag}).status_code == 200
    again = told.client.get("/events.csv", params={"asOf": told.log.head() - 1}, headers={"if-none-match": pinned})
    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_what_there_would_be(told: World) -> None:
    response = told.client.head("/events.csv")

    assert (response.status_code, response.content) == (200, b"")
    assert "content-length" not in response.headers
    assert told.client.head("/events.csv", params={"actor": "Rusia"}).status_code == 400


def test_a_text_is_no_formula_in_a_spreadsheet(world: World) -> None:
    titles = ['=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "'twas", "plain = text"]
    for number, title in enumerate(titles):
        world.append({"kind": "CallHeld", "key": f"k{number}", "title": title, "occurred": "2025", "participants": ["PRK", "RUS"]})

    found = [row["title"] for row in rows(got(world, "/events.csv").text)]

    assert found == ["'" + title for title in titles[:5]] + titles[5:]
    assert [title.removeprefix("'") for title in found] == titles
    assert [json.loads(line)["title"] for line in got(world, "/events.ndjson").text.splitlines()] == titles


def test_csv_has_a_byte_order_mark_only_on_request(turmoil: World) -> None:
    plain = got(turmoil, "/events.csv").content

    assert got(turmoil, "/events.csv", bom="true").content == b"\xef\xbb\xbf" + plain
    assert got(turmoil, "/events.csv", bom="false").content == plain


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"actr": "PRK"}, "there is no parameter 'actr'; did you mean actor"),
        ({"colour": "red"}, "there is no parameter 'colour'; there are kind, actor, anyActor"),
        ({"actor": "Rusia"}, "unknown actor 'Rusia'; did you mean RUS"),
        ({"kind": "SumitHeld"}, "kind: unknown kind 'SumitHeld'; did you mean SummitHeld?"),
        ({"quad": "conflict"}, "quad: there is no 'conflict'; it is one of VERBAL_COOPERATION"),
        ({"occurred": "2025-13"}, "occurred: '2025-13' is not a date: months run from 01 to 12"),
        ({"goldstein": "much"}, "goldstein: 'much' is not a number; write -10/-5, or 5/.."),
        ({"directed": "maybe"}, "directed: is true or false, not 'maybe'"),
        ({"place": ["CHN", "RUS"]}, "place: is given twice; give it once"),
        ({"between": "PRK"}, "between takes two actors, not 1"),
        ({"asOf": "yesterday"}, "asOf 'yesterday' is neither a position nor a time; write 731 or 2025-09-04T00:00:00Z"),
        ({"asOf": "999999"}, "position 999999 is beyond the head of the log"),
        ({"asOf": "2199-01-01T00:00:00Z"}, "2199-01-01T00:00:00+00:00 is in the future"),
        ({"asOf": ["1", "2"]}, "asOf is given twice; give it once"),
        ({"bom": "please"}, "bom: is true or false, not 'please'"),
        ({"text": "a b c d e f g h i j k l"}, "text takes at most 10 words, not 12; give fewer"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(turmoil: World, parameters: dict[str, Any], message: str) -> None:
    response = turmoil.client.get("/events.csv", params=parameters)

    assert response.status_code == 400
    assert response.text.startswith(message)
    assert response.text.count("\n") == 1
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_where_only_known_documents_are_answered_there_are_no_files(turmoil: World, tmp_path: Any) -> None:
    (tmp_path / "one.graphql").write_text("{ status { head } }")

    with limited(turmoil, known_documents=tmp_path, only_known="all") as client:
        response = client.get("/events.csv")

    assert (response.status_code, response.text.count("\n")) == (403, 1)
    assert response.text.startswith("this server answers known documents only")


def test_a_file_that_cannot_be_made_to_its_end_is_broken_off(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(asking: QueryRunner) -> None:
        raise Unanswered(Denied("UNAUTHENTICATED", "the token was revoked"))

    monkeypatch.setattr(QueryRunner, "go_on", refused)
    app = create_app(told.url, follow=False, limits=Limits(max_page=3))
    with listening(app) as port, pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        httpx.get(f"http://127.0.0.1:{port}/events.csv", timeout=30)


def test_a_client_cannot_hold_more_than_so_many_open(turmoil: World) -> None:
    with limited(turmoil, max_connections=0) as client:
        assert client.get("/events.csv").status_code == 429


@pytest.mark.slow
def test_files_take_a_token_where_one_is_needed(told: World) -> None:
    secret = run_annals(told.url, "token", "create", "alice").out.split()[-1]
    with serving(told.url, "--no-project") as service:
        address = f"http://127.0.0.1:{service.port}/events.csv"
        assert httpx.get(address).status_code == 401
        assert httpx.get(address, headers={"authorization": f"Bearer {secret}"}).status_code == 200


@pytest.mark.slow
def test_each_page_counts_against_the_rate_of_the_token_which_must_stay_usable(told: World) -> None:
    secret = run_annals(told.url, "token", "create", "alice", "--rate", "12").out.split()[-1]
    app = create_app(told.url, follow=False, limits=Limits(max_page=1))
    headers = {"authorization": f"Bearer {secret}"}
    with (
        listening(app) as port,
        httpx.stream("GET", f"http://127.0.0.1:{port}/events.csv", headers=headers, timeout=60) as response,
    ):
        # More pages than the rate allows at once: it waits for the next, and meanwhile the token is revoked.
        pieces = response.iter_raw()
        received = [next(pieces)]
        assert run_annals(told.url, "token", "revoke", "alice").code == 0
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            received += pieces

    assert b"".join(received).startswith(b"id,key,kind")
