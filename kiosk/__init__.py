"""The kiosk: touch screens that collect offline and sync when a hub is near."""
