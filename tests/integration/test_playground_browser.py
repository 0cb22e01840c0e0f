"""The playground in a real browser with no network beyond this machine."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from browsing import browsing, launched
from command_line import run_annals
from playwright.sync_api import Browser, Page, expect
from service import listening
from world import World

from api.app import create_app
from api.examples import EXAMPLES
from api.playground import playground_files


@pytest.fixture(scope="module")
def address(article: World) -> Iterator[str]:
    """Where a server of the article's world listens."""
    if playground_files() is None and not os.environ.get("ANNALS_REQUIRE_CHROMIUM"):
        pytest.skip("the playground's files have not been fetched; make playground")
    with listening(create_app(article.url, follow=False)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser for all tests of this file: to start one takes longer than most of them."""
    with launched(chromium) as browser:
        yield browser


@pytest.fixture
def asked() -> list[str]:
    """The addresses on other hosts that the page has asked for."""
    return []


@pytest.fixture
def violations() -> list[str]:
    """What the page has tried and its content security policy has forbidden."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, asked: list[str], violations: list[str]) -> Iterator[Page]:
    """The playground, opened; every other host is out of reach."""
    with opened(browser, address, asked, violations) as page:
        yield page


@contextmanager
def opened(browser: Browser, address: str, asked: list[str], violations: list[str]) -> Iterator[Page]:
    """The playground of a server in a browser."""
    with browsing(browser, address, asked, violations) as page:
        page.goto(f"{address}/graphql")
        page.wait_for_selector(".graphiql-query-editor .CodeMirror")
        yield page


def run_example(page: Page, name: str) -> None:
    """Puts the cursor into an example and presses Ctrl-Enter, as the page's first lines say."""
    # The editor draws only the lines in sight.
    line = EXAMPLES[: EXAMPLES.index(f" {name} {{")].count("\n")
    editor = page.locator(".graphiql-query-editor .CodeMirror")
    editor.evaluate("(editor, line) => { editor.CodeMirror.setCursor(line, 0); editor.CodeMirror.focus() }", line)
    page.keyboard.press("Control+Enter")


def test_the_playground_opens_with_the_examples(page: Page, asked: list[str]) -> None:
    editor = page.locator(".graphiql-query-editor .CodeMirror")

    assert page.title() == "annals"
    assert editor.evaluate("editor => editor.CodeMirror.getValue()") == EXAMPLES
    assert asked == []


def test_an_example_is_answered(page: Page, asked: list[str], violations: list[str]) -> None:
    run_example(page, "HowOften")

    expect(page.locator(".result-window")).to_contain_text('"ordinal": 1')
    assert violations == []
    shown = page.locator(".result-window .CodeMirror").evaluate("window => window.CodeMirror.getValue()")
    assert [a["event"]["occurred"]["edtf"] for a in json.loads(shown)["data"]["appearances"]] == [
        "2023-09",
        "2024-06",
        "2025-09-03",
    ]
    assert asked == []


def test_a_subscription_is_told_what_is_recorded(page: Page, asked: list[str]) -> None:
    run_example(page, "Live")

    expect(page.locator(".result-window")).to_contain_text('"entryKind"')
    shown = page.locator(".result-window .CodeMirror").evaluate("window => window.CodeMirror.getValue()")
    assert json.loads(shown)["data"]["eventRecorded"]["event"]["title"]
    assert asked == []


@pytest.mark.parametrize("name", re.findall(r"^query (\w+)", EXAMPLES, re.MULTILINE))
def test_every_example_has_an_answer_without_errors(article: World, name: str) -> None:
    answer = article.client.post("/graphql", json={"query": EXAMPLES, "operationName": name}).json()

    assert "errors" not in answer
    assert all(answer["data"].values())


def test_the_reference_beside_the_editor_describes_the_query_type(page: Page, asked: list[str]) -> None:
    page.get_by_label("Show Documentation Explorer").click()
    page.locator(".graphiql-doc-explorer").get_by_text("Query", exact=True).click()

    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("appearances")
    assert asked == []


def test_with_a_token_among_its_headers_the_playground_asks_and_subscribes(
    browser: Browser, told: World, asked: list[str], violations: list[str]
) -> None:
    if playground_files() is None:
        pytest.skip("the playground's files have not been fetched; make playground")
    secret = run_annals(told.url, "token", "create", "reader").out.strip()
    headers = quote(json.dumps({"Authorization": f"Bearer {secret}"}))
    with listening(create_app(told.url, follow=False)) as port:
        address = f"http://127.0.0.1:{port}"
        with opened(browser, address, asked, violations) as page:
            run_example(page, "HowOften")
            expect(page.locator(".result-window")).to_contain_text("UNAUTHENTICATED")
            page.goto(f"{address}/graphql?headers={headers}")
            page.wait_for_selector(".graphiql-query-editor .CodeMirror")
            run_example(page, "HowOften")
            expect(page.locator(".result-window")).to_contain_text('"ordinal": 1')
            run_example(page, "Live")
            expect(page.locator(".result-window")).to_contain_text('"entryKind"')

    assert violations == []


def test_a_script_that_is_not_the_pages_own_is_not_run(page: Page, violations: list[str]) -> None:
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.body.append(script);
    }""")

    assert page.evaluate("window.injected") is None
    assert len(violations) == 1


@pytest.mark.parametrize("parameter", ["query", "q"])
def test_a_shared_link_opens_with_its_query(page: Page, address: str, asked: list[str], parameter: str) -> None:
    page.goto(f"{address}/graphql?{parameter}=%7B%20status%20%7B%20lag%20%7D%20%7D")

    editor = page.locator(".graphiql-query-editor .CodeMirror")
    expect(editor).to_contain_text("{ status { lag } }")
    page.get_by_label("Execute query (Ctrl-Enter)").click()
    expect(page.locator(".result-window")).to_contain_text('"lag": 0')
    assert asked == []
