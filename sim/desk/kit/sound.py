"""Small sounds, made here and not loaded; the sound device is opened only when they are wanted."""

from __future__ import annotations

import math
from array import array
from typing import Final, Literal, NamedTuple

import pygame

from sim.catalogue import _

Cue = Literal["turn", "yes", "no", "gavel"]

_RATE: Final = 22050  # samples a second
_LOUD: Final = 0.22  # of the loudest that there is


class Tone(NamedTuple):
    """A tone: its pitch in hertz, when it begins and how long it rings, in seconds, how loud."""

    pitch: float
    begin: float
    rings: float
    loud: float = 1.0
    """0 to 1."""


CUES: Final[dict[Cue, tuple[Tone, ...]]] = {
    "turn": (Tone(392.0, 0.0, 0.22, 0.7), Tone(587.3, 0.07, 0.30, 0.5)),
    "yes": (Tone(523.3, 0.0, 0.20, 0.7), Tone(659.3, 0.09, 0.34, 0.7)),
    "no": (Tone(329.6, 0.0, 0.22, 0.7), Tone(246.9, 0.10, 0.36, 0.7)),
    "gavel": (Tone(180.0, 0.0, 0.07), Tone(95.0, 0.0, 0.10), Tone(180.0, 0.20, 0.09)),
}


def samples(cue: Cue) -> array[int]:
    """Return a cue as samples of 16 bits on one channel; at most 0.6 seconds."""
    tones = CUES[cue]
    count = round(_RATE * max(tone.begin + tone.rings for tone in tones))
    made = array("h", bytes(2 * count))
    for i in range(count):
        now = i / _RATE
        level = sum(_sounding(tone, now - tone.begin) for tone in tones)
        made[i] = round(32767 * _LOUD * max(-1.0, min(1.0, level)))
    return made


def _sounding(tone: Tone, since: float) -> float:
    """A tone that swells in three thousandths of a second and dies away."""
    if not 0.0 <= since < tone.rings:
        return 0.0
    swell = min(1.0, since / 0.003)
    fade = (1.0 - since / tone.rings) ** 2
    wave = math.sin(2 * math.pi * tone.pitch * since)
    return tone.loud * swell * fade * (0.8 * wave + 0.2 * wave**3)


class Sound:
    """The sounds of a window: silent until `switch` opens the device."""

    def __init__(self) -> None:
        self._made: dict[Cue, pygame.mixer.Sound] = {}
        self.on = False

    def switch(self, on: bool) -> str:
        """Open or close the sound device; why there is no sound, in a sentence."""
        if on == self.on:
            return ""
        self.on, self._made = False, {}
        if not on:
            pygame.mixer.quit()
            return ""
        try:
            pygame.mixer.init(_RATE, -16, 1, 512, allowedchanges=0)
            self._made = {cue: pygame.mixer.Sound(buffer=samples(cue)) for cue in CUES}
        except (pygame.error, NotImplementedError, OSError) as error:
            words = _("There is no sound device to use ({reason}); the game goes on without sound.")
            return words.format(reason=error)
        self.on = True
        return ""

    def play(self, cue: Cue) -> None:
        """Sound a cue, if sound is on."""
        if self.on and (made := self._made.get(cue)) is not None:
            made.play()
