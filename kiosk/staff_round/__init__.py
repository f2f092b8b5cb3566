"""Staff at the glass: their PIN, and the door, without Kivy."""
