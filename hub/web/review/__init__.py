"""The pages of what people said: the inbox, one submission, the board."""
