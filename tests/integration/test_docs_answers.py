"""The queries in README and docs, asked of the article's database: each has an answer without errors."""

import pytest
from shown_queries import QUERIES, Query
from world import World


@pytest.mark.parametrize("query", [query for query in QUERIES if query.runs], ids=str)
def test_every_query_that_is_shown_is_answered(article: World, query: Query) -> None:
    assert article.ask(query.text)


def test_there_are_queries_to_ask() -> None:
    assert len([query for query in QUERIES if query.runs]) > 10
