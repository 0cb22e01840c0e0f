"""Writes docs/commands.md and docs/settings.md from the command line and the settings themselves. Run by `make golden`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from typer import Context
from typer.main import get_command

from scripts.cli import APP
from scripts.support.settings import PREFIX, described

DOCS = Path(__file__).parents[1] / "docs"

COMMANDS = """\
# Commands

Written by `make golden` from the command line itself: change the functions in `scripts/`, not this page. `annals COMMAND --help`
prints the same.

Exit codes: 0 done; 1 failed; 2 bad input; 3 recorded, but queries do not find it yet; 141 nobody reads the output any longer.
With 1 and 2 nothing was recorded, except by an import, which records its good rows and ends with 2 where some were rejected."""

SETTINGS = """\
# Settings

Written by `make golden` from the settings themselves: change `scripts/support/settings.py` and `api/limits/limits.py`, not this
page.

Each setting is an environment variable. `annals status --settings` lists them with the values that they have; a value that does not
fit is refused in one line, before anything else is done."""

HOME = "`~/.local/share/annals`, or `annals` in `XDG_DATA_HOME`"
"""The default of ANNALS_HOME, which differs from one machine to the next."""


def commands_page() -> str:
    """A table of all commands, and a section for each with its arguments and options."""
    commands = dict(_commands(get_command(APP), "annals"))
    rows = ((f"[`{name}`](#{name.replace(' ', '-')})", _summary(command)) for name, command in commands.items())
    sections = (_section(name, command) for name, command in commands.items())
    return "\n\n".join((COMMANDS, _table(("command", "what it does"), rows), *sections)) + "\n"


def settings_page() -> str:
    """A table of all settings."""
    rows = ((f"`{name}`", _default(name, default), meaning) for name, default, meaning in described())
    return f"{SETTINGS}\n\n{_table(('setting', 'default', 'what it is'), rows)}\n"


PAGES: Mapping[Path, Any] = {DOCS / "commands.md": commands_page, DOCS / "settings.md": settings_page}
"""The pages, each with what makes its text."""


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
    for each, sub in (inner or {}).items():
        yield from _commands(sub, f"{name} {each}")


def _section(name: str, command: Any) -> str:
    context = Context(command, info_name=name)
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    rows = ((f"`{shown}`", meaning) for shown, meaning in filter(None, records) if shown != "--help")
    paragraphs = [" ".join(paragraph.split()) for paragraph in str(command.help).split("\n\n")]
    return "\n\n".join((f"## {name}", *paragraphs, _table(("argument or option", "what it is"), rows))).rstrip()


def _summary(command: Any) -> str:
    return " ".join(str(command.help).split("\n\n")[0].split())


def _default(name: str, default: str) -> str:
    if name == f"{PREFIX}HOME":
        return HOME
    return f"`{default}`" if default else ""


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in (heading, *rows)]
    if len(lines) == 1:
        return ""
    return "\n".join(f"| {line} |" for line in (lines[0], " | ".join("---" for _ in heading), *lines[1:]))


if __name__ == "__main__":
    for path, page in PAGES.items():
        path.write_text(page(), encoding="utf-8")
        print(f"written: {path}")
