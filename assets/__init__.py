"""Words, keyboards, picture cards and starter content of Samskap, read only through `shared/assets.py`."""
