"""annals project: keep the views current."""

from threading import Event

from api.observability.logs import configure_logs
from scripts.support.command import as_app, run, until_stopped
from scripts.support.session import session
from scripts.support.settings import read_settings


def project() -> None:
    """Keep the views current until stopped. Any number may run: one works, the others stand by."""
    settings = read_settings()
    configure_logs(settings.log_format, settings.log_level)
    with session(settings) as s, until_stopped():
        print("Keeping the views current, or standing by while another process does. Ctrl-C stops.", flush=True)
        s.views.follow(Event())


if __name__ == "__main__":
    run(as_app(project))
