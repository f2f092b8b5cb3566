"""A hub whose computer says another year, as a process: it serves, deletes nothing, and asks staff."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.services.house import prompts
from shared.clock import EARLIEST
from shared.submission import utc
from tests.builders import a_prompt
from tests.fakes import FrozenClock
from tests.hub_builders import KARI, DeliveringKiosk, a_submission
from tests.processes import HubProcess


@pytest.mark.parametrize("proven", [True, False])
def test_hub_that_starts_with_its_clock_far_ahead_keeps_everything(tmp_path: Path, proven: bool) -> None:
    """This computer's clock is far ahead of what the library has seen, and everything there is long past its date."""
    clock = FrozenClock(EARLIEST + timedelta(days=1))
    with open_hub(HubConfig(tmp_path / "hub", discovery=False), clock) as hub:
        if proven:
            hub.time.confirm(by=KARI)
        kiosk, key = DeliveringKiosk(hub.store, now=clock.at), hub.keys.unseal_key.keys[0]
        prompt = prompts.save(hub.store, a_prompt(keep_days=30), by=KARI, now=clock.at)
        for seq in (1, 2, 3):
            one = a_submission(prompt=prompt, key=key, seq=seq, made_at=utc(clock.at))
            receipt = kiosk.deliver(one)
            assert receipt.accepted == [one.id]

    with HubProcess(tmp_path / "hub", discovery=False) as process:
        process.start()
        assert process.stop() == 0  # what it had begun to do by itself is finished then
        assert len(process.submissions()) == 3
