"""A hub that serves mails by itself what people must be told."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from hub.services.activities import activities, sign_ups
from shared.activity import Occasion
from shared.submission import new_submission_id
from tests.builders import a_slip, an_activity
from tests.hub_builders import KARI, a_hub_store
from tests.mail_server import mail_server
from tests.processes import serving

FAR = Occasion("2099-01-01T17:00:00.000Z", "2099-01-01T19:00:00.000Z")


def test_serving_hub_mails_who_must_be_told_whatever_letters_its_password_has(tmp_path: Path) -> None:
    data = tmp_path / "hub"
    now = datetime.now(UTC)
    answer = {"activity": "soup", "persons": [{"name": "Kari", "age": "adult"}], "contact": "kari@example.org"}
    with closing(a_hub_store(data)) as store:
        activities.save(store, an_activity(dates=[FAR]), by=KARI, now=now)
        one = sign_ups.add(store, "soup", answer, by=KARI, now=now, language="nb", slip=a_slip(new_submission_id()))
        activities.cancel(store, "soup", by=KARI, now=now, reason="storm")
    with mail_server() as server:
        (data / "hub.toml").write_text(
            f'smtp_host = "127.0.0.1"\nsmtp_port = {server.port}\nsmtp_sender = "a@b.test"\nsmtp_starttls = false\n'
            'smtp_user = "kåre"\nsmtp_password = "pæss"\n',
            "utf-8",
        )
        with serving(data, discovery=False):
            assert server.came.wait(30)

    assert [letter["To"] for letter in server.letters] == ["kari@example.org"]
    with closing(a_hub_store(data)) as store:
        assert sign_ups.to_tell(store, "soup") == []
        told = store.sign_ups.read(one.id)
        assert told is not None
        assert told.told_at is not None
