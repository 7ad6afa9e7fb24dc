"""What there is to say after a game, when all that was hidden is opened."""
