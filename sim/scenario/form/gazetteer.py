"""Places by name, and where on a map something stands: `codex/places.yaml` as typed models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Cites, Id, Line, Title, Version

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-85, le=85)]
Edge = Literal[
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"
]


class Spellings(Part):
    """A name in the scripts of those whom it belongs to, where the spelling is sure."""

    ja: Title | None = None
    """In the language whose code this is, in its own script."""
    km: Title | None = None
    """In the language whose code this is, in its own script."""


class Spot(Part):
    """A place of its own: where it is, or at which rim of the map it is told."""

    title: Title | None = None
    """The place in a word or two."""
    longitude: Longitude | None = None
    """Degrees east of Greenwich, below 0 to the west."""
    latitude: Latitude | None = None
    """Degrees north of the equator, below 0 to the south."""
    edge: Edge | None = None
    """At which rim of the map it is told, for what lies far beyond it."""
    note: Line | None = None
    """Why it stands there, where that is not plain."""
    cite: Cites = []
    """Ids of the facts it rests on."""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Spot:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("a place needs both longitude: and latitude:")
        if self.longitude is None and self.edge is None:
            raise ValueError("a place needs longitude: and latitude:, or edge: (a direction)")
        return self


Whereabouts = Id | Spot
"""The id of a place that `codex/places.yaml` knows, or a place of one's own."""


class MapWindow(Part):
    """What of the world a scenario's map shows, in degrees."""

    west: Longitude
    """The western edge, degrees east of Greenwich (below 0 to the west)."""
    south: Latitude
    """The southern edge, degrees north of the equator."""
    east: Longitude
    """The eastern edge, degrees east of Greenwich."""
    north: Latitude
    """The northern edge, degrees north of the equator."""

    @model_validator(mode="after")
    def _has_room(self) -> MapWindow:
        if self.east - self.west < 1 or self.north - self.south < 1:
            raise ValueError(
                "a map reaches from west: to east: and south: to north:, a degree or more"
            )
        return self


class Place(Part):
    """A place that scenarios and the codex name."""

    title: Title
    kind: Literal["town", "capital", "area", "land", "water"]
    longitude: Longitude
    latitude: Latitude
    land: Id | None = None
    """The land that it lies in."""
    edge: Edge | None = None
    """At which rim a map that does not reach it tells it."""
    names: Spellings = Spellings()
    text: Line | None = None
    cite: Cites = []


class Places(Part):
    """All places by id."""

    version: Version
    places: dict[Id, Place]
