"""How commands print tables."""

import pytest

from scripts.support.output import print_table


def test_counts_have_separators_and_positions_can_be_pasted(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("position", "count"), [(1540, 1540)])

    assert capsys.readouterr().out.splitlines()[-1].split() == ["1540", "1,540"]
