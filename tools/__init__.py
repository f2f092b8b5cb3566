"""Tools for those who work on Samskap itself; nothing here is installed with it."""
