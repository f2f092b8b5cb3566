"""Long work in the background: pages begin it, look at how far it is, and cancel it; it goes on when they are left."""
