"""The commands of the hub. What goes wrong is said in plain words on stderr; the exit code is then 1, for usage 2."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hub import activity_commands, backup_commands, config
from hub.activity_commands import Run, existing, existing_hub, must_exist
from hub.bootstrap import at_other_desks, check_free, keys_of, open_hub, open_store, serving
from hub.certificates.desks import check as check_desks
from hub.keys import renew_keys, restore_secret
from hub.kinds import answer_of
from hub.model import Right, Role, StoredSubmission
from hub.services.changing import changing
from hub.services.house import history, pairing, people, settings, staff
from hub.services.house.timekeeping import Timekeeper
from hub.services.keeping import retention, scrub
from hub.services.review import inbox
from hub.services.sync import reopening
from hub.web.page import wording
from shared.errors import FileLost, FileUnreadable, MachineError, SamskapError, StoreDamaged
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES
from shared.owner import work_as_owner
from shared.seal import to_phrase
from shared.written import secret_line

WHAT_TO_DO = 'What to do stands in docs/operating.md, under "When something happens".'


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    told = _parser().parse_args(arguments)
    try:
        work_as_owner(told.data)
        code: int = told.run(told)
        return code
    except (FileLost, FileUnreadable, StoreDamaged) as error:
        return _fail(error, WHAT_TO_DO)
    except SamskapError as error:
        return _fail(error)
    except BrokenPipeError:
        # Whoever read our output has heard enough; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(MachineError.of(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "samskap-hub", description="The hub of one library: kiosks sync with it, staff read."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Run, help: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=help, description=help)
        found.add_argument("--data", type=Path, required=True, metavar="DIR", help="the hub's folder")
        found.set_defaults(run=run)
        return found

    serving = command("serve", _serve, "Serve kiosks and staff until stopped. A new folder becomes a new library.")
    serving.add_argument("--staff-port", type=int, metavar="PORT", help="staff pages on 127.0.0.1 (8080)")
    serving.add_argument("--staff-host", metavar="ADDRESS", help="staff pages for other computers, over TLS (nowhere)")
    serving.add_argument("--staff-tls-port", type=int, metavar="PORT", help="their port there (8444)")
    serving.add_argument(
        "--staff-cert", metavar="FILE", help="the library's own certificate for it (the hub makes one)"
    )
    serving.add_argument("--staff-key", metavar="FILE", help="the key of that certificate")
    serving.add_argument("--sync-host", metavar="HOST", help="where kiosks reach the hub (0.0.0.0)")
    serving.add_argument("--sync-port", type=int, metavar="PORT", help="where kiosks reach the hub (8443)")
    serving.add_argument(
        "--no-discovery", dest="discovery", action="store_false", default=None, help="do not announce the hub"
    )
    pairing_code = command(
        "pairing-code", _pairing_code, "Open a pairing code for one kiosk and print it. It lives ten minutes."
    )
    pairing_code.add_argument("--name", help="what the kiosk is called; else it says its own name")
    pairing_code.add_argument("--place", default="", help="where it will stand, for colleagues who look for it")
    adding = command(
        "add-staff", _add_staff, "Let a person sign in. It asks for the password, or reads it from a pipe."
    )
    adding.add_argument("name", metavar="NAME")
    adding.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        help="what the person is, once for each role; the first person of a library is everything where none is said",
    )
    colleagues = command("staff", _staff, "Print who may sign in, and what each is here.")
    colleagues.add_argument("--json", action="store_true", help="one JSON object a line")
    told = command("history", _history, "Print who did what, oldest first: never what visitors said.")
    told.add_argument("--json", action="store_true", help="one JSON object a line")
    listing = command("submissions", _submissions, "Print every submission, or how many there are.")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    activity_commands.add_to(command)
    backup_commands.add_to(command)
    phrase = command("recovery-phrase", _recovery_phrase, "Print the recovery phrase. Keep it on paper, locked away.")
    phrase.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="in which words")
    without = command(
        "go-on-without",
        _go_on_without,
        "Go on without a file that is gone for good: it is made anew, as far as can be.",
    )
    without.add_argument("what", choices=("keys", "erasures"), help="the hub's keys, or the list of what was erased")
    command("verify", _verify, "Look through everything the hub keeps, and say what is damaged. Changes nothing.")
    command("restore-key", _restore_key, "Take back a key: the recovery phrase is read from standard input.")
    return parser


def _serve(told: argparse.Namespace) -> int:
    # FastAPI and uvicorn take a second to import; the other commands do without.
    from hub.serving import ports
    from hub.serving.servers import serve
    from hub.web.staff_app import create_staff_app

    settings = config.load(
        told.data,
        staff_port=told.staff_port,
        staff_host=told.staff_host,
        staff_tls_port=told.staff_tls_port,
        staff_cert=told.staff_cert,
        staff_key=told.staff_key,
        sync_host=told.sync_host,
        sync_port=told.sync_port,
        discovery=told.discovery,
    )
    check_free(settings.data)  # whoever serves it has its ports too, and is the better reason
    # The ports and a certificate before the folder: a hub that cannot be reached leaves no new library behind.
    check_desks(settings)
    with ports.held(settings) as listeners, serving(settings.data), open_hub(settings) as hub:
        if listeners.desks is not None:
            hub = at_other_desks(hub, listeners.desks.getsockname()[1])

        def on_ready(staff_address: str, sync_address: str) -> None:
            print(f"Staff pages: http://{staff_address}")
            for base in hub.desks.bases if hub.desks else ():
                print(f"From other computers: {base}")
            if hub.desks and hub.desks.root:
                print(f"What to install on them first: http://{staff_address}/trust")
            print(f"Kiosks sync at {sync_address}")
            if not staff.exists(hub.store):
                print("Nobody can sign in yet. Open this page to choose a name and a password:")
                print(f"http://{staff_address}/set-up?code={hub.set_up_code}")
                print(f"(code {hub.set_up_code}), or run: samskap-hub add-staff --data {settings.data} NAME")
            print("The hub is ready.", flush=True)

        serve(hub, create_staff_app(hub), listeners, on_ready)
    return 0


def _pairing_code(told: argparse.Namespace) -> int:
    with existing_hub(told.data) as hub:
        code = pairing.open_code(hub.store, by=activity_commands.WHO, now=hub.now(), name=told.name, place=told.place)
    print(code.code)
    return 0


def _add_staff(told: argparse.Namespace) -> int:
    must_exist(told.data)
    password = secret_line("Password")
    with existing_hub(told.data) as hub:
        roles = set(map(Role, told.role or ())) or (set() if staff.exists(hub.store) else set(Role))
        person = people.add(hub.store, told.name, password, roles=roles, by=activity_commands.WHO, now=hub.now())
    print(f"{person.name} can sign in now.")
    return 0


def _staff(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        for one in people.listed(store):
            roles, waits = sorted(one.roles), one.id in store.people.invited()
            line = {"name": one.name, "roles": roles, "shut_out_at": one.shut_at, "invited": waits}
            said = "shut out" if one.shut_at else ", ".join(roles)
            print(json.dumps(line) if told.json else f"{one.name}: {said}{', invited' if waits else ''}")
    return 0


def _history(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        for line in history.every(store):
            said = {"n": line.n, "at": line.at, "who": line.staff, "what": line.move, "about": line.subject}
            said |= {"detail": line.detail, "bound": line.bound}
            print(json.dumps(said) if told.json else f"{line.at} {line.staff or '-'}: {line.move} {line.subject}")
    return 0


def _submissions(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        if not told.json:
            print(", ".join(f"{n} {state.value}" for state, n in inbox.counts(store).items()))
            return 0
        for stored in store.submissions.every():
            print(json.dumps(_as_json(stored), default=list))  # the points of a drawing are a sequence of their own
    return 0


def _as_json(stored: StoredSubmission) -> dict[str, object]:
    submission = stored.submission
    return {
        "id": submission.id,
        "kiosk": submission.kiosk,
        "seq": submission.seq,
        "prompt": submission.prompt,
        "kind": submission.kind,
        "state": stored.state.value,
        "language": submission.language,
        "made_at": submission.made_at,
        "received_at": stored.received_at,
        "answer": answer_of(stored) if inbox.may_read(stored, None) else None,
    }


def _recovery_phrase(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        keys = keys_of(store, told.data)
        settings.note_phrase_shown(store, by=activity_commands.WHO, now=Timekeeper(store).now())
    print(" ".join(to_phrase(keys.unseal_key.secret, told.language)))
    return 0


def _restore_key(told: argparse.Namespace) -> int:
    must_exist(told.data)
    secret = backup_commands.read_phrase()
    restore_secret(told.data, secret)
    with closing(open_store(told.data)) as store:
        now = Timekeeper(store).now()
        opened = reopening.open_again(store, renew_keys(told.data).unseal_key, now=now)
        settings.note_key_restored(store, by=activity_commands.WHO, now=now)
    print(f"The key is back. Submissions opened with it: {opened}. Restart the hub if it is running.")
    return 0


def _go_on_without(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        now = Timekeeper(store).now()
        if told.what == "keys":
            renew_keys(told.data)
            said = "The hub has its keys, those that were gone are new. Pair every kiosk again."
        else:
            retention.mend_erasures(store, now)
            said = "The list of what was erased is as the database knows it. What was erased later may come back."
        with changing(store, activity_commands.WHO, now, Right.OWN_HAND) as change:
            change.note("go-on-without", told.what)
    print(f"{said} Restart the hub if it is running.")
    return 0


def _verify(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        verdict = scrub.verify(store)
    for said in [*verdict.faults, *(f"damaged: submission {one}" for one in verdict.damaged)]:
        print(said, file=sys.stderr)
    if not verdict.is_sound:
        return _fail(StoreDamaged(), WHAT_TO_DO)
    print(f"Everything is as it was put there. Submissions: {verdict.looked_at}")
    return 0


def _fail(error: SamskapError, *more: str) -> int:
    print(f"{wording.says(error)} ({error.code}{f': {error}' if str(error) else ''})", *more, sep="\n", file=sys.stderr)
    return 1
