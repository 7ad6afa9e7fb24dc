"""The base of every widget, and the accessibility node that each one shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypedDict, Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.theme import RADIUS

Action = Callable[[], object]
Memory = dict[str, float]


class State(NamedTuple):
    """How the pointer and the keyboard stand to a widget while it is drawn."""

    focused: bool = False
    hovered: bool = False
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A widget as assistive technology sees it; roles are those of ARIA, `rect` in pixels."""

    role: str
    name: str
    value: str
    rect: tuple[int, int, int, int]
    focused: bool
    enabled: bool
    key: str
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, role: str, name: str = "") -> Node:
        """Return the first node of a role whose name begins with `name`.

        Raises:
            LookupError: when there is none.
        """
        for node in self.walk():
            if node.role == role and node.name.startswith(name):
                return node
        raise LookupError(f"no {role} named {name!r}")


def bounds(rect: pygame.Rect) -> tuple[int, int, int, int]:
    """A rectangle as a node has it: left, top, width, height."""
    return rect.x, rect.y, rect.w, rect.h


class Options(TypedDict, total=False):
    """What every widget accepts. Sizes are in logical units.

    `key` names the widget across rebuilds, for focus and scrolling; `name` is read out;
    `grow` is its share of the room that its siblings leave; `hotkey` activates it from anywhere;
    `tooltip` explains it, and for a disabled widget says why it is disabled; `autofocus` gives it
    the focus when the page or dialog opens.
    """

    key: str
    name: str
    grow: float
    width: float
    height: float
    tooltip: str
    hotkey: str
    enabled: bool
    autofocus: bool


class Widget:
    """A rectangle that can measure, place and draw itself.

    Widgets are built anew from the state of the screen whenever it changes. What must outlive
    that (focus, scrolling) is kept by key.
    """

    role = "group"
    focusable = False
    clips = False  # children are drawn within the rectangle only
    overlays = False  # children may lie on one another
    types = False  # keys are typed into it
    floats = False  # it stands over others, on a ground of its own
    elide = False  # its text may be shortened with an ellipsis
    radius: float = RADIUS

    def __init__(self, children: Sequence[Widget] = (), **options: Unpack[Options]) -> None:
        self.children: tuple[Widget, ...] = tuple(children)
        self.key = options.get("key", "")
        self.name = options.get("name", "")
        self.grow = options.get("grow", 0.0)
        self.width = options.get("width", 0.0)
        self.height = options.get("height", 0.0)
        self.tooltip = options.get("tooltip", "")
        self.hotkey = options.get("hotkey", "")
        self.enabled = options.get("enabled", True)
        self.autofocus = options.get("autofocus", False)
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.parent: Widget | None = None
        self.memory: Memory = {}
        self._sizes: dict[int, tuple[int, int]] = {}

    # Layout --------------------------------------------------------------------------------

    def size(self, look: Look, width: int) -> tuple[int, int]:
        """Return the natural size in pixels when at most `width` is to be had."""
        found = self._sizes.get(width)
        if found is None:
            given = look.px(self.width) if self.width else width
            w, h = self.measure(look, min(given, width) if self.width else width)
            found = (given if self.width else w, look.px(self.height) if self.height else h)
            self._sizes[width] = found
        return found

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the natural size; containers and contents override this."""
        sizes = [child.size(look, width) for child in self.children]
        return max((w for w, _ in sizes), default=0), max((h for _, h in sizes), default=0)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Take a rectangle and place the children in it."""
        self.rect = rect
        for child in self.children:
            child.place(look, rect)

    # Drawing -------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the widget without its children."""

    # Use -----------------------------------------------------------------------------------

    @property
    def can_focus(self) -> bool:
        """Whether Tab stops here: also at a disabled widget that says why it is disabled."""
        return self.focusable and (self.enabled or bool(self.tooltip))

    @property
    def focus_rect(self) -> pygame.Rect:
        """The part that must be in view when the widget has the focus."""
        return self.rect

    def activate(self) -> bool:
        """Do what Enter, Space, a click or the hotkey does; say whether anything was done."""
        return False

    def on_key(self, chord: str, typed: str) -> bool:
        """Take a key while focused; say whether it was used."""
        return False

    def on_press(self, at: tuple[int, int]) -> None:
        """Take the press of the main mouse button."""

    def on_drag(self, at: tuple[int, int]) -> None:
        """Take a movement with the main mouse button held."""

    def on_release(self, at: tuple[int, int]) -> None:
        """Take the release of the main mouse button, wherever it happens."""
        if self.enabled and self.contains(at):
            self.activate()

    def on_wheel(self, steps: float) -> bool:
        """Take the wheel (positive away from the user); say whether it was used."""
        return False

    def contains(self, at: tuple[int, int]) -> bool:
        """Whether a point belongs to the widget."""
        return self.rect.collidepoint(at)

    # Reading -------------------------------------------------------------------------------

    @property
    def value(self) -> str:
        """The present value in words, or nothing."""
        return ""

    def parts(self) -> tuple[Node, ...]:
        """Nodes for what is inside but is not a widget, such as the options of a list."""
        return ()

    def node(self, focus: str = "") -> Node:
        """Return the accessibility node of this widget and all below it."""
        inner = tuple(child.node(focus) for child in self.children)
        return Node(
            self.role,
            self.name,
            self.value,
            bounds(self.rect),
            bool(self.key) and self.key == focus,
            self.enabled,
            self.key,
            (*inner, *self.parts()),
        )

    def walk(self) -> Iterator[Widget]:
        """Yield this widget and all below it, in reading order."""
        left = [self]
        while left:
            widget = left.pop()
            yield widget
            left.extend(reversed(widget.children))

    def ancestors(self) -> Iterator[Widget]:
        """Yield the parent, its parent, and so on."""
        up = self.parent
        while up is not None:
            yield up
            up = up.parent
