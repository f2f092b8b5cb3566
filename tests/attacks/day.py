"""The story of a kiosk that is stolen with its disk: a week before, the thief's day, and what staff do then."""

import re
import shutil
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.running import Hub
from hub.services.activities import sign_ups
from hub.services.house import prompts
from hub.services.review import review
from hub.web.staff_app import create_staff_app
from hub.web.sync.sync_app import create_sync_app
from kiosk.filling import Thanked
from kiosk.visit.lookup import LookUp
from shared.errors import AmbiguousPair
from shared.notice import Status
from shared.slip import Slip, pair_words
from tests.attacks.hostile import HostileClient
from tests.attacks.test_silent_callers import Stream
from tests.attacks.thief import everything_in, plug_pulled_while_writing
from tests.builders import a_prompt, quick_root
from tests.fakes import FrozenClock
from tests.live import live
from tests.scenarios.town import PASSWORD, Town, people

SOUP, MEETING, CAFE = "democracy-soup", "idea-meeting", "baby-cafe"
"""The first is full and has a line; of the last the stolen kiosk holds seats, and nobody asks for them there."""
MONDAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
HOURS, PUT_BACK_AT, FRIENDS_AT = 25, 14, 6
STOLEN, HONEST = "entrance", ("hall", "children")
LANGUAGES = ("nb", "en")
INBOX = f"/inbox?state=all&kiosk={STOLEN}"
CAME = f"/kiosks/{STOLEN}/came"
UNREAD = f"/inbox?state=new&kiosk={STOLEN}"
PAGES = ("/kiosks", INBOX, UNREAD, f"/activity/{SOUP}", f"/activity/{MEETING}", f"/activity/{CAFE}")
TO_OLA = "Kjære Ola, det du forteller om barnevernet må vi snakke om. Kom til meg på tirsdag."
TO_LIV = "Hei Liv! Vi ringer moren din i ettermiddag."
ON_BOARD = "Ja! Symaskinen er bestilt til mai."
SAID = {
    "ola": "Det er vondt hjemme om kvelden",
    "liv": "Kan noen ringe mammaen min",
    "sewing": "En symaskin vi kan låne",
}
"""Ola and the one who wants to sew stood at an honest kiosk, Liv at the one that is stolen."""
CONTACT = "solveig.myhre@example.org"


@dataclass(frozen=True)
class Stands:
    """How a sign-up stands: where, for whom, its state, and its place in the line."""

    activity: str
    names: tuple[str, ...]
    state: str
    persons: int
    seated: int
    place: int | None


class Story:
    """One library, from the Monday of a week to the day after the theft. ``given`` is what people took along."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FrozenClock(MONDAY)
        self._running = ExitStack()
        hub, http = self._start()
        self.town = Town(folder, hub, http, self.clock)
        self.given: dict[str, Thanked] = {}
        self.seen: dict[tuple[str, str, str], str] = {}
        """What staff saw: by moment, language and page."""
        self.before: dict[str, Stands] = {}
        self.by_words: dict[str, dict[str, str]] = {}
        self.loot = b""
        self.stream_ended = False

    def _start(self) -> tuple[Hub, TestClient]:
        hub = self._running.enter_context(open_hub(HubConfig(self.folder / "hub", name="Hylte"), self.clock))
        return hub, self._running.enter_context(TestClient(create_sync_app(hub)))

    def close(self) -> None:
        """Close everything."""
        for kiosk in self.town.kiosks.values():
            kiosk.close()
        self._running.close()

    # The week before

    def the_week_before(self) -> None:
        """People ask, sign up and wait, and staff answer; on each kiosk lies what kiosks keep."""
        here = self.town
        here.publish(SOUP, date(2027, 2, 3), seats=8)
        here.publish(MEETING, date(2027, 2, 6), seats=14)
        here.publish(CAFE, date(2027, 2, 2), seats=24)
        for name in (*HONEST, STOLEN):
            here.kiosk(name)
        here.sync()
        self._asks("ola", "hall")
        self._asks("liv", STOLEN)
        self._asks("sewing", "hall")
        self._signs_up("family", "hall", SOUP, "Solveig Myhre", "Torbjørn Myhre")
        here.sync()
        self._signs_up("alone", STOLEN, SOUP, "Berit Aas")
        self._signs_up("neighbours", "children", SOUP, "Amir", "Leila", "Sara", "Yusuf", "Noor")
        here.sync()
        self._signs_up("first in line", "hall", SOUP, "Gro", "Nils", "Eva")
        here.sync()
        self._signs_up("second in line", "children", SOUP, "Einar Lie")
        self._signs_up("group", "hall", MEETING, "Hanne", "Per", contact=CONTACT)
        self._signs_up("baby", "children", CAFE, "Åse", "lille Tor", contact="92 34 56 78")
        self._signs_up("clerk", STOLEN, MEETING, "Turid Moen", contact="41 23 45 67")
        here.sync()
        here.sync()
        self._answers()
        here.sync()
        here.sync()

    def _asks(self, who: str, kiosk: str) -> None:
        self.given[who] = self.town.answer(kiosk, "ideas", "nb", text=SAID[who], cards=[])

    def _signs_up(self, who: str, kiosk: str, slug: str, *names: str, **answer: str) -> None:
        self.given[who] = self.town.sign_up(kiosk, slug, "nb", persons=people(*names), **answer)

    def _answers(self) -> None:
        store, by = self.town.store, self.town.by()
        for who, reply in (("ola", TO_OLA), ("liv", TO_LIV)):
            review.answer(store, self.given[who].id, replies={"nb": reply}, **by)
        review.publish(store, self.given["sewing"].id, status=Status.DONE, replies={"nb": ON_BOARD}, **by)

    # The thief's day

    def the_day(self) -> None:
        """A backup is made; then a kiosk is taken, and whoever has it talks to the hub for a day."""
        here = self.town
        self.clock.pass_s(timedelta(hours=1).total_seconds())
        self.taken_at = self.clock.utc()
        self._back_up()
        self._signs_up("late", "hall", MEETING, "Marit Dahl", contact="marit@example.org")
        here.sync()
        stolen = here.kiosks.pop(STOLEN)
        with plug_pulled_while_writing(self.folder / STOLEN / "kiosk.db"):
            self.loot = everything_in(self.folder / STOLEN)
        self.thief = HostileClient(stolen.store, lambda: here.http, self.clock, takes=(SOUP, MEETING))
        stolen.close()
        for hour in range(HOURS):
            self._hour(hour)

    def _hour(self, hour: int) -> None:
        here = self.town
        if hour == FRIENDS_AT:
            self._signs_up("friends", "hall", MEETING, "Ida", "Jon", contact="ida@example.org")
            here.sync()
            self.before = self.standing()
        if hour == PUT_BACK_AT:
            self._put_back()
        self.thief.hour(hour)
        here.sync()
        self.clock.pass_s(timedelta(hours=1).total_seconds())

    def _back_up(self) -> None:
        database, copy = (sqlite3.connect(self.folder / name) for name in ("hub/hub.db", "backup.db"))
        with closing(database), closing(copy):
            database.backup(copy)

    def _put_back(self) -> None:
        """The disk of the hub's computer breaks, and the backup of yesterday is put back."""
        self._running.close()
        for file in (self.folder / "hub").glob("hub.db*"):
            file.unlink()
        shutil.copy(self.folder / "backup.db", self.folder / "hub" / "hub.db")
        self.town.hub, self.town.http = self._start()
        self.town.store = self.town.hub.store
        self.thief.ideas.clear()  # nobody brings these again

    # What staff do

    def shutting_out(self) -> None:
        """Staff see the warning, shut the kiosk out, and do what the page says; then something new is asked."""
        here, self.page = self.town, self._sign_in()
        self.look("while it goes on")
        with live(here.hub) as serving:
            stream = Stream(serving, self.thief)
            assert stream.nudged()
            self.asked = words_of(self.page.get(f"/kiosks/{STOLEN}/revoke").text)
            after = self.page.post(f"/kiosks/{STOLEN}/revoke", follow_redirects=True)
            self.stream_ended = stream.ended.wait(30)
        stream.thread.join(60)
        self.look("shut out")
        self.refused = self.thief.say(), here.http.get("/sync/v1/nudges", headers=self.bearer).status_code
        here.sync()
        self.by_words["shut out"] = self._found_by_words()
        self._clear_up(after.text)
        here.sync()
        prompts.save(here.store, a_prompt("poll", revision=1), by=here.kari, now=self.clock.utc())
        for name in HONEST:
            self.given[f"after, {name}"] = here.answer(name, "ideas", "nb", text="Takk for sist", cards=[])
        here.sync()
        here.sync()
        self.by_words["the end"] = self._found_by_words()
        self.look("the end")

    @property
    def bearer(self) -> dict[str, str]:
        """What the thief shows."""
        return {"Authorization": f"Bearer {self.thief.token}"}

    def _clear_up(self, page: str) -> None:
        """Set aside and cancel what came since the kiosk was missed, and free the seats it holds, as the page says."""
        link = re.search(rf'href="(/kiosks/{STOLEN}/came)"', page)
        assert link is not None
        since = {"since": self.taken_at.astimezone(ZoneInfo("Europe/Oslo")).strftime("%Y-%m-%dT%H:%M")}
        for language in LANGUAGES:
            shown = self.page.get(link[1], params=since, headers={"accept-language": language})
            self.seen["clearing up", language, link[1]] = words_of(shown.text)
        for act in ("aside", "cancel"):
            assert self.page.post(f"{link[1]}/{act}", data=since).status_code == 303
        for slug in re.findall(r'href="/activity/([a-z-]+)#leases-head"', page):
            where = f"/activity/{slug}/seats/{STOLEN}/free"
            assert self.page.post(where, data={"reason": "Nettbrettet er stjålet"}).status_code == 303

    # Looking

    def _found_by_words(self) -> dict[str, str]:
        """Return what an honest kiosk says to the two words of each who signed up."""
        kiosk, found = self.town.kiosks[HONEST[0]], {}
        look_up = LookUp(kiosk.store, kiosk.clock.monotonic, quick_root)
        for who, slip in self.slips().items():
            if slip.code in self.before:
                try:
                    found[who] = look_up.find(" ".join(pair_words(slip.pair, "nb")), "nb").state
                except AmbiguousPair:
                    found[who] = "several"
        return found

    def look(self, moment: str) -> None:
        """Note what staff see now, in both languages."""
        for language in LANGUAGES:
            for path in PAGES:
                answer = self.page.get(path, headers={"accept-language": language})
                assert answer.status_code == 200
                self.seen[moment, language, path] = words_of(answer.text)

    def _sign_in(self) -> TestClient:
        headers = {"accept-language": "nb", "sec-fetch-site": "same-origin"}
        app, base = create_staff_app(self.town.hub), "http://127.0.0.1:8080"
        page = TestClient(app, base, headers=headers, follow_redirects=False)
        assert page.post("/sign-in", data={"name": "Kari", "password": PASSWORD}).status_code == 303
        return page

    def standing(self) -> dict[str, Stands]:
        """How everybody honest stands, by code."""
        honest, found = {one.receipt_code for one in self.given.values()}, {}
        for slug in (SOUP, MEETING, CAFE):
            names = sign_ups.names(self.town.store, slug)
            for one in sign_ups.listed(self.town.store, slug):
                it = one.sign_up
                if it.code in honest:
                    said = slug, tuple(names.get(it.id, [])), it.state.value, it.persons, it.seated, one.place
                    found[it.code] = Stands(*said)
        return found

    def slips(self) -> dict[str, Slip]:
        """What people took along, by who they are."""
        store, found = self.town.store, {}
        for who, thanked in self.given.items():
            kept = store.submissions.read(thanked.id)
            assert kept is not None
            assert kept.slip is not None
            found[who] = kept.slip
        return found


def words_of(page: str) -> str:
    """Return what is read on a page, without its marks and its scripts."""
    inside = page.partition("<main")[2]
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", inside, flags=re.S))).split()
    )
