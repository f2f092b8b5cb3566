"""The pages of the library itself: questions, kiosks, settings."""
