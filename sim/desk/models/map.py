"""The map in numbers: where actors stand and tables meet, what crosses borders, what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.cast import Face, faces
from sim.desk.models.map_layers import Window, layer, layer_for
from sim.desk.models.network import Network, network_rows
from sim.scenario.form.gazetteer import Place, Spot
from sim.scenario.shipped_data import places, spot_of

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.schema import Scenario

_MARGIN: Final = 0.12  # of the window around the places that it is made from
_LEAST: Final = 4.0  # degrees that a window reaches at least
EDGES: Final = (
    "north-west", "north", "north-east", "east", "south-east", "south", "south-west", "west",
)  # fmt: skip
_STEP: Final = 0.4142  # tangent of half of 45 degrees: where one direction ends


@dataclass(frozen=True, slots=True)
class Token:
    """An actor at its place."""

    face: Face
    you: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A table that meets somewhere."""

    id: str
    title: str
    open: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A place with who stands there and what meets there.

    `at` is longitude and latitude inside the window, or None for what is told at the rim; then
    `edge` says at which.
    """

    key: str
    title: str
    at: tuple[float, float] | None
    edge: str
    tokens: tuple[Token, ...]
    meetings: tuple[Meeting, ...]
    note: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands on the map where there is room."""

    title: str
    at: tuple[float, float]
    kind: str
    """town, capital, area, land or water."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one actor can give to another or keep back, from place to place."""

    source: str
    target: str
    amount: float
    """0 to 1."""
    channels: tuple[str, ...]
    crosses: bool
    """Whether the two stand in different places."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A move of the last turn that the seat heard of."""

    source: str
    target: str
    """Empty where it was for nobody in particular."""
    text: str


@dataclass(frozen=True, slots=True)
class Geography:
    """All that the map shows to a seat."""

    window: Window
    sites: tuple[Site, ...]
    names: tuple[Name, ...]
    flows: tuple[Flow, ...]
    deeds: tuple[Deed, ...]
    layer: str
    """`near` or `far`."""
    focus: str
    """Id of the land that most stand in; empty if there is none."""

    def site_of(self, actor: str) -> Site | None:
        """Where an actor stands."""
        return next((s for s in self.sites if any(t.face.id == actor for t in s.tokens)), None)

    def order(self) -> tuple[str, ...]:
        """The actors in the order of their places."""
        return tuple(token.face.id for site in self.sites for token in site.tokens)


# -- of a game -------------------------------------------------------------------------------------


def build_map(game: Game, network: Network) -> Geography:
    """The map of a game, as far as its seat knows.

    Args:
        game: Read for the scenario's places, and for what the seat was told of the last turn.
        network: The ties as the seat sees them.
    """
    scenario = game.scenario
    window = window_of(scenario)
    open_now = {table.id for table in game.view().tables if table.open}
    sites = tuple(_sites(scenario, window, game.seat, open_now))
    where = {token.face.id: site.key for site in sites for token in site.tokens}
    flows = tuple(
        Flow(
            edge.source,
            edge.target,
            edge.leverage,
            edge.channels,
            where[edge.source] != where[edge.target],
        )
        for edge in network.edges
        if edge.leverage > 0 and edge.channels and {edge.source, edge.target} <= where.keys()
    )
    said = game.past[-1].report.entries if game.past else ()
    deeds = tuple(
        Deed(entry.actor, entry.target or "", entry.text)
        for entry in said
        if entry.kind == "move" and entry.actor in where
    )
    names = tuple(_names(window, {site.key for site in sites if site.at is not None}))
    return Geography(window, sites, names, flows, deeds, layer_for(window), _focus(sites))


def _focus(sites: Iterable[Site]) -> str:
    """The land in which most actors stand whose mark is on the map itself."""
    counted: Counter[str] = Counter()
    for site in sites:
        place = places().get(site.key)
        if site.at is not None and place is not None and place.land is not None:
            counted[place.land] += len(site.tokens)
    return max(counted, key=lambda land: counted[land], default="")


def has_map(scenario: Scenario) -> bool:
    """Whether there is anything to show on a map: a window, or somebody with a place on it."""
    named = [actor.place for actor in scenario.actors.values()]
    named += [table.place for table in scenario.tables.values()]
    spots = [spot_of(place) for place in named]
    return scenario.map is not None or any(
        spot is not None and spot.longitude is not None for spot in spots
    )


def window_of(scenario: Scenario) -> Window:
    """What the map shows: what the scenario says, else what holds the places of the near layer."""
    if scenario.map is not None:
        one = scenario.map
        return (one.west, one.south, one.east, one.north)
    west, south, east, north = layer("near").window
    spots = [spot_of(actor.place) for actor in scenario.actors.values()]
    at = [
        (spot.longitude, spot.latitude)
        for spot in spots
        if spot is not None and spot.longitude is not None and spot.latitude is not None
    ]
    near = [(x, y) for x, y in at if west <= x <= east and south <= y <= north] or at
    if not near:
        return (west, south, east, north)
    xs, ys = [x for x, _y in near], [y for _x, y in near]
    wide = max(max(xs) - min(xs), _LEAST) * (0.5 + _MARGIN)
    high = max(max(ys) - min(ys), _LEAST) * (0.5 + _MARGIN)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (x - wide, y - high, x + wide, y + high)


def edge_of(spot: Spot, window: Window) -> str:
    """The rim at which a place outside a window is told; empty for one inside it."""
    west, south, east, north = window
    if spot.longitude is None or spot.latitude is None:
        return spot.edge or "north"
    if west <= spot.longitude <= east and south <= spot.latitude <= north:
        return ""
    if spot.edge is not None:
        return spot.edge
    across = (spot.longitude - (west + east) / 2) / (east - west)
    up = (spot.latitude - (south + north) / 2) / (north - south)
    return direction(across, up)


def direction(across: float, up: float) -> str:
    """The direction of a step to the right and up: one of eight."""
    parts = []
    if abs(up) > _STEP * abs(across):
        parts.append("north" if up > 0 else "south")
    if abs(across) > _STEP * abs(up):
        parts.append("east" if across > 0 else "west")
    return "-".join(parts) or "north"


def _sites(
    scenario: Scenario, window: Window, seat: str, open_now: Collection[str]
) -> Iterator[Site]:
    """Places inside the window from west to east, then those at its rim, clockwise."""
    who = faces(scenario)
    found: dict[str, tuple[Spot, list[Token], list[Meeting]]] = {}
    for actor, spec in scenario.actors.items():
        spot = spot_of(spec.place)
        if spot is not None:
            key = _key(spec.place)
            token = Token(who[actor], actor == seat)
            found.setdefault(key, (spot, [], []))[1].append(token)
    for table, board in scenario.tables.items():
        spot = spot_of(board.place)
        if spot is not None:
            meeting = Meeting(table, board.title, table in open_now)
            found.setdefault(_key(board.place), (spot, [], []))[2].append(meeting)
    inside: list[Site] = []
    rim: list[Site] = []
    for key, (spot, tokens, meetings) in found.items():
        edge = edge_of(spot, window)
        known = places().get(key)
        at = None
        if not edge and spot.longitude is not None and spot.latitude is not None:
            at = (spot.longitude, spot.latitude)
        note = spot.note or (known.text if known is not None else None) or ""
        cites = tuple(spot.cite or (known.cite if known is not None else ()))
        site = Site(key, spot.title or "", at, edge, tuple(tokens), tuple(meetings), note, cites)
        (rim if edge else inside).append(site)
    yield from sorted(inside, key=lambda site: site.at or (0.0, 0.0))
    yield from sorted(rim, key=lambda site: EDGES.index(site.edge))


def _key(place: str | Spot | None) -> str:
    if isinstance(place, str):
        return place
    assert place is not None
    return f"{place.title}:{place.longitude}:{place.latitude}:{place.edge}"


def _names(window: Window, taken: set[str]) -> Iterator[Name]:
    """Names inside a window: lands and waters first, then towns; none where a site has its own."""
    west, south, east, north = window
    wide = layer_for(window) == "far"
    order = {"land": 0, "water": 1, "capital": 2, "town": 3}

    def here(place: Place) -> bool:
        return west < place.longitude < east and south < place.latitude < north

    shown = [
        (order[place.kind], place)
        for key, place in places().items()
        if place.kind in order
        and key not in taken
        and here(place)
        and not (wide and place.kind == "town")
    ]
    for _rank, place in sorted(shown, key=lambda one: one[0]):
        yield Name(place.title, (place.longitude, place.latitude), place.kind)


# -- the same as a table ---------------------------------------------------------------------------

EDGE_WORDS: Final[dict[str, str]] = {
    "north": _("to the north"),
    "north-east": _("to the north-east"),
    "east": _("to the east"),
    "south-east": _("to the south-east"),
    "south": _("to the south"),
    "south-west": _("to the south-west"),
    "west": _("to the west"),
    "north-west": _("to the north-west"),
}


def place_words(site: Site) -> str:
    """A place in words: its name, and for what is told at the rim the direction."""
    if not site.edge:
        return site.title
    return f"{site.title}, {EDGE_WORDS[site.edge]}" if site.title else EDGE_WORDS[site.edge]


def place_rows(view: Geography) -> list[tuple[str, str, str]]:
    """Who stands where, and what meets there: place, actors, tables."""
    return [
        (
            place_words(site),
            ", ".join(token.face.name for token in site.tokens),
            ", ".join(meeting.title for meeting in site.meetings),
        )
        for site in view.sites
    ]


def tie_rows(view: Geography, network: Network, actor: str) -> list[tuple[str, str, str, str, str]]:
    """The ties of an actor with where the other stands: as in the network, the place second."""
    by_name = {token.face.name: place_words(site) for site in view.sites for token in site.tokens}
    return [
        (name, by_name.get(name, ""), trust, back, hold)
        for name, trust, back, hold in network_rows(network, actor)
    ]
