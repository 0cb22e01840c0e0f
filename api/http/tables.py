"""Events and reports as files at addresses that other programs read: /events.csv, /events.geojson, /events.ndjson, /reports.csv.

A file is sent while it is made, page by page, all of one position: it takes no more memory the longer it is."""

import asyncio
from codecs import BOM_UTF8
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.answering.answers import Answers
from api.exporting import columns, csv_rows, geojson, ndjson, report_columns
from api.exporting.details import selection
from api.exporting.events import query_for
from api.exporting.format import Raw, TextFile
from api.http.address import AS_OF, read_address, switch
from api.http.etags import is_current
from api.http.query_runner import MIN_POSITION, Pinned, QueryRunner, Unanswered
from api.limits.middleware import LongResponse

BOM = "bom"
"""The parameter that has a byte order mark put before CSV, by which Excel knows UTF-8."""


class Table(NamedTuple):
    """A file at an address."""

    name: str
    suffix: str
    media_type: str
    file: TextFile
    selected: str
    """GraphQL for the fields of an event that it is made of."""
    has_details: bool = True
    """Whether it has the own fields of each kind of event, too."""
    may_have_bom: bool = False


def tables() -> tuple[Table, ...]:
    """All of them."""
    csv, rows = "text/csv; charset=utf-8; header=present", columns.SELECTED
    return (
        Table("events", "csv", csv, csv_rows.EVENTS, rows, may_have_bom=True),
        Table("events", "geojson", "application/geo+json", geojson.FEATURES, rows),
        Table("events", "ndjson", "application/x-ndjson", ndjson.EVENTS, rows),
        Table("reports", "csv", csv, csv_rows.REPORTS, report_columns.SELECTED, has_details=False, may_have_bom=True),
    )


def table_routes(answers: Answers) -> list[BaseRoute]:
    """Each of them at its address."""
    return [Route(f"/{table.name}.{table.suffix}", partial(_respond, answers, table), methods=["GET"]) for table in tables()]


async def _respond(answers: Answers, table: Table, request: Request) -> Response:
    runner = QueryRunner(answers, request)
    try:
        address = runner.read(lambda: read_address(request.query_params, (BOM,) if table.may_have_bom else ()))
        has_bom = runner.read(lambda: switch(BOM, address.own.get(BOM, "false")))
        pinned = await runner.pinned(address.moment)
        headers = _headers(table, request, pinned)
        if is_current(request, pinned.tag) and MIN_POSITION not in request.headers:
            return Response(status_code=304, headers=headers)
        pages = _pages(runner, table, {"filter": address.filter, "at": pinned.position})
        # What is wrong with the question shows before anything is sent.
        first = await anext(pages)
    except Unanswered as error:
        return error.response()
    headers |= {"content-type": table.media_type, "content-disposition": f'attachment; filename="{_file_name(table, pinned)}"'}
    if first.parked:
        headers["x-annals-parked"] = str(first.parked)
    if request.method == "HEAD":
        return StreamingResponse(iter(()), headers=headers)
    begin = BOM_UTF8 if has_bom else b""
    return TableResponse(answers.gate.clients, _sent(table.file, begin, first, pages), headers=headers)


def _headers(table: Table, request: Request, pinned: Pinned) -> dict[str, str]:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != AS_OF]
    address = f"/{table.name}.{table.suffix}?{urlencode([*kept, (AS_OF, pinned.position)])}"
    # The same rows for ever, as the present program makes them.
    return {"etag": pinned.tag, "cache-control": "no-cache", "content-location": address}


def _file_name(table: Table, pinned: Pinned) -> str:
    return f"{table.name}-as-of-{pinned.position}.{table.suffix}"


class Page(NamedTuple):
    """Some events, and whether there may be more."""

    events: list[Raw]
    parked: int
    """How many entries up to the position could not be folded, so that the events may lack what they say."""


async def _pages(runner: QueryRunner, table: Table, variables: dict[str, Any]) -> AsyncIterator[Page]:
    """The events page by page, each as large as one query may be. Raises Unanswered.

    The fields of all kinds make a query that takes a second to plan: only those of the kinds that were met are asked for, and a
    page with further ones is asked for again."""
    after, kinds = None, frozenset[str]()
    while True:
        query = query_for(table.selected + selection(kinds))
        page = {"first": runner.page_size(query, variables)} | ({"after": after} if after else {})
        answer = await runner.answer(query, variables | page)
        assert answer.data is not None
        # Others are answered while a large page is read.
        found = await asyncio.to_thread(orjson.loads, answer.data["events"])
        if table.has_details and (met := {event["kind"] for event in found["nodes"]} - kinds):
            kinds |= met
            continue
        yield Page(found["nodes"], answer.extensions.get("parked", {}).get("count", 0))
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]
        await runner.go_on()


async def _sent(file: TextFile, begin: bytes, first: Page, rest: AsyncIterator[Page]) -> AsyncIterator[bytes]:
    """The file, in a piece for each page."""
    yield begin + file.begin
    separator = b""
    page: Page | None = first
    while page is not None:
        if piece := await asyncio.to_thread(lambda events: file.between.join(file.records(events)), page.events):
            yield separator + piece
            separator = file.between
        page = await anext(rest, None)
    yield file.end


class TableResponse(LongResponse):
    """A file that is sent while it is made. One that cannot be made to its end is broken off, so that nobody takes it for whole."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except Unanswered:
            # Without a last message the server closes the connection, and the client learns that something is missing.
            return
