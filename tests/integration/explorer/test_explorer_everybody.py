"""The explorer for everybody: by keyboard alone, in print, in the reader's language, and with links that last."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import browsing
from dsl import retract
from past import a_changed_world
from playwright.sync_api import Browser, Page, Response, expect
from starlette.testclient import TestClient
from world import BASE_URL, World

from api.app import create_app

MOST_BYTES = 350_000
PAGES = (
    "/?",
    "/?kind=search&q=kim",
    "/?kind=events&retracted=1",
    "/?kind=event&ref=talks",
    "/?kind=actor&ref=kim",
    "/?kind=pair&ref=PRK&ref=RUS",
    "/?kind=place&ref=stage",
    "/?kind=source&ref=paper",
    "/?kind=discrepancies",
    "/?kind=compare&since=3",
    "/?kind=append",
    "/?kind=nothing",
)
OF_THE_PAST = [path for path in PAGES if "append" not in path and "nothing" not in path]


@pytest.fixture(scope="module")
def shown(server_url: str) -> Iterator[World]:
    """A world of which something was told, and then told otherwise."""
    with a_changed_world(server_url) as world:
        yield world


def opened(page: Page, path: str) -> Page:
    """The page, once all of it is there."""
    page.goto(path)
    return settled(page)


def settled(page: Page) -> Page:
    """The page, once nothing of it is still asked for."""
    expect(page.locator("main h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main[aria-busy]")).to_have_count(0)
    expect(page.locator(".later > p.quiet", has_text="Asking")).to_have_count(0)
    return page


REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.tabIndex >= 0)
  .filter((each) => !(each instanceof SVGElement && !each.closest("a")))
  .map((each) => (each.dataset.seen = "no", each)).length"""
MARK = """() => { const at = document.activeElement; if (at?.dataset) at.dataset.seen = "yes"; return at === document.body; }"""
UNSEEN = """() => [...document.querySelectorAll("[data-seen=no]")]
  .filter((each) => each.checkVisibility()).map((each) => each.outerHTML)"""
HIDDEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  if (at === document.body || !box.width) return null;
  const style = getComputedStyle(at);
  // What is drawn has another edge or an underlined name instead: a box around the outline of a state would mark its neighbours.
  const edges = () => [...at.children].map((part) => getComputedStyle(part))
    .map((part) => [part.stroke, part.strokeWidth, part.textDecorationLine].join()).join(";");
  const differs = () => { const focused = edges(); at.blur(); const plain = edges(); at.focus(); return focused !== plain; };
  const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const isMarked = hasOutline || at instanceof SVGElement && differs();
  return isMarked || at.matches("h1, main, input[type=range], input[type^=date]") ? null : at.outerHTML;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(page: Page, path: str) -> None:
    opened(page, path)
    count = page.evaluate(REACHABLE)
    assert count > 10

    unmarked = []
    for _ in range(count + 20):
        page.keyboard.press("Tab")
        unmarked.append(page.evaluate(HIDDEN))
        if page.evaluate(MARK):
            break

    assert page.evaluate(UNSEEN) == []
    assert [each for each in unmarked if each] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anybody_out(page: Page, path: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, f"{path}&asOf=1530" if path in OF_THE_PAST else path)

    assert [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("path", PAGES)
def test_paper_has_the_page_and_not_what_moves_it(page: Page, path: str) -> None:
    opened(page, path)
    page.emulate_media(media="print", color_scheme="dark")

    shown = page.evaluate(
        "[...document.querySelectorAll('nav, button, select, .search, input[type=range]')].filter(e => e.checkVisibility())"
    )
    assert shown == [] or path.endswith("append")
    background, ink = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert (background, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    # An A4 page within its margins.
    page.set_viewport_size({"width": 718, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_the_whole_explorer_is_sent_in_few_bytes_of_script(browser: Browser, address: str) -> None:
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        if response.request.resource_type == "script":
            sizes[response.url] = response.request.sizes()["responseBodySize"]

    with browsing(browser, address, [], []) as page:
        page.on("response", note)
        for path in PAGES:
            opened(page, path)

    assert len(sizes) > 30
    assert sum(sizes.values()) <= MOST_BYTES


def test_the_first_page_loads_no_script_that_it_does_not_show(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    opened(page, "/")

    assert [url for url in asked if "/form/" in url or url.endswith(("pages/pair.js", "pages/append.js"))] == []


def test_what_was_loaded_once_is_not_asked_for_again(browser: Browser, address: str) -> None:
    # A page whose requests are looked through, as those of other tests are, keeps nothing.
    with browser.new_context(base_url=address) as context:
        page = opened(context.new_page(), "/")
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        scripts: dict[str, bool] = {}

        def note(event: Any) -> None:
            if event["type"] == "Script":
                scripts[event["response"]["url"]] = bool(event["response"].get("fromDiskCache")) or event["requestId"] in kept

        kept: set[str] = set()
        session.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
        session.on("Network.responseReceived", note)

        opened(page, "/")

    assert len(scripts) > 10
    assert [url for url, is_kept in scripts.items() if not is_kept] == []


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("fr,ko;q=0.8,en;q=0.7", "ko"),
        ("en;q=0.5,ko;q=0.9", "ko"),
        ("ko;q=0,en", "en"),
        ("fr, de", "en"),
        ("ko;q=high", "en"),
        ("", "en"),
        (",;q=1,=;,", "en"),
    ],
)
def test_the_page_comes_in_the_language_that_the_reader_prefers(shown: World, header: str, language: str) -> None:
    with TestClient(create_app(shown.url, pool_size=1, follow=False), BASE_URL) as client:
        answer = client.get("/", headers={"accept-language": header})

    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["vary"] == "accept-language"


def test_a_reader_of_french_and_korean_has_names_in_french_and_texts_in_korean(
    browser: Browser, address: str, shown: World
) -> None:
    name = shown.ask("""{ actor(ref: "PRK") { name(language: "fr") } }""")["actor"]["name"]
    with browsing(browser, address, [], [], locale="fr-FR") as page:
        page.add_init_script("Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', 'ko-KR', 'en'] })")
        opened(page, "/?kind=actor&ref=PRK")
        expect(page.locator("h1")).to_have_text(name)
        expect(page.locator("#menu a").nth(1)).to_have_text("사건")
        expect(page.locator(".skip")).to_have_text("본문으로 건너뛰기")


def content(page: Page) -> str:
    """All that a page says, with the maps that it draws once a reader comes near them."""
    for near in page.locator(".near").all():
        near.scroll_into_view_if_needed()
    settled(page)
    return page.locator("main").inner_text()


def test_a_link_with_a_position_shows_the_same_page_whatever_is_learned_later(page: Page, shown: World) -> None:
    position = shown.log.head() - 2
    paths = [f"{path}&asOf={position}" for path in OF_THE_PAST]
    before = {path: content(opened(page, path)) for path in paths}

    shown.append(
        {"kind": "ActorAliased", "actor": "kim", "alias": "Kim Three"},
        {"kind": "CallHeld", "key": "later", "occurred": "2025-09-03", "participants": ["kim", "RUS"], "place": "stage"}
        | {"report": {"source": "paper"}},
        {"kind": "EventCorrected", "event": "talks", "changes": {"occurred": "2025-09-01"}, "reason": "another day"},
    )
    shown.append(retract("parade"))

    after = {path: content(opened(page, path)) for path in paths}
    assert [path for path in paths if before[path] != after[path]] == []


@pytest.mark.parametrize("path", OF_THE_PAST)
def test_every_page_asks_all_of_one_position_and_goes_back_and_forward_in_time(page: Page, shown: World, path: str) -> None:
    position = shown.log.head() - 3
    opened(page, path)
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request.post_data_json) if request.url.endswith("/graphql") else None)

    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**asOf={position}")
    expect(page.locator(".banner")).to_contain_text(f"at position {position} of")
    settled(page)

    # The page that compares two moments has the later one in another place.
    moments = [each["variables"].get("asOf") or each["variables"].get("until") for each in asked]
    positions = {moment["position"] for moment in moments if moment}
    assert position in positions
    assert positions <= {position, position + 1, position + 2}
    told = content(page)
    page.reload()
    opened(page, page.url)
    assert content(page) == told
    page.go_back()
    expect(page.locator(".banner")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".banner")).to_be_visible()
