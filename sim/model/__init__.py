"""The agent-based model: actors, world, rules, moves, votes, chance and ledger."""
