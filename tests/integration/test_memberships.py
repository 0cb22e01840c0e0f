"""Which states belong to which bodies, on which day."""

from dsl import an_actor, retract_registration
from world import World

QUERY = """\
query ($body: String!, $on: Date) {
  actor(ref: $body) { members(on: $on) { member { ref } standing held { edtf } } }
}
"""


def members(world: World, body: str, on: str | None = None) -> set[str]:
    told = world.ask(QUERY, body=body, on=on)["actor"]["members"]
    return {membership["member"]["ref"] for membership in told}


def test_a_body_has_the_members_that_it_had_on_a_day(world: World) -> None:
    founders = {"BEL", "CAN", "DNK", "FRA", "GBR", "ISL", "ITA", "LUX", "NLD", "NOR", "PRT", "USA"}

    assert members(world, "NATO", "1949-08-24") == founders
    assert members(world, "NATO", "1949-08-23") == set()
    assert "FIN" not in members(world, "NATO", "2023-04-03")
    assert "FIN" in members(world, "NATO", "2023-04-04")


def test_who_left_belongs_to_it_no_longer(world: World) -> None:
    assert "GBR" in members(world, "EU", "2020-01-31")
    assert "GBR" not in members(world, "EU", "2020-02-01")
    assert len(members(world, "EU", "2020-02-01")) == 27


def test_a_state_tells_what_it_belongs_to(world: World) -> None:
    answer = world.ask('{ actor(ref: "Kazakhstan") { memberships { of { ref } standing held { edtf earliest latest } } } }')

    sco, eaeu = answer["actor"]["memberships"]
    assert (sco["of"]["ref"], eaeu["of"]["ref"]) == ("sco", "eaeu")
    assert sco == {
        "of": {"ref": "sco"},
        "standing": None,
        "held": {"edtf": "2001-06-15/..", "earliest": "2001-06-15", "latest": None},
    }


def test_somebody_may_register_others_and_take_them_back(world: World) -> None:
    observer = {"kind": "MembershipHeld", "actor": "MNG", "of": "SCO", "standing": "observer", "held": "2004/.."}
    (recorded,) = world.append(observer)
    world.append(retract_registration(observer))

    before = world.ask(
        f'{{ actor(ref: "MNG", asOf: {{position: {recorded.position}}}) {{ memberships {{ of {{ name }} standing }} }} }}'
    )

    assert before["actor"]["memberships"] == [{"of": {"name": "Shanghai Cooperation Organisation"}, "standing": "observer"}]
    assert world.ask('{ actor(ref: "MNG") { memberships { standing } } }') == {"actor": {"memberships": []}}


def test_a_membership_without_dates_may_have_been_held_on_any_day(world: World) -> None:
    world.append(an_actor("band", "other"))

    outcomes = world.append({"kind": "MembershipHeld", "actor": "band", "of": "NATO"})

    assert outcomes[0].status == "recorded"
    assert members(world, "NATO", "1949-01-01") == {"band"}
