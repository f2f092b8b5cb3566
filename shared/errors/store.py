"""Databases and disks that could not do what was asked."""

import errno

from shared.errors.base import SamskapError
from shared.languages import N_


class StoreError(SamskapError):
    """The database could not do what was asked."""

    code = "store-error"

    @classmethod
    def of(cls, error: OSError, about: str) -> "StoreError":
        """Return what the system said of a file of ours: DiskFull where there was no room, else StoreBroken."""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return (DiskFull if full else StoreBroken)(f"{about}: {error.strerror or error}")


class DiskFull(StoreError):
    """Too little room to save safely."""

    code = "disk-full"
    says = N_("The tablet is full, so we could not save this. Please tell the staff.")


class StoreBusy(StoreError):
    """Another process held the database for too long."""

    code = "store-busy"
    says = N_("The tablet is busy. Please try once more.")


class StoreBroken(StoreError):
    """The database is damaged or cannot be written; nothing was saved."""

    code = "store-broken"
    says = N_("We could not save this. Please tell the staff.")


class StoreDamaged(StoreBroken):
    """What lies in the database is not what was put there: its file is damaged."""

    code = "store-damaged"
    says = N_(
        "The hub's database is damaged. Stop the hub and put the newest backup in its place: kiosks bring back the "
        "last 30 days. Keep the damaged file."
    )


class FileUnreadable(StoreError):
    """A file of the program's own is there and cannot be read: another's, cut off, or damaged."""

    code = "file-unreadable"
    says = N_("A file of Samskap cannot be read. It may belong to another user of this machine, or be damaged.")


class PairingChanged(StoreError):
    """The file that says which hub a kiosk trusts is another than its database knows: somebody put it there."""

    code = "pairing-changed"
    says = N_("Somebody has changed which hub this tablet sends to. Staff must pair it again. Nothing is lost.")


class FileLost(StoreError):
    """A file of the program's own is gone or was cut, and what stood in it cannot be made anew."""

    code = "file-lost"
    says = N_("A file of Samskap is gone, and nothing else can take its place. Put it back from the backup.")


class RecordDamaged(StoreError):
    """A record's bytes no longer match its hash."""

    code = "record-damaged"


class RecordConflict(StoreError):
    """The same id came with other content than what is stored under it."""

    code = "record-conflict"
