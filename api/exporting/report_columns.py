"""The columns of the companion of csv and parquet: a row a report and figure, so that each source's figures can be compared."""

from collections.abc import Callable, Iterator
from typing import Any

from api.exporting.columns import Column, Type, uuid_of
from api.exporting.format import Raw


def report_rows(event: Raw) -> Iterator[Raw]:
    """The rows of an event: one for every figure of every report; of a report that gives none, one without a figure."""
    for number, report in enumerate(event["reports"], start=1):
        for claim in report["says"] or (None,):
            yield {"event": event, "number": number, "report": report, "claim": claim}


def _event(name: str) -> Callable[[Raw], Any]:
    return lambda row: row["event"][name]


def _report(*path: str) -> Callable[[Raw], Any]:
    def value(row: Raw) -> Any:
        found: Any = row["report"]
        for step in path:
            found = found and found[step]
        return found

    return value


def _coded(row: Raw) -> dict[str, list[str]]:
    return {each["column"]: each["values"] for each in row["report"]["coded"]}


def _figure(name: str) -> Callable[[Raw], Any]:
    return lambda row: row["claim"] and row["claim"]["estimate"][name]


SELECTED = """
    id key kind reports {
      source { ref publisher title url published { edtf } } dated { edtf } hedge attributedTo via statedIn { key } quote
      confidence coded { column values }
      says { field estimate { low best high approximate unit basis } }
    }
"""
"""GraphQL for what the columns are made of."""

REPORT_COLUMNS = (
    Column("event_id", Type.TEXT, lambda row: uuid_of(row["event"]), "the uuid of the event: the id in the table of events"),
    Column("event", Type.TEXT, _event("key"), "its key there"),
    Column("kind", Type.TEXT, _event("kind"), "what sort of event: SUMMIT_HELD"),
    Column("report", Type.WHOLE, lambda row: row["number"], "which of its reports, from 1; a row for every figure of it"),
    Column("source", Type.TEXT, _report("source", "ref"), "the ref of the source"),
    Column("publisher", Type.TEXT, _report("source", "publisher"), "who published it"),
    Column("title", Type.TEXT, _report("source", "title"), "the source's title"),
    Column("url", Type.TEXT, _report("source", "url"), "where it can be read"),
    Column("published", Type.TEXT, _report("source", "published", "edtf"), "when the source was published, as EDTF"),
    Column("dated", Type.TEXT, _report("dated", "edtf"), "the date of the passage, where it differs"),
    Column("hedge", Type.TEXT, _report("hedge"), "how firmly it says so: ASSERTED, REPORTED, ALLEGED, DENIED"),
    Column("attributed_to", Type.JSON, _report("attributedTo"), "on whose word"),
    Column("via", Type.TEXT, _report("via"), "the channel it came through"),
    Column("stated_in", Type.TEXT, _report("statedIn", "key"), "the key of the statement that makes the claim"),
    Column(
        "confidence", Type.WHOLE, _report("confidence"), "how sure a data set is that the passage tells of the event, in percent"
    ),
    Column("coded", Type.JSON, _coded, "how a data set's own columns code the event: {sub_event_type: [Armed clash]}"),
    Column("quote", Type.TEXT, _report("quote"), "the source's sentence"),
    Column("field", Type.TEXT, lambda row: row["claim"] and row["claim"]["field"], "what the figure is of: troops, deaths"),
    Column("low", Type.NUMBER, _figure("low"), "the least it can be"),
    Column("best", Type.NUMBER, _figure("best"), "the figure itself"),
    Column("high", Type.NUMBER, _figure("high"), "the most it can be"),
    Column("approximate", Type.YES_NO, _figure("approximate"), 'whether the source says "about"'),
    Column("unit", Type.TEXT, _figure("unit"), "a UCUM or ISO 4217 code, or a plain noun; empty for a bare count"),
    Column("basis", Type.TEXT, _figure("basis"), "NEW, or CUMULATIVE: a running total, never to be summed"),
)
