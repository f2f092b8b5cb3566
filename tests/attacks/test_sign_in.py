"""Somebody who guesses passwords, and somebody who sets the hub up before its staff do."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.model import Role
from hub.running import Hub
from hub.services.house import people, staff
from hub.turns import MOST_OF_ONE, MOST_WAITING, Turns
from hub.web.staff_app import create_staff_app
from shared.errors import SignInBusy
from tests.fakes import FrozenClock

NAME, PASSWORD, HOST = "Kari", "fire gule elger danser", "127.0.0.1:8080"
CHOSEN = {"password": PASSWORD, "again": PASSWORD}
PAGES = {
    "/sign-in": {"name": NAME, "password": PASSWORD},
    "/set-up": {"name": NAME, "library": "Lund", **CHOSEN},
    "/me/password": {"old": PASSWORD, **CHOSEN},
    "/settings/phrase": {"password": PASSWORD},
}
"""Every page that looks at a password, with what is typed there."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub"), FrozenClock()) as opened:
        yield opened


def browser(hub: Hub, address: str = "127.0.0.1", **headers: str) -> httpx2.AsyncClient:
    """A browser at this address; it may claim what it likes in its headers."""
    door = httpx2.ASGITransport(create_staff_app(hub), client=(address, 50_000))
    said = {"sec-fetch-site": "same-origin", "accept-language": "en"} | headers
    return httpx2.AsyncClient(transport=door, base_url=f"http://{HOST}", headers=said)


class Clerk:
    """Keeps the clerk busy until he is freed. Not for ever: where there is no line a test fails, and does not hang."""

    LONGEST_S = 20

    def __init__(self) -> None:
        self._freed = threading.Event()
        self.free = self._freed.set

    @property
    def is_busy(self) -> bool:
        return not self._freed.is_set()

    def work(self) -> None:
        if not self._freed.wait(self.LONGEST_S):
            self.free()

    async def line(self, turns: Turns, *addresses: str) -> list[asyncio.Task[None]]:
        """Let so many come; return when the first was turned away."""
        line = [asyncio.create_task(turns.take(one, self.work)) for one in addresses]
        await asyncio.wait(line, return_when=asyncio.FIRST_COMPLETED)
        return line


TOO_MANY = [f"10.0.0.{n}" for n in range(MOST_WAITING + 1)]


def test_pages_of_who_is_signed_in_are_answered_while_somebody_guesses(hub: Hub) -> None:
    people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())
    token, clerk = staff.sign_in(hub.store, NAME, PASSWORD, address="", now=hub.now()), Clerk()

    async def attack() -> tuple[int, bool, Counter[int]]:
        async with browser(hub) as kari, browser(hub, "10.0.0.9") as guesser:
            held_up = asyncio.create_task(hub.turns.take("10.0.0.8", clerk.work))
            typed = ({"name": f"nobody {n}", "password": f"guess {n}"} for n in range(60))
            guesses = [asyncio.create_task(guesser.post("/sign-in", data=one)) for one in typed]
            await asyncio.wait(guesses, return_when=asyncio.FIRST_COMPLETED)
            kari.cookies.set("samskap-8080", token)
            page, before_them = await kari.get("/inbox"), clerk.is_busy
            clerk.free()
            await held_up
            return page.status_code, before_them, Counter([(await one).status_code for one in guesses])

    answers = Counter({403: MOST_OF_ONE, 503: 60 - MOST_OF_ONE})
    assert asyncio.run(attack()) == (200, True, answers)


def test_who_comes_while_the_line_is_full_is_told_so_and_keeps_what_they_wrote(hub: Hub) -> None:
    people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())

    async def come() -> httpx2.Response:
        clerk = Clerk()
        async with browser(hub) as kari:
            line = await clerk.line(hub.turns, *TOO_MANY)
            typed = {"name": NAME, "password": PASSWORD, "next": "/board", "held-reply-nb": "Ja!"}
            answer = await kari.post("/sign-in", data=typed, headers={"accept-language": "nn"})
            clerk.free()
            await asyncio.wait(line)
            return answer

    answer = asyncio.run(come())

    assert answer.status_code == 503
    assert "Det er mange som loggar inn akkurat no." in answer.text
    assert f'value="{NAME}"' in answer.text
    assert "Ja!</textarea>" in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_whoever_types_a_password_stands_in_the_same_line(hub: Hub, path: str) -> None:
    token = ""
    if path.startswith(("/settings", "/me")):
        people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())
        token = staff.sign_in(hub.store, NAME, PASSWORD, address="", now=hub.now())

    async def come() -> int:
        clerk = Clerk()
        async with browser(hub) as somebody:
            somebody.cookies.set("samskap-8080", token)
            line = await clerk.line(hub.turns, *TOO_MANY)
            answer = await somebody.post(path, data={"code": hub.set_up_code, **PAGES[path]})
            clerk.free()
            await asyncio.wait(line)
            return answer.status_code

    assert asyncio.run(come()) == 503


def test_one_address_never_fills_the_line_for_others() -> None:
    async def come() -> tuple[int, str]:
        turns, clerk = Turns(), Clerk()
        many = await clerk.line(turns, *["10.0.0.9"] * 60)
        one = asyncio.create_task(turns.take("10.0.0.7", lambda: "looked at"))
        clerk.free()
        found = await asyncio.gather(*many, return_exceptions=True)
        return sum(isinstance(one, SignInBusy) for one in found), await one

    assert asyncio.run(come()) == (60 - MOST_OF_ONE, "looked at")


def test_browser_in_which_somebody_has_signed_in_waits_for_no_guesses_from_its_address(hub: Hub) -> None:
    people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())
    right = {"name": f" {NAME}", "password": PASSWORD}

    async def attack() -> tuple[list[int], int, int]:
        clerk = Clerk()
        async with browser(hub) as kari, browser(hub) as guesser:
            first = await kari.post("/sign-in", data=right)
            await kari.post("/sign-out")
            guesses = [await guesser.post("/sign-in", data={**right, "password": f"guess {n}"}) for n in range(9)]
            line = await clerk.line(hub.turns, *["127.0.0.1"] * (MOST_OF_ONE + 1))
            coming = asyncio.create_task(kari.post("/sign-in", data=right))
            stranger = await guesser.post("/sign-in", data=right)
            clerk.free()
            await asyncio.wait(line)
            return [first.status_code, (await coming).status_code], guesses[-1].status_code, stranger.status_code

    assert asyncio.run(attack()) == ([303, 303], 429, 503)


def test_browser_is_known_for_whom_it_has_signed_in_and_by_the_hubs_own_mark_alone(hub: Hub) -> None:
    for name in (NAME, "Ola"):
        people.add(hub.store, name, PASSWORD, roles=set(Role), now=hub.now())

    async def attack() -> list[int]:
        async with browser(hub) as ola:
            given = (await ola.post("/sign-in", data={"name": "Ola", "password": PASSWORD})).cookies[
                "samskap-8080-known"
            ]
        found = []
        nonce, mark = given.split(".")
        for name, cookie in ((NAME, ""), (NAME, given), ("Ola", f"{nonce}0.{mark}"), ("Ola", f"{nonce}1.{mark}")):
            async with browser(hub, cookie=f"samskap-8080-known={cookie}") as guesser:
                answer = await guesser.post("/sign-in", data={"name": name, "password": "guess"})
                found.append(answer.status_code)
        return found

    assert asyncio.run(attack()) == [403, 429, 403, 429]


def test_browser_that_is_known_waits_after_its_own_wrong_tries(hub: Hub) -> None:
    people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())

    async def attack() -> list[int]:
        async with browser(hub) as kari:
            await kari.post("/sign-in", data={"name": NAME, "password": PASSWORD})
            tries = [await kari.post("/sign-in", data={"name": NAME, "password": f"guess {n}"}) for n in range(3)]
            return [one.status_code for one in tries]

    assert asyncio.run(attack()) == [403, 429, 429]


def test_guesses_of_one_behind_a_trusted_proxy_hold_up_nobody_else_behind_it(hub: Hub) -> None:
    people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())
    behind = replace(hub, config=replace(hub.config, trusted_proxies=("127.0.0.1",)))

    async def attack() -> list[int]:
        forged = {"x-forwarded-for": "10.0.0.7, 10.0.0.9"}
        async with browser(behind, **forged) as guesser, browser(behind, **{"x-forwarded-for": "10.0.0.7"}) as kari:
            guesses = [await guesser.post("/sign-in", data={"name": NAME, "password": f"guess {n}"}) for n in range(3)]
            answer = await kari.post("/sign-in", data={"name": NAME, "password": PASSWORD})
            return [one.status_code for one in (*guesses, answer)]

    assert asyncio.run(attack()) == [403, 429, 429, 303]


def test_forged_address_wins_no_further_guess_where_no_proxy_is_trusted(hub: Hub) -> None:
    people.add(hub.store, NAME, PASSWORD, roles=set(Role), now=hub.now())

    async def attack() -> list[int]:
        found = []
        for n in range(3):
            forged = {"x-forwarded-for": f"10.0.0.{n}", "forwarded": f"for=10.0.0.{n}", "x-real-ip": f"10.0.0.{n}"}
            async with browser(hub, **forged) as guesser:
                answer = await guesser.post("/sign-in", data={"name": NAME, "password": f"guess {n}"})
                found.append(answer.status_code)
        return found

    assert asyncio.run(attack()) == [403, 429, 429]


def test_nobody_sets_the_hub_up_through_a_proxy_on_its_own_machine(hub: Hub) -> None:
    typed = {"name": "Mallory", "library": "Lund", "password": PASSWORD, "again": PASSWORD}

    async def attack() -> tuple[str, int]:
        async with browser(hub) as stranger:  # a proxy that adds no header at all looks like whoever sits there
            page = await stranger.get("/set-up")
            return page.text, (await stranger.post("/set-up", data=typed)).status_code

    page, status = asyncio.run(attack())

    assert (status, 'name="password"' in page) == (403, False)
    assert not staff.exists(hub.store)
