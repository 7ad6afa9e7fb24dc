"""What is likely, as far as a seat can tell: odds, bets on them, advisers, and how they did."""
