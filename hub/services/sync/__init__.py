"""What kiosks bring, and what they are told."""
