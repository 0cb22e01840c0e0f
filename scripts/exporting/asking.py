"""How an export asks the API: without a server, and ending where there is an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from api.exporting.events import Ask
from domain.errors import AnnalsError, BadInput, Busy
from scripts.support.asking import OURS, Answer, asking


@contextmanager
def answering(url: str) -> Iterator[Ask]:
    """Answers the queries of an export. It raises BadInput, Busy or AnnalsError where there is an error."""
    with asking(url) as ask:

        def answer(query: str, variables: dict[str, Any]) -> dict[str, Any]:
            found = ask(query, variables)
            if found.codes:
                raise _error(found)
            return found.response

        yield answer


def _error(answer: Answer) -> AnnalsError:
    message = str(answer.response["errors"][0]["message"])
    if answer.codes[0] not in OURS:
        return BadInput(message)
    return Busy(message) if answer.codes[0] == "BUSY" else AnnalsError(message)
