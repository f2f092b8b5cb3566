"""The parts every screen is made of: colours and sizes, words, buttons, the keyboard, the paper."""
