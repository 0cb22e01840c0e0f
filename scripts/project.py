"""annals project: keep the views current and the log sealed."""

from threading import Event, Thread

from api.observability.logs import configure_logs
from domain.log.seal.sealer import Sealer
from scripts.support.command import as_app, run, until_stopped
from scripts.support.session import session
from scripts.support.settings import read_settings


def project() -> None:
    """Keep the views current and the log sealed until stopped. Any number may run: one works, the others stand by."""
    settings = read_settings()
    configure_logs(settings.log_format, settings.log_level)
    with session(settings) as s, until_stopped():
        print("Keeping the views current, or standing by while another process does. Ctrl-C stops.", flush=True)
        stop = Event()
        # Sealing that is cut off at the end of the process loses nothing.
        Thread(target=Sealer(s.url, settings.seal_files).follow, args=(stop,), name="annals-seal", daemon=True).start()
        s.views.follow(stop)


if __name__ == "__main__":
    run(as_app(project))
