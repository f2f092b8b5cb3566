"""The screens of staff at the glass."""
