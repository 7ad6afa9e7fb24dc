"""One game: seats, what a seat may see, legal moves, undo, saves, odds, reports and the debrief."""
