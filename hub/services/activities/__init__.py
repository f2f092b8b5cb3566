"""What people come to: activities, their seats, who comes, letters to them, and the door."""
