"""The pages of what people come to."""
