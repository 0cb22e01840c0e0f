"""What can befall entries, after the article: every revision there is, some of them undone."""

from dsl import (
    Raw,
    a_place,
    an_actor,
    an_alias,
    change,
    correct_registration,
    correct_report,
    corroborate,
    merge,
    merge_actors,
    retract_registration,
    withdraw,
)

KURSK = "fighting-prk-ukr-kursk"

TURMOIL: tuple[Raw, ...] = (
    {
        "kind": "SourceRegistered",
        "id": "other-paper",
        "publisher": "Other; Paper",
        "url": "https://other.example/1",
        "published": "2025-09-04",
    },
    an_actor("kim-jong-eun", "person", name="Kim Jong Eun"),
    an_alias("kim-jong-eun", "Kim the Third"),
    a_place("vladivostok", name="Vladivostok, on the sea", within="RUS", latitude=43.1198, longitude=131.8869),
    {"kind": "PlaceRegistered", "id": "all-russia", "name": "All Russia", "place_kind": "country", "within": "RUS"}
    | {"latitude": 60.0, "longitude": 90.0},
    {"kind": "CallHeld", "key": "call", "occurred": "2025-09-05", "place": "vladivostok", "participants": ["kim-jong-eun", "RUS"]}
    | {"report": {"source": "other-paper", "quote": 'He said "yes";\nthen "no".', "attributed_to": ["TASS"]}},
    {"kind": "CallHeld", "key": "call-again", "occurred": "2025-09-05", "participants": ["PRK", "RUS"], "follows": "call"},
    {
        "kind": "SanctionsImposed",
        "key": "sanctions",
        "occurred": "2025-10",
        "status": "planned",
        "by": "USA",
        "on": "PRK",
        "measures": "oil",
    },
    {"kind": "ArrestMade", "key": "arrest", "occurred": "2025-09-06", "place": "all-russia", "by": "RUS", "detained": "UKR"},
    {"kind": "SummitHeld", "key": "rumour", "occurred": "2025-09-07", "status": "denied", "participants": ["PRK", "KOR"]},
)

REVISIONS: tuple[Raw, ...] = (
    corroborate("troops-prk-rus-2024", "other-paper", hedge="alleged", says={"troops": {"low": 10000, "high": 12000}}),
    correct_report("troops-prk-rus-2024", "other-paper", hedge="reported", says={"troops": {"low": 9000, "high": 12000}}),
    correct_report("troops-prk-rus-2024", "other-paper", coded={"event_type": "Battles", "tags": ["night", "border"]}),
    change("troops-prk-rus-2024", troops={"best": 15000, "approximate": True, "basis": "cumulative"}, purpose="to fight"),
    corroborate(KURSK, "other-paper"),
    withdraw(KURSK, "other-paper"),
    {"kind": "EventCorrected", "event": "call", "reason": "another day"}
    | {
        "replacement": {
            "kind": "CallHeld",
            "occurred": "2025-09-06",
            "place": "vladivostok",
            "participants": ["kim-jong-eun", "RUS"],
        }
    },
    {
        "kind": "EventRetracted",
        "event": "kursk-liberated",
        "reason": "disputed",
        "report": {"source": "other-paper", "quote": "It was not."},
    },
    {"kind": "EventRetracted", "event": KURSK, "reason": "a mistake"},
    {"kind": "EventReinstated", "event": KURSK},
    merge("call", "call-again"),
    merge_actors("kim-jong-un", "kim-jong-eun"),
    correct_registration(an_alias("kim-jong-un", "Chairman Kim"), an_alias("kim-jong-un", "Marshal Kim")),
    retract_registration(an_alias("vladimir-putin", "President Putin")),
)
