"""What the library takes out of the hub: all it has gathered, in open formats, and a report of some days."""
