"""Backups that cannot be made, and files that cannot be put back."""

import errno

from shared.errors.base import SamskapError
from shared.languages import N_


class BackupError(SamskapError):
    """A backup could not be made or put back."""

    code = "backup-error"
    says = N_("The backup did not work.")


class NoBackupFolder(BackupError):
    """Nobody has said where backups go."""

    code = "no-backup-folder"
    says = N_("No folder is chosen for backups.")


class FolderUnfit(BackupError):
    """Backups cannot be put where somebody wants them: no whole path, no folder, or nothing can be written there."""

    code = "folder-unfit"
    says = N_("Backups cannot be put here. Give the whole path of a folder in which the hub may write.")


class FolderMissing(BackupError):
    """The folder in which the one for backups would be made is not there."""

    code = "folder-missing"
    says = N_("There is no such folder on the hub's computer. Is the stick plugged in?")


class FolderInside(BackupError):
    """The folder for backups is the hub's own, or in it."""

    code = "folder-inside"
    says = N_("This is the hub's own folder, or a part of it: a backup there is lost together with the hub.")


class FolderGone(BackupError):
    """The folder for backups is not there any more, or cannot be written any more."""

    code = "folder-gone"
    says = N_("Nothing can be written to the folder for backups. Is the drive plugged in?")


class BackupFull(BackupError):
    """There is no room for the backup where it was to be put."""

    code = "backup-full"
    says = N_("There is no room left where the backups are. The earlier ones are whole.")

    @classmethod
    def of(cls, error: OSError) -> BackupError:
        """Return what the system said when a backup was written: this where there was no room, else FolderGone."""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return (cls if full else FolderGone)(str(error.strerror or error))


class BackupUnsound(BackupError):
    """What was written is not what is read."""

    code = "backup-unsound"
    says = N_("The backup cannot be read back as it was written. Take another drive. The earlier ones are whole.")


class NotABackup(BackupError):
    """A file is none of Samskap's backups."""

    code = "not-a-backup"
    says = N_("This file is no backup of Samskap.")


class BackupTooNew(BackupError):
    """A later version of Samskap has made the backup."""

    code = "backup-too-new"
    says = N_("A newer Samskap made this backup. Update this one first.")


class BackupDamaged(BackupError):
    """A backup is cut, put together anew, changed or damaged."""

    code = "backup-damaged"
    says = N_("This backup is damaged or not whole. Take another one.")


class WrongWords(BackupError):
    """The recovery words are those of another key."""

    code = "wrong-words"
    says = N_("These are not the recovery words of this backup.")


class HubHere(BackupError):
    """There is a hub where a backup was to be put back."""

    code = "hub-here"
    says = N_("There is a hub in this folder already. Take an empty folder.")
