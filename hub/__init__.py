"""The hub: gathers what kiosks collected, lets staff read and answer it, and sends the answers back."""
