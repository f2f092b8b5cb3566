"""The hub as a process that listens: ports, connections, and how many of them."""
