"""What kiosks reach over TLS."""
