"""explorer: how long a reader waits in a real browser, for the first view of a page and after each thing that one does there.

The limits are the goals: a second for the first view, 200 milliseconds for what follows. Time is taken within the page, by its own
clock, until what was asked for has been drawn. Each first view is that of a new reader, with nothing kept by the browser.
Beneath the table stands what was measured in turns with it: the first view of a page with nothing on it, and a query for one field
from the same page. On a busy machine they say how much of the time is the machine's."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from domain.errors import AnnalsError
from scripts.benchmarks.benchmark import TIME, Benchmark, Contest, Skipped
from scripts.benchmarks.graphql.servers import annals
from scripts.benchmarks.ground import Ground

FIRST_VIEW, INTERACTION = 1000.0, 200.0
TIMES = 7
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

WATCH = """
window.shown = (before) => new Promise((resolve) => {
  const look = () => {
    const content = document.getElementById("content");
    const page = content?.querySelector(".page");
    if (page && page !== before && !content.hasAttribute("aria-busy")) {
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    }
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { subtree: true, childList: true, attributes: true });
});
window.first = window.shown(null);
window.after = async (act) => {
  const begun = performance.now();
  const drawn = window.shown(document.querySelector("#content .page"));
  act();
  return (await drawn) - begun;
};
"""
"""Tells when a page that was asked for has been drawn: its content has been replaced, and the browser has painted it."""

MOST_NAMED = ".bars a[href*='kind=actor']"
OPEN_ACTOR = f'() => after(() => document.querySelector("{MOST_NAMED}").click())'
MOVE_SLIDER = """() => after(() => {
  const slider = document.getElementById("position");
  slider.value = Math.floor(slider.max / 2) + Math.floor(Math.random() * 1000);
  slider.dispatchEvent(new Event("input"));
})"""
ASK_LITTLE = """async () => {
  const begun = performance.now();
  const body = JSON.stringify({ query: "{ status { head } }" });
  await (await fetch("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body })).json();
  return performance.now() - begun;
}"""
FILTER = """(name) => after(() => {
  const form = document.querySelector("form.filter");
  form.elements.actor.value = name;
  form.requestSubmit();
})"""


class Reading:
    """A browser beside a server of the events."""

    def __init__(self, browser: Any, failure: type[Exception], address: str, busiest: str) -> None:
        """`failure`: what the browser raises."""
        self._browser, self._failure, self._address, self.busiest = browser, failure, address, busiest
        self.scripts: list[int] = []
        """How many bytes of script each first view loaded, as they were sent."""

    def first_view(self, path: str) -> Callable[[], float]:
        """What a page takes a new reader."""
        return lambda: median(self._first_view(path) for _ in range(TIMES))

    def _first_view(self, path: str) -> float:
        with self._page() as page:
            loaded: list[Any] = []
            page.on("requestfinished", lambda request: loaded.append(request))
            page.goto(f"{self._address}{path}")
            took = float(page.evaluate("first"))
            self.scripts.append(sum(map(_script_bytes, loaded)))
            return took

    def interaction(self, path: str, ready: str, act: str, argument: Any) -> Callable[[], float]:
        """What it takes to do something on a page, once that has a certain element."""

        def measure() -> float:
            return median(self._interaction(path, ready, act, argument) for _ in range(TIMES))

        return measure

    def _interaction(self, path: str, ready: str, act: str, argument: Any) -> float:
        with self._page() as page:
            page.goto(f"{self._address}{path}")
            page.wait_for_selector(ready)
            page.wait_for_load_state("networkidle")
            return float(page.evaluate(act, argument))

    @contextmanager
    def _page(self) -> Iterator[Any]:
        context = self._browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
        try:
            page = context.new_page()
            page.add_init_script(WATCH)
            yield page
        except self._failure as error:
            raise AnnalsError(f"the browser did not show the page: {str(error).splitlines()[0]}") from error
        finally:
            context.close()


def _script_bytes(request: Any) -> int:
    return int(request.sizes()["responseBodySize"]) if request.resource_type == "script" else 0


@contextmanager
def _reading(ground: Ground) -> Iterator[Reading]:
    """Raises Skipped where there is no browser."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise Skipped("it needs playwright, which make setup installs") from error
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise Skipped(f"it needs a browser of the Chromium family: none of {', '.join(BROWSERS)} is on PATH")
    ground.filled.views.prepare()
    ground.filled.views.fold()
    ground.connect(ground.filled.url).execute("VACUUM ANALYZE")
    (busiest, _), *_ = Counter(ref for row in ground.data.rows for ref in (row.source, row.target)).most_common(1)
    with annals(ground.filled.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield Reading(browser, Error, url.removesuffix("/graphql"), busiest)
        finally:
            browser.close()


def _first(ground: Ground) -> Contest:
    reading = ground.shared(_reading)
    return Contest(
        ours=reading.first_view("/"),
        limit=lambda: FIRST_VIEW,
        also={"a page with nothing on it": reading.first_view("/?kind=nothing")},
        notes=lambda: [f"{max(reading.scripts):,} bytes of script, as they were sent"],
    )


def _then(path: str, ready: str, act: str) -> Callable[[Ground], Contest]:
    def prepare(ground: Ground) -> Contest:
        reading = ground.shared(_reading)
        return Contest(
            ours=reading.interaction(path, ready, act, reading.busiest),
            limit=lambda: INTERACTION,
            also={"a query for one field": reading.interaction(path, ready, ASK_LITTLE, None)},
        )

    return prepare


EXPLORER = (
    Benchmark("explorer-first-view", TIME, _first, only_named=True),
    Benchmark("explorer-actor", TIME, _then("/", MOST_NAMED, OPEN_ACTOR), only_named=True),
    Benchmark("explorer-slider", TIME, _then("/", "#position", MOVE_SLIDER), only_named=True),
    Benchmark("explorer-filter", TIME, _then("/?kind=events", "form.filter", FILTER), only_named=True),
)
