"""The codex: facts, actors, mechanisms, terms and disagreements, linked to one another."""
