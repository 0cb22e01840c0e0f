"""How much a query asks for, told from its text."""

from typing import Any

import pytest
from graphql import get_introspection_query
from graphql.language import Lexer, OperationDefinitionNode, Source, TokenKind
from hypothesis import given
from hypothesis import strategies as st

from api.documents.documents import Document
from api.documents.tokens import tokens
from api.limits.denied import Denied
from api.limits.limits import DEFAULT, Limits
from api.limits.measure import Measure
from api.schema import schema


def measure(query: str, limits: Limits = DEFAULT, **variables: Any) -> Measure:
    document = Document(schema().core, query, limits)
    return document.measure(document.operation(None), variables)


def denied(query: str, limits: Limits = DEFAULT, **variables: Any) -> tuple[str, str]:
    """The code and the message with which a query is denied."""
    with pytest.raises(Denied) as denied:
        measure(query, limits, **variables)
    assert denied.value.extensions
    return denied.value.extensions["code"], denied.value.message


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ status { lag } }", 2),
        ("{ status { lag head position } }", 4),
        ("{ events(first: 10) { totalCount } }", 2),
        ("{ events(first: 10) { nodes { key } } }", 1 + 1 + 10),
        ("{ events { nodes { key } } }", 1 + 1 + 20),
        ("{ events(first: 10) { edges { node { key } } } }", 1 + 1 + 10 * 2),
        ("{ events(first: 10) { nodes { parties { role } } } }", 1 + 1 + 10 * (1 + 5)),
        ('{ actor(ref: "PRK") { events(last: 7) { nodes { key title } } } }', 1 + 1 + 1 + 7 * 2),
        ('{ nodes(ids: ["a", "b", "c", "d", "e", "f", "g"]) { id } }', 1 + 7),
        ("{ events(first: 10) { ...Page } } fragment Page on EventConnection { nodes { key } }", 1 + 1 + 10),
        ("{ events(first: 0) { nodes { key } } }", 2),
    ],
)
def test_the_cost_is_how_many_fields_the_answer_may_have(query: str, cost: int) -> None:
    assert measure(query).cost == cost


def test_of_what_depends_on_the_kind_the_dearest_counts() -> None:
    sides = "... on SummitHeld { key } ... on CallHeld { key title } ... on VisitMade { key }"

    assert measure(f"{{ events(first: 10) {{ nodes {{ id {sides} }} }} }}").cost == 2 + 10 * (1 + 2)


def test_page_sizes_in_variables_count_and_are_not_remembered_for_others() -> None:
    document = Document(schema().core, "query($n: Int) { events(first: $n) { nodes { key } } }", DEFAULT)
    operation = document.operation(None)

    costs = [document.measure(operation, {"n": n}).cost for n in (10, 100, 10)]

    assert costs == [12, 102, 12]


def test_aliases_and_directives_in_fragments_count_each_time_that_they_are_used() -> None:
    query = "{ status { ...F ...F } } fragment F on Status { a: lag @skip(if: false) b: head }"

    found = measure(query)

    assert (found.aliases, found.directives) == (4, 2)


def deep(levels: int) -> str:
    return "{ events(first: 1) { nodes { " + "partOf { " * (levels - 3) + "key" + " }" * (levels - 3) + " } } }"


def test_a_query_may_be_so_deep_and_no_deeper() -> None:
    assert measure(deep(15))
    assert denied(deep(16)) == ("TOO_DEEP", "a query is nested at most 15 fields deep; ask in two steps")


def test_the_schema_can_be_asked_for_whatever_the_limit() -> None:
    query = get_introspection_query(input_value_deprecation=True, one_of=True)

    assert measure(query, Limits(max_depth=3)).cost < 2000


@pytest.mark.parametrize(
    ("query", "limits", "code"),
    [
        ("{ a: status { lag } b: status { lag } }", Limits(max_aliases=1), "TOO_MANY_ALIASES"),
        ("{ status { lag @skip(if: true) head @skip(if: true) } }", Limits(max_directives=1), "TOO_MANY_DIRECTIVES"),
        ("query @skip(if: true) { status { lag } }", Limits(max_directives=0), "TOO_MANY_DIRECTIVES"),
        ("{ events(first: 100) { nodes { key } } }", Limits(max_cost=101), "TOO_COSTLY"),
        ("{ status { " + "lag " * 200 + "} }", DEFAULT, "TOO_COSTLY"),
        ("{ status { lag head } }", Limits(max_tokens=6), "TOO_MANY_TOKENS"),
        ("{ events(first: 11) { totalCount } }", Limits(max_page=10), "BAD_USER_INPUT"),
        ("{ events(first: -1) { totalCount } }", DEFAULT, "BAD_USER_INPUT"),
        ("{ events(first: 1, last: 1) { totalCount } }", DEFAULT, "BAD_USER_INPUT"),
        ("{ events(first: 0) { nodes { partOf { place { within { name } } } } } }", Limits(max_depth=5), "TOO_DEEP"),
    ],
)
def test_beyond_a_limit_a_query_is_denied_with_a_code_and_a_remedy(query: str, limits: Limits, code: str) -> None:
    found, message = denied(query, limits)

    assert found == code
    assert len(message) > 20


def test_a_page_in_a_variable_is_checked_too() -> None:
    query = "query($n: Int) { events(first: $n) { totalCount } }"

    assert denied(query, n=1001) == ("BAD_USER_INPUT", "a page has 0 to 1000 rows, not 1001")


@pytest.mark.parametrize(
    "query",
    [
        "{ ...F } fragment F on Query { ...F }",
        "{ ...Nowhere }",
        "{ nothing { more { ...F } } } fragment F on Nothing { a }",
        '{ events(first: "ten", last: $unknown) { nodes { key } } }',
        "{ status { lag { deeper } } }",
    ],
)
def test_what_fits_no_schema_is_measured_without_harm(query: str) -> None:
    assert measure(query).cost < 100


TEXTS = ('"""a "" b\\""" c"""', '"a \\" b"', "# a comment\n", "{", "}", "...", "name", "$n", ":", "-1.5e3", "@x", " ", "\n", ",")


@given(st.lists(st.sampled_from(TEXTS)).map(" ".join))
def test_words_are_counted_as_the_parser_counts_them(text: str) -> None:
    lexer = Lexer(Source(text))
    read = 0
    while lexer.advance().kind is not TokenKind.EOF:
        read += 1

    assert sum(1 for _ in tokens(text)) == read


@pytest.mark.parametrize("text", ['"\\"' * 100_000, '"""' * 100_001, '"' * 300_000, '"""\\"""' * 50_000])
def test_no_text_makes_counting_slow(text: str) -> None:
    assert sum(1 for _ in tokens(text)) <= 300_000


def test_an_operation_is_found_by_its_name() -> None:
    document = Document(schema().core, "query A { status { lag } } query B { status { head } }", DEFAULT)

    operation = document.operation("B")

    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == "B"
