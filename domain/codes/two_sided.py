"""Acts that two do together: a coded row "A meets B" and its mirror row "B meets A" tell of one meeting.

Our own choice among CAMEO's codes, checked against ICEWS 2014: of the rows with the codes of MUTUAL nearly all have a mirror row
of the same day, of those of OFTEN_MUTUAL a fifth to three quarters, of all others few or none."""

MUTUAL = frozenset(("040", "041", "044", "046", "057"))
"""Consult, telephone, meet in a third place, negotiate, sign an agreement: nobody does these alone."""

OFTEN_MUTUAL = frozenset(("030", "032", "036", "037", "050", "060", "061", "062", "063", "064", "0871"))
"""Intend to cooperate or to meet, cooperate, agree on a ceasefire: often both do, but one can do it alone."""

HOSTED = {"043": "042"}
"""To host a visit is the same visit seen from the other side."""
