"""The tables that a call is to import: of one format, told by what they hold, or checked against the format named."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.errors import BadInput
from scripts.importing.draft import Format
from scripts.importing.formats import FORMATS
from scripts.importing.opening import DAMAGED, Input, Opened
from scripts.importing.telling_formats import Known, formats_of
from scripts.support.output import print_note


class Tables:
    """The tables in what a call names. `sheet`: of a workbook, the sheet that is meant."""

    def __init__(self, inputs: Sequence[Input], encoding: str, sheet: str) -> None:
        self.inputs, self.encoding, self.sheet = inputs, encoding, sheet
        self._format: Format | None = None

    @property
    def size(self) -> int:
        """How many bytes they have together, as they are stored."""
        total = 0
        for one in self.inputs:
            with one.bytes() as file:
                total += file.seek(0, 2)
        return total

    def told(self) -> Format:
        """The format that all of them are of. Raises BadInput where it cannot be told, or where they are of several."""
        known = {one.path: self._known(one) for one in self.inputs}
        for path, found in known.items():
            if found is None:
                raise BadInput(
                    f"{path} is of no format that annals knows; name one ({', '.join(f.name for f in FORMATS)}), or describe it"
                    f" in a map, of which this writes a first one: annals import table {path} --suggest"
                )
            print_note(f"{Path(path).name} is {found.format.name}: {found.why}")
        formats = {found.format.name: found.format for found in known.values() if found}
        if len(formats) > 1:
            raise BadInput(
                f"the files are of several formats: {', '.join(sorted(formats))}; import those of each in a call of their own"
            )
        self._format = next(iter(formats.values()))
        return self._format

    def checked(self, format: Format) -> Format:
        """The format named. Raises BadInput where one of them is of another, and is not of this one."""
        for one in () if format.own else self.inputs:
            found = self._known(one, format)
            if found and found.format.name != format.name:
                write = f"annals import {found.format.name} {one.path}"
                raise BadInput(f"{one.path} is not {format.name}: {found.why}: this looks like {found.format.name}; write: {write}")
        self._format = format
        return format

    def _known(self, one: Input, named: Format | None = None) -> Known | None:
        """What the tables in a file are, by the first that is of the format named, else by the first that is of any."""
        try:
            with one.members(self.sheet, glance=True) as members:
                found = [formats_of(member.text, self.encoding, FORMATS) for member in members]
        except (*DAMAGED, UnicodeError) as error:
            raise BadInput(f"{one.name} is damaged: {error}; nothing of it is recorded") from error
        own = (
            known for each in found for known in each if named and known.format.name == named.name and known.exact >= each[0].exact
        )
        return next(own, None) or next((each[0] for each in found if each), None)

    @contextmanager
    def of(self, one: Input) -> Iterator[list[Opened]]:
        """Those of one file that are of the format; of a workbook only the first. What stands beside them is told and left out."""
        with one.members(self.sheet) as members:
            yield members if len(members) == 1 else self._fitting(members)

    def _fitting(self, members: Sequence[Opened]) -> list[Opened]:
        format = self._format
        names = {member.name: format and formats_of(member.text, self.encoding, [format]) for member in members}
        fitting = [member for member in members if names[member.name]]
        taken = fitting[:1] if members and members[0].is_sheet else fitting
        if not taken:
            raise BadInput(f"none of {', '.join(names)} is of the format {format.name if format else ''}")
        for member in members:
            if member not in taken:
                print_note(f"{member.name} is left out: it is {'another sheet' if member in fitting else 'of another format'}")
        return taken
