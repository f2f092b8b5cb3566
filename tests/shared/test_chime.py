"""The sound of thanks is soft, short and whole."""

import io
import wave
from array import array

from shared import chime


def test_it_is_what_the_glass_plays_without_making_it_anew() -> None:
    with wave.open(io.BytesIO(chime.wav())) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (44_100, 2, 2)
        samples = array("h", file.readframes(file.getnframes()))
        seconds = file.getnframes() / file.getframerate()

    assert 0.5 < seconds < 1.5
    assert 0.1 < max(map(abs, samples)) / 32_767 <= chime.PEAK
    assert samples[0] == samples[-1] == 0
    assert (
        max(abs(after - before) for before, after in zip(samples[::2], samples[2::2], strict=False)) < 600
    )  # no click
