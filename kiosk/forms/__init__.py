"""Forms: what asks for one field of an answer. The kinds are made of them, and no form knows whose it is."""
