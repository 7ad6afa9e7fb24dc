"""Counterfactuals: what would be otherwise, run by run on the same chance."""
