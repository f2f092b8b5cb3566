"""What answers on the network: the sync app for kiosks, the staff app for people."""
