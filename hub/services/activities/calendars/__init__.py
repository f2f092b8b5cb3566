"""Calendars of other programs: a file is read, its events become activities, and what was not taken is said."""
