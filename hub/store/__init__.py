"""Where the hub keeps things. ``base`` is what services know; an engine is chosen in ``hub.bootstrap`` alone."""
