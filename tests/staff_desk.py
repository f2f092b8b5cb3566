"""A member of staff at the real pages of a running hub, over HTTP as a browser without JavaScript would."""

import html
import re
from collections.abc import Mapping
from types import TracebackType

import httpx2

from tests.processes import HubProcess, succeed

NAME, PASSWORD = "Astrid", "fire gule elger danser"


class StaffDesk:
    """Signed in as a person who is added for this."""

    def __init__(self, hub: HubProcess, name: str = NAME, password: str = PASSWORD) -> None:
        succeed("hub", "add-staff", "--data", str(hub.data), name, stdin=password + "\n")
        headers = {"Origin": hub.staff_url, "Sec-Fetch-Site": "same-origin", "Accept-Language": "nb"}
        self._http = httpx2.Client(base_url=hub.staff_url, headers=headers, trust_env=False)
        self._post("/sign-in", {"name": name, "password": password})

    def __enter__(self) -> "StaffDesk":
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._http.close()

    def page(self, path: str) -> str:
        """Return a page."""
        answer = self._http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def publish(self, submission_id: str, *, status: str, replies: Mapping[str, str]) -> None:
        """Put a submission on the board in the visitor's own words, with an answer in some languages."""
        form = self.page(f"/inbox/{submission_id}/publish")
        words = re.search(r'<textarea[^>]* name="text"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
        own = {"text": html.unescape(words[1])} if words else {}
        said = {f"reply-{language}": text for language, text in replies.items()}
        self._post(f"/inbox/{submission_id}/publish", {"status": status, **own, **said})

    def _post(self, path: str, form: Mapping[str, str]) -> None:
        answer = self._http.post(path, data=dict(form))
        assert answer.status_code == 303, f"{path}: {answer.status_code}"
