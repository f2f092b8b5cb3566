"""One person at the glass, from waking to forgetting, without Kivy."""
