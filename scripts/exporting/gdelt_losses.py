"""What a row of GDELT cannot hold of an event, told by the name of the field."""

from collections.abc import Iterator, Sequence

from api.exporting.columns import fields_of_reports
from api.exporting.details import details
from api.exporting.format import Raw
from api.exporting.losses import Losses

QUADS = ("VERBAL_COOPERATION", "MATERIAL_COOPERATION", "VERBAL_CONFLICT", "MATERIAL_CONFLICT")
HAS = ("scheme", "code", "codedQuad", "intensity")
"""Fields of single kinds that a row has."""
LINKS = ("partOf", "follows", "precedes", "responseTo", "claimedOrdinal", "claimedFirstSince")


def note_losses(event: Raw, row: dict[str, str], shown: Sequence[Raw], losses: Losses) -> None:
    """Notes each field that is not in the row; `shown`: the parties that are."""
    for field in _fields(event, row, shown):
        losses.shortened(f"{field}: GDELT has no column for it")
    if "SQLDATE" not in row:
        losses.shortened("occurred: no day is known, so SQLDATE is empty")
    refs = {party["actor"]["ref"] for party in shown}
    if {party["actor"]["ref"] for party in event["parties"]} - refs:
        losses.shortened("parties: more than two, of whom the row has the first of each side")
    if row["QuadClass"] != str(QUADS.index(event["quad"]) + 1 if event["quad"] in QUADS else ""):
        losses.changed("quad: the class is the one that GDELT gives the code, not that of annals")


def _fields(event: Raw, row: dict[str, str], shown: Sequence[Raw]) -> Iterator[str]:
    own = row["GLOBALEVENTID"] == event["key"].partition(":")[2]
    yield from (name for name in details(event) if name not in HAS and not name.endswith("Range"))
    yield from (name for name in LINKS if event[name] is not None)
    yield from ("key",) * (not own)
    for field in fields_of_reports(event):
        kept = {"reports.via": row["SOURCEURL"], "reports.coded": "kept" if own else ""}.get(field)
        yield from () if kept else (field,)
    if any(report["quote"] for report in event["reports"]):
        yield "reports.quote"
    if any(report["hedge"] != "ASSERTED" for report in event["reports"]):
        yield "reports.hedge"
    if len(event["history"]) > 1:
        yield "history"
