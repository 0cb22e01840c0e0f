"""Where the errors of fields stand in an answer, and what is null for them."""

from graphql import GraphQLError

from api.compiler.field_errors import MOST_ERRORS, FieldError, settle
from domain.errors import BadInput


def error(levels: int) -> FieldError:
    return FieldError(BadInput("wrong"), "a", [], levels)


def paths(errors: list[GraphQLError]) -> list[object]:
    return [tuple(error.path or ()) for error in errors]


def test_an_answer_without_errors_is_passed_on_as_it_is() -> None:
    assert settle({"a": b'{"$error":"0"}'}, []) == ({"a": b'{"$error":"0"}'}, [])


def test_a_null_stands_as_far_above_the_field_as_the_schema_demands() -> None:
    answer = {"a": b'{"list":[{"b":{"$error":"0"},"c":1},{"b":2}]}', "z": b"7"}
    expected = [b'{"list":[{"b":null,"c":1},{"b":2}]}', b'{"list":[null,{"b":2}]}', b'{"list":null}', b"null"]

    for levels, found in enumerate(expected):
        settled = settle(answer, [error(levels)])
        assert settled.data == {"a": found, "z": b"7"}
        assert paths(settled.errors) == [("a", "list", 0, "b")]

    assert settle(answer, [error(4)]).data is None


def test_one_null_has_each_error_once() -> None:
    answer = {"a": b'[{"b":{"$error":"0"},"c":{"$error":"1"}},{"b":{"$error":"0"},"c":{"$error":"1"}}]'}

    settled = settle(answer, [error(2), error(1)])

    assert settled.data == {"a": b"null"}
    assert paths(settled.errors) == [("a", 0, "b"), ("a", 0, "c")]


def test_very_many_nulls_have_some_errors_of_each_kind() -> None:
    item = '{"b":{"$error":"0"},"c":{"$error":"1"}}'

    settled = settle({"a": f"[{','.join([item] * MOST_ERRORS)}]".encode()}, [error(0), error(0)])

    assert len(settled.errors) == MOST_ERRORS
    assert paths(settled.errors)[MOST_ERRORS // 2 :][:2] == [("a", 0, "c"), ("a", 1, "c")]
    assert settled.data
    assert settled.data["a"].count(b"null") == 2 * MOST_ERRORS


def test_an_error_that_no_row_came_to_leaves_the_answer_and_has_the_path_of_its_root_field() -> None:
    settled = settle({"a": b'{"b":null}'}, [error(1)])

    assert settled.data == {"a": b'{"b":null}'}
    assert paths(settled.errors) == [("a",)]


def test_numbers_keep_all_their_digits() -> None:
    numbers = b"[12345678901234567890123,0.10000000000000000000001,-1e400]"

    assert settle({"a": numbers, "b": b'{"$error":"0"}'}, [error(0)]).data == {"a": numbers, "b": b"null"}
