"""The sound of thanks: two soft notes, made here. Staff hear it on the hub's pages, visitors at kiosks."""

import io
import math
import sys
import wave
from array import array
from functools import cache

RATE = 44_100
"""Samples a second, as the glass opens the sound card: what has another rate would have to be made over there."""
NOTES = ((523.25, 0.0), (783.99, 0.14))
"""Pitch in hertz, and when it begins in seconds: a fifth upwards (C5 and G5)."""
LENGTH_S = 1.1
PEAK = 0.12
"""Of full scale, -18 dB: heard by who stands there, not by who reads at the next table."""
_RISE_S, _FALL_S = 0.012, 0.22


@cache
def wav() -> bytes:
    """Return the sound as a WAV file: 44.1 kHz, two channels of 16 bits. It begins and ends in silence."""
    count = round(LENGTH_S * RATE)
    heard = [sum(_note(at / RATE - begins, pitch) for pitch, begins in NOTES) for at in range(count)]
    loudest = max(map(abs, heard))
    samples = array("h")
    for at, value in enumerate(heard):
        ending = min(1.0, (count - 1 - at) / (_FALL_S * RATE))
        sample = round(value / loudest * PEAK * ending * 32_767)
        samples.extend((sample, sample))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def _note(since: float, pitch: float) -> float:
    """Return how far a struck bar swings ``since`` seconds after the stroke: the tone, and a little of its octave."""
    if since < 0:
        return 0.0
    swing = math.sin(2 * math.pi * pitch * since) + 0.2 * math.sin(4 * math.pi * pitch * since)
    return min(1.0, since / _RISE_S) * math.exp(-since / _FALL_S) * swing
