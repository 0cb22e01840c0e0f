"""What clients are told when something goes wrong."""

import pytest
from graphql import GraphQLError
from psycopg.errors import QueryCanceled

from api.errors import told
from domain.errors import BadInput, Busy


@pytest.mark.parametrize(
    ("cause", "code", "message"),
    [
        (BadInput("between takes two actors"), "BAD_USER_INPUT", "between takes two actors"),
        (Busy("the views have not reached position 9"), "BUSY", "the views have not reached position 9"),
        (
            QueryCanceled("canceling statement due to timeout"),
            "TIMEOUT",
            "the query took too long; ask for less at a time",
        ),
        (RuntimeError("password=hunter2"), "INTERNAL_SERVER_ERROR", "something went wrong on the server; it has been logged"),
    ],
)
def test_every_cause_has_a_code_and_nothing_internal_is_told(cause: Exception, code: str, message: str) -> None:
    (answer,) = told([GraphQLError(str(cause), original_error=cause)])

    assert (answer.extensions, answer.message) == ({"code": code}, message)
