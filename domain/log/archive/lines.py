"""The log as text: each entry on a line, as in a file of entries; beside it, under `logged`, what the log noted of it.

So the same text can be appended to another log, which notes things anew, or restored, which keeps every note."""

import base64
import binascii
from typing import Annotated
from uuid import UUID

import orjson
from pydantic import AwareDatetime, Base64Bytes, Field, ValidationError

from domain.errors import BadInput, Unreadable
from domain.kinds import BY_TOPIC, ENTRY_KINDS
from domain.log.archive.citation import Checksum, time_text
from domain.log.seal.leaves import SALT
from domain.log.store.recorder import LoggedEvent
from domain.log.stored import pack_state, read_stored
from domain.packing import LOGGED
from domain.values.model import Value
from domain.written import Raw, content_of, written

Count = Annotated[int, Field(ge=1, lt=2**63)]


class End(Value):
    """What the last line says of the whole: how many entries there are, and their checksum."""

    entries: Count
    sha256: str


class Note(Value):
    """What the log noted of an entry."""

    position: Count
    at: AwareDatetime
    stream: UUID
    version: Count
    by: str | None = None
    program: str | None = None
    form: Count | None = None
    """The version of the form it is stored in."""
    state: str | None = None
    """The stored bytes in base64, where the written entry does not give them: in an older form, or of an unknown kind."""
    salt: Base64Bytes | None = Field(default=None, min_length=SALT, max_length=SALT)
    """What the log's seal has salted the hash of its content with, so that a restored log has the same tree."""
    end: End | None = None


def write_line(logged: LoggedEvent, end: End | None = None, salt: bytes | None = None) -> tuple[bytes, bool]:
    """An entry's line, and whether this program can read the entry. `end`: for the last one; `salt`: for one that is sealed."""
    place = {"position": logged.id, "at": time_text(logged.recorded_at)}
    stream = {"stream": str(logged.originator_id), "version": logged.originator_version}
    entry, note = _entry_and_note(logged)
    sealed = {"salt": base64.b64encode(salt).decode()} if salt else {}
    recorded = place | stream | note | sealed | ({"end": end.model_dump()} if end else {})
    return orjson.dumps(entry | {LOGGED: recorded}) + b"\n", "form" in note


def _entry_and_note(logged: LoggedEvent) -> tuple[Raw, Raw]:
    state = {"state": base64.b64encode(logged.state).decode()}
    try:
        stored = orjson.loads(logged.state)
        note = {"by": stored["appended_by"], "program": stored["program"], "form": stored["version"]}
        entry = written(logged.topic, stored["version"], stored["content"])
    except (LookupError, ValueError, TypeError):
        return {"kind": BY_TOPIC[logged.topic].kind() if logged.topic in BY_TOPIC else logged.topic}, state
    same = pack_state(content_of(entry)[1], note["by"], note["program"], note["form"]) == logged.state
    return entry, note if same else note | state


class ArchiveReader:
    """Reads the lines of an exported log, in order, and adds up what they hold."""

    def __init__(self) -> None:
        self.checksum = Checksum()
        self.lines = 0
        self.last: LoggedEvent | None = None
        self.end: End | None = None

    def read(self, line: bytes) -> tuple[LoggedEvent, bytes | None]:
        """The stored entry that the next line stands for, and its salt, if it was sealed. Raises BadInput."""
        self.lines += 1
        if self.end is not None:
            raise BadInput("follows the line that says it is the last; restore one exported log at a time")
        raw, note = _parsed(line)
        logged = _logged_event(raw, note)
        self._check_order(logged)
        self.checksum.add(logged)
        self.last, self.end = logged, note.end
        return logged, note.salt

    def check_end(self) -> None:
        """Raises BadInput where the lines are not all of an exported log, just as it was."""
        if self.end is None:
            raise BadInput("is cut off: its last line does not say that it is the last; export the log again")
        if self.end != End(entries=self.checksum.entries, sha256=self.checksum.sha256):
            raise BadInput(
                "is not what was exported: entries were changed, added or left out (the checksum differs); export it again"
            )

    def _check_order(self, logged: LoggedEvent) -> None:
        if self.last and not (self.last.id < logged.id and self.last.recorded_at <= logged.recorded_at):
            raise BadInput("was recorded before the line above it; keep the lines in the order of their positions")


def _parsed(line: bytes) -> tuple[Raw, Note]:
    try:
        raw = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadInput(f"is not JSON ({error}); restore takes what annals export ndjson wrote") from error
    if not isinstance(raw, dict) or not isinstance(raw.get(LOGGED), dict):
        raise BadInput(f"has no {LOGGED!r}: it is no line of an exported log; annals append takes plain entries")
    try:
        return raw, Note.model_validate(raw[LOGGED])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, (LOGGED, *first["loc"])))
        raise BadInput(f"{where}: {first['msg']}; restore takes what annals export ndjson wrote") from error


def _logged_event(raw: Raw, note: Note) -> LoggedEvent:
    topic, state = _stored(raw, note)
    logged = LoggedEvent(note.stream, note.version, topic, state, note.position, note.at)
    if note.state is None:
        _check(logged)
    return logged


def _stored(raw: Raw, note: Note) -> tuple[str, bytes]:
    try:
        if note.state is not None:
            named = next((kind.TOPIC for kind in ENTRY_KINDS if kind.kind() == raw.get("kind")), raw.get("kind"))
            return str(named), base64.b64decode(note.state, validate=True)
        kind, content = content_of(raw)
    except binascii.Error as error:
        raise BadInput(f"{LOGGED}.state: is not base64") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInput(str(error)) from error
    return kind.TOPIC, pack_state(content, note.by, note.program, note.form)


def _check(logged: LoggedEvent) -> None:
    """A line whose bytes are made of the written entry must be one that this program can read. Raises BadInput."""
    try:
        entry = read_stored(logged).entry
    except Unreadable as error:
        raise BadInput(error.reason) from error
    if entry.stream != logged.originator_id:
        raise BadInput(f"{LOGGED}.stream: is not that of the thing the entry is about; the line was changed")
