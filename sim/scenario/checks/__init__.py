"""What is wrong with what was written, each fault at its place and told once."""
