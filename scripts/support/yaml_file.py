"""Reading YAML as text with lines: no scalar is taken for a number, a date or a yes or no."""

from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scripts.support.located import DEEPEST, BadFile, Located, mapping, sequence

Loader: type[yaml.Loader] = getattr(yaml, "CLoader", yaml.Loader)
"""It only composes nodes here; no tag is ever turned into an object."""

NOTHING = ("", "~", "null")

MOST_REPEATED = 100_000
"""How many values aliases may repeat: beyond that a few lines would stand for gigabytes."""


def read_yaml(text: str) -> Located:
    """The value that a YAML text stands for. Raises BadFile."""
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadFile(line, f"has the control character U+{_code(error.character):04X}; take it out") from error
    except yaml.MarkedYAMLError as error:
        raise BadFile(*_told(error)) from error
    return Located(None, 1) if root is None else _Reader().read(root, root.start_mark.line + 1, 0)


def _code(character: int | str | bytes) -> int:
    return character if isinstance(character, int) else ord(character)


def _told(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    problem, begun = str(error.problem).removeprefix("but "), error.context_mark
    # What is never closed is looked for where it was opened.
    mark = begun if begun and "end of stream" in problem else error.problem_mark
    line = mark.line + 1 if mark else 1
    within = str(error.context) if begun and begun.line + 1 != line and "while" in str(error.context) else ""
    since = f" {within}, begun on line {begun.line + 1}" if begun and within else ""
    return line, f"is not YAML: {problem}{since}; {_remedy(problem)}"


def _remedy(problem: str) -> str:
    return next((remedy for words, remedy in REMEDIES.items() if words in problem), REMEDIES[""])


REMEDIES = {
    "another document": "make it one list",
    "mapping values are not allowed": "put text that has a colon between quotes",
    "cannot start any token": "indent with blanks, and put text that begins with a sign between quotes",
    "end of stream": "close the quotes",
    "undefined alias": "put text that begins with * between quotes",
    "nesting depth": "no entry needs so many brackets",
    "": "look for a bracket or quote that is not closed, or a line that is not indented as its neighbours",
}


@dataclass
class _Reader:
    seen: set[int] = field(default_factory=set)
    repeated: int = 0

    def read(self, node: Node, line: int, depth: int) -> Located:
        self._guard(node, line, depth)
        if isinstance(node, MappingNode):
            return mapping(line, [self._pair(key, value, depth) for key, value in node.value])
        if isinstance(node, SequenceNode):
            return sequence(line, [self.read(item, item.start_mark.line + 1, depth + 1) for item in node.value])
        plain = isinstance(node, ScalarNode) and node.style in (None, "")
        return Located(None if plain and node.value in NOTHING else node.value, line)

    def _pair(self, key: Node, value: Node, depth: int) -> tuple[str, Located]:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            raise BadFile(line, "has a list or mapping where the name of a field should be; write name: value")
        return key.value, self.read(value, line, depth + 1)

    def _guard(self, node: Node, line: int, depth: int) -> None:
        if depth > DEEPEST:
            raise BadFile(line, f"lists and mappings lie more than {DEEPEST} deep in one another; no entry needs that")
        self.repeated += id(node) in self.seen
        self.seen.add(id(node))
        if self.repeated > MOST_REPEATED:
            raise BadFile(line, f"aliases repeat more than {MOST_REPEATED:,} values; write out what is meant")
