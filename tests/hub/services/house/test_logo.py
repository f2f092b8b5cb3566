"""The logo is chosen, told of in the history and to kiosks, and taken away."""

from dataclasses import replace

import pytest

from hub.model import Right
from hub.services.house import first_day, logo, settings
from hub.services.house.first_day import Step, Way
from hub.services.house.settings import LOGO, KnownLogo
from hub.store.base import Store
from shared.errors import LogoIsSvg, LogoMissing, NotAllowed, NotFound
from tests.hub_builders import BY, KARI
from tests.logos import a_logo


def known(store: Store) -> KnownLogo:
    found = settings.read(store).logo
    assert found is not None
    return found


def test_logo_is_kept_with_the_settings_and_gone_when_it_is_removed(store: Store) -> None:
    logo.choose(store, a_logo(), **BY)
    first = known(store)
    assert (first.across, first.ground) == (640, "#ffffff")
    assert logo.png(store, first, first.mark) == logo.picture(store)

    logo.choose(store, a_logo((255, 255, 255)), **BY)
    second = known(store)
    with pytest.raises(NotFound):
        logo.png(store, second, first.mark)

    logo.remove(store, **BY)
    logo.remove(store, **BY)
    assert settings.read(store).logo is None
    assert logo.picture(store) == b""
    with pytest.raises(NotFound):
        logo.png(store, None, second.mark)
    moves = [line.move for line in store.history.about("logo")]
    assert moves == ["choose-logo", "choose-logo", "remove-logo"]


def test_saving_the_other_settings_leaves_the_logo(store: Store) -> None:
    logo.choose(store, a_logo(), **BY)
    before = known(store)

    settings.save(store, settings.Settings("Lund", "nb"), **BY)

    assert known(store) == before


@pytest.mark.parametrize(("file", "error"), [(b"", LogoMissing), (b"<svg/>", LogoIsSvg)])
def test_what_is_refused_leaves_the_logo_before(store: Store, file: bytes, error: type[Exception]) -> None:
    logo.choose(store, a_logo(), **BY)
    before = known(store)

    with pytest.raises(error):
        logo.choose(store, file, **BY)

    assert known(store) == before


def test_who_may_not_set_anything_has_nothing_unpacked(store: Store) -> None:
    nobody = replace(KARI, roles=frozenset())
    assert not nobody.may(Right.SETTINGS)

    with pytest.raises(NotAllowed):
        logo.choose(store, b"<svg/>", by=nobody, now=BY["now"])
    with pytest.raises(NotAllowed):
        logo.remove(store, by=nobody, now=BY["now"])


@pytest.mark.parametrize(
    "saved", ["x", "0 0 0", f"{'a' * 32} 0 10 ", f"{'a' * 32} 9999 10 ", f"{'a' * 32} 10 10 red", f"{'a' * 31} 9 9 "]
)
def test_words_that_make_no_sense_are_no_logo(store: Store, saved: str) -> None:
    store.settings.save({LOGO: saved})

    assert settings.read(store).logo is None


def test_logo_does_the_first_step_of_the_first_day(store: Store) -> None:
    before = first_day.steps(store)[Step.LIBRARY]

    logo.choose(store, a_logo(), **BY)

    assert (before, first_day.steps(store)[Step.LIBRARY]) == (Way.OPEN, Way.DONE)
