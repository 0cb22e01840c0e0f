"""annals project: keep the views current."""

import logging
from threading import Event

from scripts.support.command import as_app, run, until_stopped
from scripts.support.session import session


def project() -> None:
    """Keep the views current until stopped. Any number may run: one works, the others stand by."""
    logging.basicConfig(format="%(levelname)s: %(message)s")
    with session() as s, until_stopped():
        print("Keeping the views current, or standing by while another process does. Ctrl-C stops.", flush=True)
        s.views.follow(Event())


if __name__ == "__main__":
    run(as_app(project))
