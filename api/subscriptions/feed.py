"""The feed: every change after a position, as long as somebody listens, with nothing missed and nothing twice."""

import asyncio
import dataclasses
from collections.abc import AsyncGenerator
from functools import partial
from typing import Any

from psycopg import AsyncConnection

from api.answering.moments import check_not_beyond_head, view_position
from api.answering.names import find_names, nearest
from api.answering.plans import Query
from api.answering.reader import Reader
from api.compiler.compile import resolver_of
from api.compiler.selections import texts_in
from api.compiler.spec import Row
from api.compiler.statement import Statement
from api.documents.operation import AdmittedOperation
from api.subscriptions.page import ChangeAnswer, answer_page, find_page
from api.subscriptions.root import ChangeSubscription
from api.types.filtering import conditions
from api.waiting import Stopping
from domain.errors import Busy, UnknownName
from projections.directory import Matches

RETRY = 1.0
"""Seconds after which a database that does not answer is asked again: subscribers need not notice that it was away."""


async def follow(reader: Reader, query: Query, admitted: AdmittedOperation) -> AsyncGenerator[ChangeAnswer, None]:
    """What a subscription tells of each change that it is about. Raises BadInput, GraphQLError, Busy, Stopping."""
    selections = query.selections.with_variables(admitted.variables)
    (selected,) = query.fields.values()
    field = query.type.fields[selected[0].node.name.value]
    describe = resolver_of(field)
    assert describe
    wanted: ChangeSubscription = describe(None, **selections.arguments(field, selected))
    after, names = await reader.read(partial(_begin, wanted=wanted))
    while True:
        try:
            page = await find_page(reader, admitted, names, wanted.filter, after)
            answer = partial(answer_page, page=page, query=query, selections=selections)
            answers = await reader.read(answer, admitted.cost, admitted.client)
            for change in answers:
                yield change
            after = page.end
            _end_if_cancelled()
            if page.is_last:
                await reader.beyond(after)
        except Stopping:
            raise
        except Busy:
            await asyncio.sleep(RETRY)


def _end_if_cancelled() -> None:
    """Raises CancelledError where the subscriber has left, and nobody has heard it.

    `asyncio.wait_for`, by which the pool waits for a connection, loses a cancellation that comes together with what it waits for
    (until Python 3.12); a feed that went on would go on for ever, and count as one of its client's."""
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError


async def _begin(conn: AsyncConnection[Any], wanted: ChangeSubscription) -> tuple[int, Matches]:
    """Where to begin, and what the names in the filter stand for. Raises BadInput."""
    now = await view_position(conn)
    if wanted.after is not None and wanted.after > now:
        await check_not_beyond_head(conn, wanted.after)
    texts = set(texts_in(dataclasses.asdict(wanted.filter))) if wanted.filter else set()
    names = await find_names(conn, texts, now)
    try:
        conditions(Row(Statement({None: names}), "e", "0", now=False), wanted.filter)
    except UnknownName as error:
        raise UnknownName(error.what, error.name, await nearest(conn, error, now)) from error
    return now if wanted.after is None else wanted.after, names
