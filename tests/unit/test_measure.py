"""What a query costs, and the limits that its text and variables can break."""

from typing import Any

import pytest
from graphql import get_introspection_query
from graphql.language import Lexer, Source, TokenKind
from hypothesis import given
from hypothesis import strategies as st

from api.documents.documents import Document
from api.documents.operation import Invalid, InvalidVariables, Operation
from api.documents.tokens import tokens
from api.limits.denied import Denied
from api.limits.limits import DEFAULT, Limits
from api.limits.weights import LENGTHS, TEXT, WEIGHTS, WORD
from api.schema import schema

COUNT = WEIGHTS["Query.events"].scan
"""The work to count all events, or to look through them."""


POSSIBLE_TYPES = " ".join(f"a{n}: types {{ fields {{ type {{ possibleTypes {{ name description }} }} }} }}" for n in range(25))
"""A part of a question about the schema that is short, and whose answer is long."""


def cost(query: str, limits: Limits = DEFAULT, **variables: Any) -> int:
    return measure(operation_of(query, limits), limits, **variables)


def operation_of(query: str, limits: Limits = DEFAULT) -> Operation:
    """The only operation of a valid document."""
    document = Document(schema().core, query, limits)
    operation = document.operation(None)
    document.validate()
    return operation


def measure(operation: Operation, limits: Limits = DEFAULT, **variables: Any) -> int:
    return operation.cost(operation.coerce(variables), limits)


def denied(query: str, limits: Limits = DEFAULT, **variables: Any) -> tuple[str, str]:
    """The code and the message with which a query is denied."""
    with pytest.raises(Denied) as denied:
        cost(query, limits, **variables)
    assert denied.value.extensions
    return denied.value.extensions["code"], denied.value.message


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ status { head } }", 2),
        ("{ status { parked head position } }", 4),
        ("{ events(first: 10) { totalCount } }", 2 + COUNT),
        ("{ events(first: 10) { nodes { key } } }", 1 + 1 + 10),
        ("{ events { nodes { key } } }", 1 + 1 + 20),
        ("{ events(first: 10) { edges { node { key } } } }", 1 + 1 + 10 * 2),
        ("{ events(first: 10) { nodes { parties { role } } } }", 1 + 1 + 10 * (1 + 40)),
        ("{ events(first: 10) { nodes { parties(first: 3) { role } } } }", 1 + 1 + 10 * (1 + 3)),
        ("{ events(first: 10) { nodes { ... on SummitHeld { participants { role } } } } }", 1 + 1 + 10 * (1 + 40)),
        ('{ actor(ref: "PRK") { events(last: 7) { nodes { key title } } } }', 1 + 1 + 1 + 7 * 2),
        ('{ nodes(ids: ["a", "b", "c", "d", "e", "f", "g"]) { id } }', 1 + 7),
        ("{ events(first: 10) { ...Page } } fragment Page on EventConnection { nodes { key } }", 1 + 1 + 10),
        ("{ events(first: 0) { nodes { key } } }", 2),
        ('{ events(first: 10, filter: {text: "war peace"}) { nodes { key } } }', 1 + 1 + 10 + COUNT + TEXT + 2 * WORD),
        ("{ events(first: 10, filter: {directed: false}) { nodes { key } } }", 1 + 1 + 10),
        ('{ __type(name: "Position") { name fields { name } } }', 2 * 3),
        ('{ __type(name: "EventEdge") { fields { name } } }', 2 * (1 + 1 + 2)),
    ],
)
def test_the_cost_is_how_many_fields_the_answer_may_have_and_the_work_of_counts_and_searches(query: str, expected: int) -> None:
    assert cost(query) == expected


def test_of_what_depends_on_the_kind_the_dearest_counts() -> None:
    sides = "... on SummitHeld { key } ... on CallHeld { key title } ... on VisitMade { key }"

    assert cost(f"{{ events(first: 10) {{ nodes {{ id {sides} }} }} }}") == 2 + 10 * (1 + 2)


def test_page_sizes_in_variables_count_and_are_not_remembered_for_others() -> None:
    operation = operation_of("query($n: Int) { events(first: $n) { nodes { key } } }")

    costs = [measure(operation, n=n) for n in (10, 100, 10)]

    assert costs == [12, 102, 12]


def test_a_page_costs_the_same_as_a_literal_as_a_default_and_as_a_whole_float() -> None:
    literal = cost("{ events(first: 1000) { nodes { id title } } }")
    default = cost("query($n: Int = 1000) { events(first: $n) { nodes { id title } } }")
    as_float = cost("query($n: Int) { events(first: $n) { nodes { id title } } }", n=1000.0)

    assert (literal, default, as_float) == (2002, 2002, 2002)


@pytest.mark.parametrize(
    "query",
    [
        "query($n: Int = 1000) { events(first: $n) { nodes { key } } }",
        "query($n: Int = 5) { events(first: $n) { nodes { key } } }",
        'query($f: EventFilter = {text: "a b"}) { events(filter: $f) { nodes { key } } }',
    ],
)
def test_what_a_variable_leaves_out_is_not_remembered_for_what_it_gives(query: str) -> None:
    operation = operation_of(query)
    default = measure(operation)

    given = measure(operation, n=7, f=None)

    assert (given, measure(operation)) == (2 + (20 if "$f" in query else 7), default)


def test_what_makes_sql_longer_costs_more() -> None:
    def filtered(**filter: Any) -> int:
        return cost("query($f: EventFilter) { events(first: 1, filter: $f) { nodes { key } } }", f=filter)

    assert filtered(text="war") < filtered(text="war peace") < filtered(text="war peace treaty")
    assert filtered(actors=["PRK"]) < filtered(actors=["PRK", "RUS"])
    by = "{ eventGroups(by: [%s]) { eventCount } }"
    assert cost(by % "KIND") < cost(by % "KIND, YEAR") < cost(by % "KIND, PAIR")


LISTS = 'query($t: String) { relationships(actor: "PRK", first: 9) { nodes { events(filter: {text: $t}) { %s } } } }'


def test_what_mentions_a_text_is_found_once_for_all_lists_of_a_field_and_once_to_count_them() -> None:
    def found(text: str, selected: str) -> int:
        query = LISTS % selected
        return cost(query, Limits(max_cost=10**9), t=text) - cost(query, t="war")

    assert found("war peace", "nodes { key }") == WORD
    assert found("war peace", "totalCount") == 2 * WORD
    fragment = "query($t: String) { " + " ".join(f"{a}: events(filter: {{text: $t}}) {{ ...F }}" for a in "ab") + " }"
    fragment += " fragment F on EventConnection { totalCount }"
    assert cost(fragment, t="war") == 2 * (1 + 1 + 2 * COUNT + 2 * (TEXT + WORD))


def test_aliases_and_directives_in_fragments_count_each_time_that_they_are_used() -> None:
    query = "{ status { ...F ...F } } fragment F on Status { a: lag @skip(if: false) b: head }"

    assert denied(query, Limits(max_aliases=3)) == (
        "TOO_MANY_ALIASES",
        "the query has 4 aliases, more than 3; send several queries",
    )
    assert denied(query, Limits(max_directives=1))[0] == "TOO_MANY_DIRECTIVES"
    assert cost(query, Limits(max_aliases=4, max_directives=2))


def deep(levels: int) -> str:
    return "{ events(first: 1) { nodes { " + "partOf { " * (levels - 3) + "key" + " }" * (levels - 3) + " } } }"


def test_a_query_may_be_so_deep_and_no_deeper() -> None:
    assert cost(deep(15))
    assert denied(deep(16)) == ("TOO_DEEP", "a query is nested at most 15 fields deep; ask in two steps")


@pytest.mark.parametrize("options", [{}, {"input_value_deprecation": True, "one_of": True, "schema_description": True}])
def test_the_schema_can_be_asked_for_whatever_the_depth(options: dict[str, bool]) -> None:
    query = get_introspection_query(**options)

    assert cost(query, Limits(max_depth=3)) < DEFAULT.max_cost / 3


@pytest.mark.parametrize(
    "query",
    [
        f"{{ __schema {{ {POSSIBLE_TYPES} }} }}",
        f"{{ __schema {{ ...C }} }} fragment C on __Schema {{ ...D }} fragment D on __Schema {{ {POSSIBLE_TYPES} }}",
    ],
)
def test_questions_about_the_schema_cost_what_they_read(query: str) -> None:
    assert denied(query)[0] == "TOO_COSTLY"


@pytest.mark.parametrize(
    ("query", "limits", "code"),
    [
        ("{ a: status { lag } b: status { lag } }", Limits(max_aliases=1), "TOO_MANY_ALIASES"),
        ("{ status { lag @skip(if: true) head @skip(if: true) } }", Limits(max_directives=1), "TOO_MANY_DIRECTIVES"),
        ("query @skip(if: true) { status { lag } }", Limits(max_directives=0), "TOO_MANY_DIRECTIVES"),
        ("{ events(first: 100) { nodes { key } } }", Limits(max_cost=101), "TOO_COSTLY"),
        ("query($n: Int = 11) { events(first: $n) { totalCount } }", Limits(max_page=10), "BAD_USER_INPUT"),
        ('{ appearances(together: ["PRK"], first: 11) { ordinal } }', Limits(max_page=10), "BAD_USER_INPUT"),
        ("{ events { nodes { reports(first: 1001) { quote } } } }", DEFAULT, "BAD_USER_INPUT"),
        ('{ events(filter: {text: "a b c"}) { totalCount } }', Limits(max_words=2), "BAD_USER_INPUT"),
        ('{ events(filter: {text: "\ufdfa"}) { totalCount } }', Limits(max_words=2), "BAD_USER_INPUT"),
        ('{ actors(search: "a b c") { totalCount } }', Limits(max_words=2), "BAD_USER_INPUT"),
        ('{ appearances(together: ["a", "b", "c"]) { ordinal } }', Limits(max_names=2), "BAD_USER_INPUT"),
        ('{ events(filter: {anyActor: ["a", "b", "c"]}) { totalCount } }', Limits(max_names=2), "BAD_USER_INPUT"),
        ('{ actors(search: "' + "a" * 301 + '") { totalCount } }', DEFAULT, "BAD_USER_INPUT"),
        ('{ events(filter: {place: "' + "a" * 301 + '"}) { totalCount } }', DEFAULT, "BAD_USER_INPUT"),
        ('{ events(after: "' + "a" * 4001 + '") { totalCount } }', DEFAULT, "BAD_USER_INPUT"),
        ("{ " + "a" * 201 + " }", DEFAULT, "GRAPHQL_PARSE_FAILED"),
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


def test_texts_in_variables_are_checked_though_shorter_ones_were_asked_before() -> None:
    operation = operation_of("query($f: EventFilter) { events(filter: $f) { nodes { key } } }")
    measure(operation, f={"text": "a", "actors": ["PRK"]})

    for filter in ({"text": "a " * 11}, {"text": "a" * 301}, {"actors": ["PRK"] * 51}, {"actors": ["P" * 301]}):
        with pytest.raises(Denied):
            measure(operation, f=filter)


@pytest.mark.parametrize(
    "query",
    [
        "{ ...F } fragment F on Query { ...F }",
        "{ ...Nowhere }",
        "{ nothing { more { ...F } } } fragment F on Nothing { a }",
        '{ events(first: "ten", last: $unknown) { nodes { key } } }',
        "{ status { lag { deeper } } }",
        "{ __schema { ...F } } fragment F on __Schema { ...F }",
    ],
)
def test_what_does_not_fit_the_schema_is_invalid_before_it_is_measured(query: str) -> None:
    with pytest.raises(Invalid):
        cost(query)


def test_every_limit_on_a_list_and_every_weight_is_of_a_field_that_there_is() -> None:
    paths = [*WEIGHTS, *LENGTHS]

    for type, field in (path.split(".") for path in paths):
        assert field in schema().core.type_map[type].fields  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "suggestion"), [("SUMMIT", "'SUMMIT_HELD'"), ("summit", "'SUMMIT_HELD'"), ("TROOPS", "'TROOPS_DISPATCHED'")]
)
def test_an_unknown_enum_value_is_answered_with_those_that_have_its_word(value: str, suggestion: str) -> None:
    with pytest.raises(Invalid) as literal:
        cost(f"{{ events(filter: {{kinds: [{value}]}}) {{ totalCount }} }}")
    with pytest.raises(InvalidVariables) as variable:
        cost("query($k: [EventKind!]) { events(filter: {kinds: $k}) { totalCount } }", k=[value])

    for found in (literal, variable):
        assert suggestion in found.value.errors[0].message


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

    assert operation.name == "B"
