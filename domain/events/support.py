"""Troops, arms and aid from one to another."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.deeds import Equipped
from domain.events.presence import Presence
from domain.values.estimate import Estimate
from domain.values.model import Value, as_tuple
from domain.values.party import Party, Role, Side, TakesPart
from domain.values.text import Text

Recipient = Annotated[Party, TakesPart(Role.RECIPIENT, Side.TARGET)]


class TroopsDispatched(Equipped):
    """Troops sent to help another state."""

    SYNONYMS: ClassVar = ("soldiers", "sent", "deployed", "deployment", "contingent", "peacekeepers", "advisers", "reinforcements")
    EXAMPLE: ClassVar = {"sender": "KEN", "recipient": "HTI", "troops": {"best": 400}, "purpose": "to fight gangs"}
    TOPIC: ClassVar = "troops_dispatched"
    CODING: ClassVar = Coding(plover="AID", cameo="072")
    PRESENT: ClassVar = Presence("Troops go; those who send and receive them stay.")

    sender: Annotated[Party, TakesPart(Role.SENDER, Side.INITIATOR)]
    """Whose troops."""
    recipient: Recipient
    """To whose help."""
    troops: Estimate | None = None
    """How many people were sent."""
    purpose: Text | None = None
    """What for, as said."""


class Materiel(Value):
    """One sort of military equipment in a delivery."""

    category: Text
    """What it is: ballistic missiles, artillery shells."""
    quantity: Estimate | None = None
    """How many, where a figure is given."""
    amount_as_said: Text | None = None
    """How many, in the source's words ("large-scale")."""


class Terms(StrEnum):
    """On what terms materiel changes hands."""

    GIVEN = "given"
    """For nothing."""
    SOLD = "sold"
    """For money."""
    BARTERED = "bartered"
    """For other goods or services."""


class MaterielSupplied(Event):
    """Arms, ammunition or other military equipment handed over."""

    SYNONYMS: ClassVar = (
        *("arms", "weapons", "ammunition", "delivered", "delivery", "shipment", "sold", "military", "equipment", "missiles"),
    )
    EXAMPLE: ClassVar = {"supplier": "DEU", "recipient": "UKR", "items": [{"category": "tanks", "quantity": {"best": 18}}]}
    TOPIC: ClassVar = "materiel_supplied"
    CODED_BY: ClassVar = "terms"
    CODINGS: ClassVar = {
        Terms.GIVEN: Coding(plover="AID", cameo="072"),
        Terms.SOLD: Coding(plover="COOPERATE", cameo="062"),
        Terms.BARTERED: Coding(plover="COOPERATE", cameo="062"),
    }
    PRESENT: ClassVar = Presence("Goods go; those who supply and receive them stay.")

    supplier: Annotated[Party, TakesPart(Role.SUPPLIER, Side.INITIATOR)]
    """Who supplied it."""
    recipient: Recipient
    """To whom."""
    items: Annotated[tuple[Materiel, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """What was supplied, sort by sort."""
    terms: Terms = Terms.GIVEN
    """On what terms."""


class Aid(StrEnum):
    """What sort of help was given."""

    ECONOMIC = "economic"
    """Money, credit, trade favours."""
    HUMANITARIAN = "humanitarian"
    """Food, medicine, shelter, rescue."""
    OTHER = "other"
    """Another sort, or none that is named."""
    ASYLUM = "asylum"
    """Asylum or protection for people."""


class AidProvided(Event):
    """Help given that is not military."""

    SYNONYMS: ClassVar = (
        *("relief", "help", "assistance", "loan", "grant", "credit", "donated", "donation", "humanitarian", "rescue", "asylum"),
        *("vaccines", "money", "debt"),
    )
    EXAMPLE: ClassVar = {"donor": "JPN", "recipient": "PHL", "aid": "humanitarian", "amount": {"best": 3, "unit": "million USD"}}
    TOPIC: ClassVar = "aid_provided"
    CODED_BY: ClassVar = "aid"
    CODINGS: ClassVar = {
        Aid.ECONOMIC: Coding(plover="AID", cameo="071"),
        Aid.HUMANITARIAN: Coding(plover="AID", cameo="073"),
        Aid.OTHER: Coding(plover="AID", cameo="070"),
        Aid.ASYLUM: Coding(plover="AID", cameo="075"),
    }
    PRESENT: ClassVar = Presence("Aid goes; those who give and receive it stay.")

    donor: Annotated[Party, TakesPart(Role.DONOR, Side.INITIATOR)]
    """Who gave it."""
    recipient: Recipient
    """To whom."""
    aid: Aid = Aid.OTHER
    """What sort of help."""
    amount: Estimate | None = None
    """How much, with its unit."""


KINDS = (TroopsDispatched, MaterielSupplied, AidProvided)
