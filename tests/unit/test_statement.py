"""The parameters of a statement: those that its text mentions, and no others."""

from api.compiler.statement import Statement, emit


def test_a_value_that_the_text_does_not_mention_is_no_parameter() -> None:
    statement = Statement()
    _, second, third = (statement.param(value) for value in ("a", "b", "c"))

    emitted = emit(f"SELECT {third}::text, {second} || {third}")

    assert emitted.sql == b"SELECT $1::text, $2 || $1"
    assert emitted.params(statement.values) == ["c", "b"]


def test_other_values_go_into_the_same_places() -> None:
    statement = Statement()
    statement.param("a")
    mark = statement.mark()
    emitted = emit(f"SELECT {statement.param('b')}")

    statement.resume(mark)
    statement.param("c")

    assert emitted.params(statement.values) == ["c"]


def test_more_than_nine_parameters_are_told_apart() -> None:
    statement = Statement()
    texts = [statement.param(number) for number in range(12)]

    emitted = emit(" ".join(reversed(texts)))

    assert emitted.sql == " ".join(f"${number}" for number in range(1, 13)).encode()
    assert emitted.params(statement.values) == [*range(11, -1, -1)]
