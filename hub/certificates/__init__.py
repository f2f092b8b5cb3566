"""What proves to the browsers of other computers that they talk to this hub, and under which names they reach it."""
