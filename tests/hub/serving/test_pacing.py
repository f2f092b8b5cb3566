"""Keeping a pace: who comes often waits, who comes seldom never does, and nobody waits for another."""

import asyncio
import socket

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from hub.serving.pacing import FORGET, Pace, Paced, Pacing
from hub.serving.servers import CALLS, DESK_ROOM, MOST_DESKS, MOST_WAITING_OF_ONE, REQUESTS, Server
from shared.fence import Fence


class Watch:
    """A watch that is moved by hand."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_who_comes_often_waits_longer_and_longer_but_never_for_ever(watch: Watch) -> None:
    pacing = Pacing(Pace(burst=3, each_s=0.5, most_s=2), watch)

    assert [pacing.wait_s("a") for _ in range(10)] == [0, 0, 0, 0.5, 1, 1.5, 2, 2, 2, 2]
    assert pacing.wait_s("b") == 0


def test_what_was_asked_is_paid_with_time(watch: Watch) -> None:
    pacing = Pacing(Pace(burst=2, each_s=1), watch)
    assert [pacing.wait_s("a") for _ in range(4)] == [0, 0, 1, 2]

    watch.s += 4

    assert [pacing.wait_s("a") for _ in range(3)] == [0, 0, 1]


def test_those_who_owe_nothing_are_forgotten(watch: Watch) -> None:
    pacing = Pacing(Pace(burst=1, each_s=1), watch)
    for number in range(FORGET):
        pacing.wait_s(str(number))
    watch.s += 10

    assert [pacing.wait_s("again"), pacing.wait_s("again")] == [0, 1]
    assert len(pacing._due) == 1


def test_branch_behind_one_address_never_waits(watch: Watch) -> None:
    """Ten people open a page in the same second, each with six connections' worth of what belongs to it, every ten."""
    calls, requests = Pacing(CALLS, watch), Pacing(REQUESTS, watch)

    for _ in range(30):
        assert {calls.wait_s("branch") for _ in range(40)} == {0}
        assert {requests.wait_s("branch") for _ in range(80)} == {0}
        watch.s += 10


def test_those_who_wait_leave_room_for_others() -> None:
    assert DESK_ROOM.at_one_address + MOST_WAITING_OF_ONE < MOST_DESKS - DESK_ROOM.at_one_address


async def answers(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


def test_request_that_comes_too_soon_is_answered_all_the_same() -> None:
    async def ask() -> list[int]:
        app = Paced(answers, Pacing(Pace(burst=1, each_s=0.01)))
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://hub") as client:
            return [(await client.get("/")).status_code for _ in range(4)]

    assert asyncio.run(ask()) == [204, 204, 204, 204]


def test_server_that_ends_waits_for_nobody_who_waits() -> None:
    """The second caller would have to wait for ten minutes; the third and all others are turned away."""
    server = Server(answers, Fence("desks", "Nobody is let in."), pace=Pace(burst=1, each_s=600, most_s=600))

    async def serve() -> tuple[int, bytes, bytes]:
        serving = asyncio.create_task(server.serve([listener]))
        await server.opened.wait()
        try:
            first = await asyncio.to_thread(lambda: httpx2.get(f"http://127.0.0.1:{port}", trust_env=False))
            waiting = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST_WAITING_OF_ONE)]
            beyond = socket.create_connection(("127.0.0.1", port))
            turned_away = await asyncio.to_thread(beyond.recv, 1)
        finally:
            server.stop()
        ended = await asyncio.to_thread(waiting[0].recv, 1)
        await serving
        for one in (*waiting, beyond):
            one.close()
        return first.status_code, turned_away, ended

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        assert asyncio.run(serve()) == (204, b"", b"")
