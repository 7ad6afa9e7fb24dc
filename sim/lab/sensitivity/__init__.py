"""Sensitivity: which coded numbers a result rests on."""
