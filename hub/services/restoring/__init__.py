"""After an old backup was put back: what the hub has forgotten, and how its kiosks bring it back."""
