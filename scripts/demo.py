"""annals demo: the article, from its file to a page in a browser."""

from pathlib import Path

from api.observability.logs import configure_logs
from scripts.support.command import as_app, run, until_stopped
from scripts.support.recording import read_files, record
from scripts.support.roles import Role
from scripts.support.serving import address, check_port, serve_processes
from scripts.support.session import session
from scripts.support.settings import read_settings
from scripts.support.visible import fold_recorded

ARTICLE = Path(__file__).parent / "data" / "article.yaml"

QUERIES = """\
# How often have Putin and Kim held a summit, where, and how long after the one before?
{
  appearances(together: ["Vladimir Putin", "Kim Jong Un"], kinds: [SUMMIT_HELD]) {
    ordinal
    sincePrevious { days }
    event { title occurred { edtf } place { name country { name } } }
  }
}

# How many troops has North Korea sent to Russia, since when, and who says so?
{
  events(filter: {kinds: [TROOPS_DISPATCHED], between: ["North Korea", "Russia"]}) {
    nodes {
      occurred { edtf earliest latest }
      ... on TroopsDispatched { troops { best approximate } }
      reports { hedge quote source { publisher } }
    }
  }
}

# What did Kim Jong Un say?
{
  events(filter: {kinds: [STATEMENT_MADE], actors: ["Kim Jong Un"], role: SPEAKER}) {
    nodes { occurred { edtf } ... on StatementMade { stance quote gist about { name } } }
  }
}
"""


def demo() -> None:
    """Append the article about the Beijing summit, serve it, and tell what to open and what to ask."""
    settings = read_settings()
    configure_logs(settings.log_format, settings.log_level)
    check_port(settings)
    with session(settings, role=Role.WRITER) as s, until_stopped():
        recordings = record(s, read_files([str(ARTICLE)]), "annals demo")
        if late := fold_recorded(s, s.log.head()):
            raise late
        new = sum(r.new for r in recordings)
        print(f"{ARTICLE.name}: {new} entries recorded, {len(recordings) - new} already recorded.")
        explorer, playground = address(settings, "/"), address(settings)
        ready = f"\nOpen {explorer} in a browser; or {playground}, and paste one of these:\n\n{QUERIES}\nCtrl-C stops."
        serve_processes(s.url, settings, 1, lambda: print(ready, flush=True))


if __name__ == "__main__":
    run(as_app(demo))
