"""Headless experiments: batches, designs, counterfactuals, scores and reports."""
