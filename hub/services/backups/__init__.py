"""Backups: everything a new machine needs to be this hub, in one file that the recovery words open."""
