"""Look-ahead: a line of moves found by rollouts."""
