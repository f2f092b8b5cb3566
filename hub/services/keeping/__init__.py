"""What dies on its date, and whether what stays is whole."""
