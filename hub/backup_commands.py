"""The commands about backups: one is made, and one is put back on a new machine."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from hub.activity_commands import WHO, AddCommand, existing
from hub.bootstrap import keys_of, open_store
from hub.services.backups import making, places, putting_back, standing
from hub.services.backups.making import Made, Portions
from hub.services.house.timekeeping import Timekeeper
from shared.errors import BadPhrase, NoBackupFolder
from shared.languages import LANGUAGES
from shared.seal import from_phrase
from shared.written import MARK


def add_to(command: AddCommand) -> None:
    """Add the commands about backups to the others."""
    making_one = command("backup", _back_up, "Make a backup, sealed so that the recovery words alone open it.")
    making_one.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="where to (the folder chosen under Settings)"
    )
    putting = command(
        "restore-backup",
        _restore_backup,
        "Make a hub of a backup, in an empty folder. The recovery words are read from standard input.",
    )
    putting.add_argument("file", type=Path, metavar="FILE", help="the backup; the lists beside it are read as well")


def read_phrase() -> bytes:
    """Return the secret of the phrase on standard input, in whichever language it was printed. Raises BadPhrase."""
    if sys.stdin.isatty():
        sys.stderr.write("The recovery words, then Ctrl+D on a line of its own:\n")
    words = sys.stdin.read().removeprefix(MARK).split()
    for language in LANGUAGES:
        try:
            return from_phrase(words, language)
        except BadPhrase:
            continue
    raise BadPhrase("in none of the languages")


def _back_up(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        keys, now = keys_of(store, told.data), Timekeeper(store).now()
        if told.output is not None:
            folder = places.checked(str(told.output.absolute()), told.data)
            made = _to_the_end(making.make(store, keys, told.data, folder, by=WHO, now=now))
        else:
            chosen = standing.read(store).folder
            if chosen is None:
                raise NoBackupFolder("say one: -o FOLDER")
            made = _to_the_end(making.make_where_chosen(store, keys, told.data, chosen, by=WHO, now=now))
    print(f"{made.path}: {made.size} bytes, read back and whole. The recovery words open it.")
    return 0


def _to_the_end(portions: Portions) -> Made:
    while True:
        try:
            next(portions)
        except StopIteration as end:
            made: Made = end.value
            return made


def _restore_backup(told: argparse.Namespace) -> int:
    restored = putting_back.put_back(
        told.file, told.data, read_phrase(), open_store=open_store, now=lambda store: Timekeeper(store).now()
    )
    print(f"The hub of {restored.made_at} is in {told.data}. Start it: samskap-hub serve --data {told.data}")
    if restored.settings:
        print("Its hub.toml came back too: look whether the addresses in it are those of this computer.")
    if restored.known_until is None:
        print(f"The lists did not lie beside the backup: what was erased since {restored.made_at} is in it again.")
    else:
        print(f"What was erased, shut out and paired is known until {restored.known_until}.")
    print("Who was let in or shut out of the staff since the backup is not known: look through People.")
    return 0
