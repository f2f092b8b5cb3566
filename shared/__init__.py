"""The contract between kiosk and hub. Knows neither of them, and no framework."""
