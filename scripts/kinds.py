"""annals kinds: which kinds of events there are, and what each of them says."""

from typing import Annotated

import typer

from domain.errors import BadInput
from scripts.support import kind_listing
from scripts.support.command import as_app, run
from scripts.support.kind_listing import UNCODED, Listed, codes_in_short
from scripts.support.output import Format, FormatOption, print_json, print_table


def kinds(
    kind: Annotated[str | None, typer.Argument(help="One kind, to see its fields, codes and an example: SummitHeld.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the kinds of events, or show one: its meaning, fields, codes and an example."""
    if kind is None:
        _print_all(format)
        return
    if (found := kind_listing.find(kind)) is None:
        raise BadInput(kind_listing.unknown(kind))
    if format is Format.JSON:
        print_json(kind_listing.listed(found))
    else:
        _print_one(kind_listing.listed(found), kind_listing.example_yaml(found))


def _print_all(format: Format) -> None:
    found = kind_listing.listing()
    if format is Format.JSON:
        print_json(found)
        return
    rows = [
        (each["kind"], each["meaning"], codes_in_short(each["codes"], "plover"), codes_in_short(each["codes"], "cameo"))
        for each in found
    ]
    print_table(("kind", "meaning", "PLOVER", "CAMEO"), [(k, m, _short(p), _short(c)) for k, m, p, c in rows], wrapped=["meaning"])


def _short(codes: str, most: int = 2) -> str:
    given = codes.split(", ")
    return ", ".join(given[:most]) + (" ..." if len(given) > most else "")


def _print_one(about: Listed, example: str) -> None:
    print(f"{about['kind']}: {about['meaning']}\n")
    rows = [(f["name"], f["type"] + (", required" if f["required"] else ""), _meaning(f)) for f in about["fields"]]
    print_table(("field", "type", "meaning"), rows, wrapped=["meaning"])
    print("Every kind also has key, title, occurred, place, status, report and links to other events.\n")
    _print_codes(about["codes"])
    print(f"\n{example}", end="")


def _print_codes(codes: list[Listed]) -> None:
    if not any(code["plover"] or code["cameo"] for code in codes):
        print(UNCODED if codes else "Its codes are those of the row.")
        return
    columns = ("when", "plover", "cameo", "quad", "goldstein")
    rows = [["" if code[column] is None else code[column] for column in columns] for code in codes]
    print_table(("when", "PLOVER", "CAMEO", "quad", "Goldstein"), rows)


def _meaning(field: Listed) -> str:
    more = field.get("values") or field.get("parts")
    return f"{field['meaning']} {', '.join(more)}." if more else str(field["meaning"])


if __name__ == "__main__":
    run(as_app(kinds))
