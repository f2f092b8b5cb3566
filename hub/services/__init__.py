"""What the hub can do, as plain functions: a store, a moment, and what is asked. No pages, no SQL."""
