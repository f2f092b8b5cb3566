"""What every staff page is made of: who asks, in which language, in which words, and how it is answered."""
