"""What the library is: its people, settings, prompts, kiosks, and its time."""
