"""What the hub does by itself beside answering."""
