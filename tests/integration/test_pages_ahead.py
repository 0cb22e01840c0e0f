"""Pages that other processes make ready are those that would have been made at once, and the processes never stay behind."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from by_hand import put
from dsl import CAST, Annals, a_summit, correct, retract

from domain.identity import event_id
from projections.ahead import pages_ahead
from projections.pages import Page, make_page
from projections.views import VIEWS

SIZE = 3


@pytest.fixture
def storied(annals: Annals) -> Annals:
    """Registrations, events, revisions, and at the end something that cannot be folded."""
    annals.given(*CAST)
    annals.given(a_summit("first"), a_summit("second"), correct("first", a_summit("first", occurred="2024")), retract("second"))
    put(annals.url, event_id("poison"), "war_begun", {})
    return annals


def made_here(annals: Annals, skip: tuple[int, ...], until: int | None = None) -> Iterator[Page]:
    position, until = 0, until or annals.log.head()
    while entries := annals.log.store.select_recorded(position, SIZE, until):
        yield make_page(entries, VIEWS, skip)
        position = entries[-1].id


@pytest.mark.parametrize("skips", [False, True])
def test_what_others_make_ready_is_what_would_be_made_here(storied: Annals, skips: bool) -> None:
    skip = (storied.log.head(),) if skips else ()

    pages = list(pages_ahead(storied.url, storied.log.head(), SIZE, VIEWS, skip, _slowly(made_here(storied, skip))))

    assert pages == list(made_here(storied, skip))
    assert [page.ready is None for page in pages] == [False] * (len(pages) - 1) + [not skips]
    assert any(page.ready.later for page in pages if page.ready)


def _slowly(pages: Iterator[Page]) -> Iterator[Page]:
    """The first of them, and the next so late that other processes have begun, even on a busy machine."""
    yield next(pages)
    for seconds in (3, 20, 40):
        time.sleep(seconds)
        yield next(pages)
    raise AssertionError("the others have begun, and still a page is made here")


def test_positions_without_entries_make_no_page(storied: Annals) -> None:
    head = storied.log.head()

    pages = list(pages_ahead(storied.url, head + 3 * SIZE, SIZE, VIEWS, (), meanwhile=made_here(storied, ())))

    assert pages[-1].position == head


HELPED = """
import multiprocessing, os, sys, time
from domain.processes import helpers

def begin(): pass

if __name__ == "__main__":
    with helpers(begin, context=multiprocessing.get_context(sys.argv[1]) if sys.argv[1:] else None) as pool:
        print(*{pool.submit(os.getpid).result() for _ in range(20)}, flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("started", [(), ("fork",)])
def test_helping_processes_end_with_the_one_they_help_even_where_it_is_killed(
    tmp_path_factory: pytest.TempPathFactory, started: tuple[str, ...]
) -> None:
    script = tmp_path_factory.mktemp("helped") / "helped.py"
    script.write_text(HELPED)
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    with subprocess.Popen([sys.executable, script, *started], stdout=subprocess.PIPE, text=True, env=environment) as helped:
        assert helped.stdout is not None
        pids = [int(pid) for pid in helped.stdout.readline().split()]
        helped.kill()

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(map(_runs, pids)):
        time.sleep(0.05)
    assert pids
    assert not any(map(_runs, pids))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
