"""What people said: found, read, decided, and shown on the board."""
