"""The portable statements, and what they are given: an engine, and its words."""
