"""The explorer for everybody: narrow screens, the dark, other languages, assistive programs; and what it keeps from whom."""

import pytest
from browsing import browsing
from command_line import run_annals
from exploring import PAGES, barriers, opened, texts, walked
from playwright.sync_api import Browser, Page, expect
from service import listening
from world import World

from api.app import create_app


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("/?kind=nothing", "the explorer does not have"),
        ("/?kind=event&ref=nothing", "“nothing” is not known."),
        ("/?kind=actor&ref=kim-jong-un&asOf=1", "“kim-jong-un” was not known at this position."),
        ("/?kind=pair&ref=PRK&ref=nobody", "unknown actor 'nobody'"),
        ("/?asOf=999999999", "position 999999999 is beyond the head of the log"),
        ("/?asOf=yesterday", "The address names no position: “yesterday”."),
    ],
)
def test_an_address_that_names_nothing_is_told_why(page: Page, wrong: str, told: str) -> None:
    opened(page, wrong)

    expect(page.locator("body")).to_contain_text(told)


def test_a_reader_of_korean_finds_texts_and_names_in_korean_and_can_choose_another_language(
    browser: Browser, address: str, turmoil: World
) -> None:
    name = turmoil.ask("""{ actor(ref: "PRK") { name(language: "ko") } }""")["actor"]["name"]
    with browsing(browser, address, [], [], locale="ko-KR") as page:
        opened(page, "/?kind=actor&ref=PRK")
        expect(page.locator("h1")).to_have_text(name)
        assert texts(page.locator("#menu a"))[:2] == ["개요", "사건"]
        assert page.evaluate("document.documentElement.lang") == "ko"

        page.locator("#language").select_option("en")
        expect(page.locator("h1")).to_have_text("North Korea")
        expect(page.locator("#menu a").first).to_have_text("Overview")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_narrow_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})

    walked(opened(page, path))

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator(".problem").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_in_the_light_and_in_the_dark(page: Page, path: str) -> None:
    walked(opened(page, path))
    assert barriers(page) == []

    page.emulate_media(color_scheme="dark")
    assert barriers(page, runOnly=["color-contrast"]) == []


def test_what_a_source_says_is_never_taken_for_markup(browser: Browser, told: World) -> None:
    quote = "<img src=x onerror='document.title = \"run\"'><b>bold</b>"
    told.append(
        {"kind": "CallHeld", "key": "call", "occurred": "2025-09-05", "participants": ["PRK", "RUS"]}
        | {"report": {"source": "other-paper", "quote": quote}}
    )
    violations: list[str] = []
    with listening(create_app(told.url, follow=False)) as port:
        address = f"http://127.0.0.1:{port}"
        with browsing(browser, address, [], violations) as page:
            opened(page, "/?kind=event&ref=call")
            expect(page.locator(".card blockquote")).to_have_text(quote)
            assert page.locator("main img, main b").count() == 0
    assert violations == []


def test_where_tokens_are_needed_the_reader_is_asked_for_one_that_stays_in_the_tab(browser: Browser, told: World) -> None:
    secret = run_annals(told.url, "token", "create", "reader").out.strip()
    violations: list[str] = []
    with listening(create_app(told.url, follow=False)) as port:
        address = f"http://127.0.0.1:{port}"
        with browsing(browser, address, [], violations) as page:
            opened(page, "/?kind=actor&ref=kim-jong-un")
            expect(page.locator("h1")).to_have_text("A token is needed")
            page.get_by_label("Token").fill("wrong")
            page.keyboard.press("Enter")
            # The field is another one once the server has refused the token.
            expect(page.get_by_label("Token")).to_have_value("")
            expect(page.locator(".problem")).to_be_visible()
            page.get_by_label("Token").fill(secret)
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text("Kim Jong Un")
            assert secret not in page.url
            assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
            page.get_by_role("button", name="Forget the token").click()
            expect(page.locator("h1")).to_have_text("A token is needed")
    assert violations == []
