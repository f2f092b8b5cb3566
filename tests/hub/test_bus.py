"""The bus: every listener hears, from any thread, and nobody holds up the end."""

import asyncio
import threading

from hub.bus import INBOX, NEWS, Bus


async def hear(bus: Bus, count: int, listening: asyncio.Event) -> list[str]:
    heard = []
    async for topic in bus.subscribe("hello"):
        listening.set()
        heard.append(topic)
        if len(heard) == count:
            break
    return heard


def test_every_listener_hears_what_any_thread_says() -> None:
    async def scene() -> list[list[str]]:
        bus, ready = Bus(), [asyncio.Event(), asyncio.Event()]
        listeners = [asyncio.create_task(hear(bus, 2, event)) for event in ready]
        for event in ready:
            await event.wait()
        threading.Thread(target=bus.publish, args=(NEWS,)).start()
        return await asyncio.gather(*listeners)

    assert asyncio.run(scene()) == [["hello", NEWS]] * 2


def test_topic_that_waits_already_is_not_said_twice() -> None:
    async def scene() -> list[str]:
        bus = Bus()
        stream = bus.subscribe("hello")
        heard = [await anext(stream)]
        for topic in (NEWS, INBOX, NEWS, NEWS):
            bus.publish(topic)
        heard += [await anext(stream), await anext(stream)]
        bus.close()
        return heard + [topic async for topic in stream]

    assert asyncio.run(scene()) == ["hello", NEWS, INBOX]


def test_closing_ends_open_and_later_streams() -> None:
    async def scene() -> list[str]:
        bus = Bus()
        stream = bus.subscribe("hello")
        heard = [await anext(stream)]
        bus.close()
        heard += [topic async for topic in stream]
        return heard + [topic async for topic in bus.subscribe("too late")]

    assert asyncio.run(scene()) == ["hello"]


def test_nobody_listening_is_no_trouble() -> None:
    bus = Bus()
    bus.publish(NEWS)

    async def come_and_go() -> None:
        async for _ in bus.subscribe("hello"):
            break

    asyncio.run(come_and_go())
    bus.publish(NEWS)
    bus.close()
