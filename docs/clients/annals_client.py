"""A client of annals in one file: copy it beside your own code. It needs httpx, and pandas where you want DataFrames.

from annals_client import Annals

annals = Annals("http://127.0.0.1:8000").pinned()     # all answers belong to the position that is reached now
annals.query("{ status { position } }")
for event in annals.nodes(EVENTS, filter={"actors": ["North Korea"]}):
    print(event["key"])
annals.table("events", actor="North Korea", occurred="2024/2025")     # a DataFrame
for change in annals.subscribe(CHANGES, after=1539):                  # goes on until you stop it
    print(change["event"]["title"])
"""

from __future__ import annotations

import copy
import io
import json
import re
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    import pandas

AFTER, AS_OF = "after", "asOf"
"""Variables that the client gives values where a query declares them: the cursor or position to go on after, and the moment."""

PAUSE = 1.0
"""Seconds before a broken subscription is begun again."""

TABLES = {"events": ("earliest", "latest", "recorded_at"), "reports": ()}
"""The tables that the server has as CSV, with the columns that are dates."""


class AnnalsError(Exception):
    """What the server says is wrong, in its own words. `code`: BAD_USER_INPUT, UNAUTHENTICATED and the like, or the status."""

    def __init__(self, message: str, code: str, errors: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.errors = errors or []
        """All errors of a GraphQL response, with their paths and, where a name is unknown, their candidates."""


class Annals:
    """One annals server, asked about now or as of a moment. `with Annals(...) as annals:` closes its connections at the end."""

    def __init__(
        self, url: str = "http://127.0.0.1:8000", token: str | None = None, as_of: int | str | None = None, timeout: float = 60
    ) -> None:
        """`url`: without /graphql; `token`: as `annals token create` prints it; `as_of`: a position or a time, None for now."""
        self.url, self.as_of = url.rstrip("/"), as_of
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(headers=headers, timeout=timeout)

    def __enter__(self) -> Annals:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections, which all clients share that `at` and `pinned` made of this one."""
        self._http.close()

    def at(self, as_of: int | str | None) -> Annals:
        """The same server as of a moment: a position (731), a time ("2025-09-04T00:00:00Z"), or None for now."""
        other = copy.copy(self)
        other.as_of = as_of
        return other

    def pinned(self) -> Annals:
        """The same server as of the position that it has reached now: what it answers does not change any more."""
        return self.at(self.query("{ status { position } }")["status"]["position"])

    def query(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data that answers a query. A query that declares $asOf is asked as of the client's moment. Raises AnnalsError."""
        headers = {"accept": "application/graphql-response+json"}
        body = {"query": query, "variables": self._completed(query, variables)}
        try:
            response = self._http.post(f"{self.url}/graphql", json=body, headers=headers)
        except httpx.TransportError as error:
            raise AnnalsError(f"{self.url} does not answer: {error}", "UNAVAILABLE") from error
        return _data(response)

    def nodes(self, query: str, **variables: Any) -> Iterator[dict[str, Any]]:
        """All nodes of the one connection in a query, page after page, all of one position.

        The query declares $after and $asOf, gives them to the connection, and asks for `nodes` and
        `pageInfo { hasNextPage endCursor }`; `first:` says how long a page is."""
        if not _declares(query, AFTER):
            raise ValueError("the query declares no $after: String; give it to the connection as after: $after")
        fixed = self.pinned() if self.as_of is None and _declares(query, AS_OF) else self
        while True:
            page = _connection(fixed.query(query, **variables))
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            variables[AFTER] = page["pageInfo"]["endCursor"]

    def frame(self, query: str, **variables: Any) -> pandas.DataFrame:
        """The same nodes as a DataFrame; a value within an object has a column like `occurred.edtf`."""
        import pandas

        return pandas.json_normalize(list(self.nodes(query, **variables)))

    def table(self, name: str = "events", **conditions: Any) -> pandas.DataFrame:
        """The table `events` or `reports` of the events that meet some conditions, as a DataFrame.

        The conditions are those of the address: kind, actor, anyActor, between, occurred="2024/2025", place, text and so on; a list
        for several values."""
        import pandas

        given = {key: str(value).lower() if isinstance(value, bool) else value for key, value in conditions.items()}
        response = self._get(f"/{name}.csv", given | ({AS_OF: self.as_of} if self.as_of is not None else {}))
        frame = pandas.read_csv(io.BytesIO(response.content), dtype={"cameo": "string"}, parse_dates=list(TABLES[name]))
        # The server puts an apostrophe before what a spreadsheet would take for a formula.
        texts = frame.select_dtypes(["object", "string"]).columns
        frame[texts] = frame[texts].map(lambda value: value.removeprefix("'") if isinstance(value, str) else value)
        return frame

    def subscribe(self, query: str, **variables: Any) -> Iterator[dict[str, Any]]:
        """What a subscription tells of each change, for as long as you take them. Raises AnnalsError.

        One that declares $after and asks for `position` goes on after a break where it was, without missing or repeating any."""
        resumes = _declares(query, AFTER)
        while True:
            try:
                for data in self._events(query, variables):
                    (change,) = data.values()
                    yield change
                    if resumes and "position" in change:
                        variables[AFTER] = change["position"]
            except httpx.TransportError as error:
                if not resumes:
                    raise AnnalsError(f"the subscription broke off: {error}", "UNAVAILABLE") from error
            time.sleep(PAUSE)

    def _events(self, query: str, variables: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The data of each server-sent event of one connection."""
        body, headers = {"query": query, "variables": dict(variables)}, {"accept": "text/event-stream"}
        with self._http.stream("POST", f"{self.url}/graphql", json=body, headers=headers) as response:
            if "text/event-stream" not in response.headers.get("content-type", ""):
                response.read()
                _data(response)
            kind = ""
            for line in response.iter_lines():
                field, _, value = line.partition(":")
                if field == "event":
                    kind = value.strip()
                elif field == "data" and kind == "next":
                    yield _checked(json.loads(value))
                elif not line and kind == "complete":
                    return

    def _get(self, path: str, parameters: Mapping[str, Any]) -> httpx.Response:
        try:
            response = self._http.get(f"{self.url}{path}", params=dict(parameters))
        except httpx.RemoteProtocolError as error:
            raise AnnalsError(f"the server broke off in the middle of {path}; ask again", "UNAVAILABLE") from error
        except httpx.TransportError as error:
            raise AnnalsError(f"{self.url} does not answer: {error}", "UNAVAILABLE") from error
        if response.is_error:
            if "json" in response.headers.get("content-type", ""):
                _checked(response.json())
            raise AnnalsError(response.text.strip(), str(response.status_code))
        return response

    def _completed(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        if self.as_of is None or AS_OF in variables or not _declares(query, AS_OF):
            return dict(variables)
        moment = {"position": int(self.as_of)} if str(self.as_of).isdigit() else {"time": self.as_of}
        return {**variables, AS_OF: moment}


def _declares(query: str, variable: str) -> bool:
    return re.search(rf"\${variable}\s*:", query) is not None


def _data(response: httpx.Response) -> dict[str, Any]:
    """The data of a response. Raises AnnalsError."""
    try:
        return _checked(response.json())
    except ValueError as error:
        message = f"{response.url} answers {response.status_code}, but no GraphQL; is it the address of annals?"
        raise AnnalsError(message, str(response.status_code)) from error


def _checked(body: Any) -> dict[str, Any]:
    if errors := body.get("errors"):
        message = "\n".join(error["message"] for error in errors)
        raise AnnalsError(message, errors[0].get("extensions", {}).get("code", ""), errors)
    data: dict[str, Any] = body["data"]
    return data


def _connection(data: Any) -> dict[str, Any]:
    """The connection in an answer: the object that has nodes and pageInfo."""
    waiting = [data]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            if {"nodes", "pageInfo"} <= value.keys():
                return value
            waiting += value.values()
    raise ValueError("the query has no connection with nodes and pageInfo { hasNextPage endCursor }")
