"""annals verify: prove that the log is as it was sealed and the views are its fold, or that it is the one that was cited."""

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import AnnalsError
from domain.log.archive.citation import Citation, differences, read_citation
from projections.verifying import Difference, Verdict
from scripts.support.command import FAILED, as_app, run
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.roles import Role
from scripts.support.seal_verdicts import check_seal, print_seal, seal_as_json
from scripts.support.seals import read_keys
from scripts.support.session import session
from scripts.support.settings import read_settings


def verify(
    citation: Annotated[
        list[str] | None, typer.Argument(metavar="[CITATION]", help="The line that annals cite printed, in quotes or not.")
    ] = None,
    cited: Annotated[str | None, typer.Option("--citation", metavar="CITATION", help="The same as an option.")] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A checkpoint of this log that you kept: the log must still agree with it."),
    ] = None,
    key: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="The log's public key, as annals cite --key prints it.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Compare every entry with the seal of the log, then fold the log afresh beside the live views and compare, row by row.

    Exit code 1 if anything differs: every entry that was changed, removed, added, moved or back-dated by its position, and the
    first row in which a view differs. A log that was cut, or that has another history, does not agree with a checkpoint that
    somebody kept: give it with --against. The last one that this process signed is always looked at.

    With a citation, tell instead whether the log still holds just what was cited: the same entries, up to the same position."""
    if citation or cited is not None:
        _verify_citation(read_citation(cited or " ".join(citation or ())), format)
        return
    settings, keys = read_settings(), read_keys(key or [])
    with session(settings, role=Role.VERIFIER) as s:
        seal, known = check_seal(s, settings, keys, against or [])
        if format is Format.TABLE:
            print_seal(seal, known)
        try:
            with progress_bar("verifying") as progress:
                verdict = s.views.verify(progress)
        except AnnalsError as error:
            # An entry that was changed cannot always be read, and what the seal says of it must be told all the same.
            if format is Format.JSON:
                print_json({"passed": False, "error": str(error), "seal": seal_as_json(seal, known)})
            raise
    passed = seal.passed and verdict.passed
    if format is Format.JSON:
        print_json(_as_json(verdict) | {"passed": passed, "seal": seal_as_json(seal, known)})
    else:
        _print(verdict)
    if not passed:
        raise typer.Exit(FAILED)


def _verify_citation(cited: Citation, format: Format) -> None:
    with session(role=Role.VERIFIER) as s, progress_bar("adding up") as progress:
        found = differences(cited, s.log, progress)
    if format is Format.JSON:
        print_json({"passed": not found, "citation": str(cited), "differences": found})
    elif found:
        print("The log is not the one that was cited:")
        print(*(f"  {difference}" for difference in found), sep="\n")
    else:
        print(f"The log holds just what was cited: {cited.entries:,} entries up to position {cited.position}, same checksum.")
    if found:
        raise typer.Exit(FAILED)


def _as_json(verdict: Verdict) -> dict[str, object]:
    differences = [{"view": d.view, "live": _plain(d.live), "folded": _plain(d.folded)} for d in verdict.differences]
    return {
        "passed": verdict.passed,
        "is_of_this_log": verdict.is_of_this_log,
        "position": verdict.position,
        "head": verdict.head,
        "rows": verdict.rows,
        "differences": differences,
    }


def _print(verdict: Verdict) -> None:
    if verdict.passed:
        print(f"All views equal a fresh fold of the log up to position {verdict.position}: {verdict.rows:,} rows compared.")
    if not verdict.is_of_this_log:
        print(
            f"The views were folded up to position {verdict.position}, where this log has no such entry (it ends at"
            f" {verdict.head}): it was cut or exchanged. annals rebuild folds it anew."
        )
    for difference in verdict.differences:
        print(f"The view {difference.view} differs from the log's fold; its first difference:")
        print(*_sides(difference), sep="\n")
    if verdict.differences:
        print("annals rebuild folds the views anew.")


def _sides(difference: Difference) -> list[str]:
    live, folded = difference.live or {}, difference.folded or {}
    fields = [name for name in live | folded if live.get(name) != folded.get(name) or name.startswith(("known", "line"))]
    shown = {"live": live, "folded": folded}
    return [f"  {side}: " + (", ".join(f"{f}={row[f]}" for f in fields) if row else "no such row") for side, row in shown.items()]


def _plain(row: dict[str, object] | None) -> dict[str, object] | None:
    return row and {name: value if isinstance(value, int | bool | None) else str(value) for name, value in row.items()}


if __name__ == "__main__":
    run(as_app(verify))
