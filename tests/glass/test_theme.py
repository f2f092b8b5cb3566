"""The colours: what they must be to be read by everybody."""

import pytest

from kiosk.widgets.theme import DARK, HOMES, THEMES, Theme, in_world, tone_of
from shared.colours import contrast
from shared.kinds import KINDS
from shared.kinds.base import Home

WORLDS = [
    *(pytest.param(theme, id=theme.name) for theme in THEMES.values()),
    *(
        pytest.param(in_world(theme.name, tone), id=f"{theme.name} {tone}")
        for theme in THEMES.values()
        for tone in theme.tones
        if tone != "calm"
    ),
]
WORDS, SIGNS = 7.0, 3.0
"""WCAG 2.2: 1.4.6 for words, 1.4.11 for borders and pictures that carry meaning."""
OFF = 3.0
"""Words of what cannot be touched now are read too; WCAG asks nothing of them."""


@pytest.mark.parametrize("theme", WORLDS)
def test_words_have_a_contrast_of_7_to_1_on_their_ground(theme: Theme) -> None:
    pairs = {
        "ink on paper": (theme.ink, theme.paper),
        "ink on card": (theme.ink, theme.card),
        "ink on chosen": (theme.ink, theme.chosen),
        "ink on quiet keys": (theme.ink, theme.quiet),
        "soft on paper": (theme.soft, theme.paper),
        "soft on card": (theme.soft, theme.card),
        "hint in a field": (theme.hint, theme.card),
        "the question on paper for drawings": (theme.sheet_ink, (1, 1, 1, 1)),
        "main act": (theme.on_main, theme.main),
        "problem": (theme.on_warn, theme.warn),
        **{name: (tone.on, tone.ground) for name, tone in theme.tones.items()},
        **{f"{name} tint": (tone.on, tone.tint) for name, tone in theme.tones.items()},
    }

    too_weak = {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < WORDS}

    assert too_weak == {}


@pytest.mark.parametrize("theme", WORLDS)
def test_borders_rings_and_faces_have_a_contrast_of_3_to_1(theme: Theme) -> None:
    pairs = {
        "edge on paper": (theme.edge, theme.paper),
        "edge on card": (theme.edge, theme.card),
        "ring on paper": (theme.ring, theme.paper),
        "ring on card": (theme.ring, theme.card),
        **{f"face {number}": (face, theme.face_ink) for number, face in enumerate(theme.faces, start=1)},
    }

    too_weak = {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < SIGNS}

    assert too_weak == {}


@pytest.mark.parametrize("theme", WORLDS)
def test_a_hint_does_not_look_like_what_somebody_has_written(theme: Theme) -> None:
    assert contrast(theme.ink, theme.hint) >= 1.8
    assert contrast(THEMES["contrast"].ink, THEMES["contrast"].hint) >= 2.5


@pytest.mark.parametrize("theme", WORLDS)
def test_what_cannot_be_touched_now_can_be_read_and_is_clearly_off(theme: Theme) -> None:
    faded, ink = contrast(theme.faded, theme.card), contrast(theme.ink, theme.card)

    assert OFF <= faded <= 0.4 * ink
    assert contrast(DARK.faded, DARK.card) >= 1.25 * OFF, "thin letters that are light on dark look thinner still"


@pytest.mark.parametrize("theme", [world for world in WORLDS if str(world.id).startswith(("dark", "contrast"))])
def test_the_shape_of_the_main_act_stands_out_from_the_bar(theme: Theme) -> None:
    assert contrast(theme.main, theme.card) >= SIGNS


def test_faces_have_the_outline_of_buttons_in_high_contrast_and_are_not_paler_than_in_light() -> None:
    theme, light = THEMES["contrast"], THEMES["light"]

    assert theme.face_border == theme.border
    assert contrast(theme.face_ink, theme.paper) >= SIGNS
    pairs = zip(theme.faces, light.faces, strict=True)
    assert all(contrast(face, theme.paper) >= contrast(other, light.paper) for face, other in pairs)


def test_a_problem_is_the_strongest_thing_in_high_contrast() -> None:
    theme = THEMES["contrast"]

    assert contrast(theme.warn, theme.paper) >= WORDS
    assert theme.warn not in {tone.ground for tone in theme.tones.values()}


def test_every_set_has_the_same_tokens_and_a_tone_for_what_is_asked_of_every_kind() -> None:
    tones = [set(theme.tones) for theme in THEMES.values()]

    assert tones[0] == tones[1] == tones[2]
    assert {tone_of(kind) for kind in [*KINDS, "unheard-of"]} <= tones[0]
    assert [len(theme.faces) for theme in THEMES.values()] == [5, 5, 5]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_kinds_with_a_tone_of_their_own_are_told_apart_by_it_and_all_others_look_like_their_home(theme: Theme) -> None:
    own = [kind for kind in KINDS if tone_of(kind) == kind]
    grounds = [theme.tones[tone].ground for tone in [*own, *HOMES.values()]]

    assert set(own) == KINDS.keys() & theme.tones.keys()
    assert len(own) >= 4
    assert len(set(grounds)) == len(grounds)
    assert {tone_of(kind) for kind in KINDS.keys() - set(own)} <= set(HOMES.values())
    assert tone_of("unheard-of") == HOMES[Home.INBOX]


@pytest.mark.parametrize("theme", [THEMES["light"], THEMES["dark"]], ids=lambda theme: theme.name)
def test_each_kind_has_a_world_of_its_own(theme: Theme) -> None:
    worlds = [in_world(theme.name, tone) for tone in ("idea", "feedback", "poll", "drawing", "activity", "board")]

    for token in ("paper", "main", "chosen"):
        assert len({getattr(world, token) for world in worlds} | {getattr(theme, token)}) == 7
    assert {world.name for world in worlds} == {theme.name}
