"""The tests of Twin Track, laid out as the rooms of ``sim``."""
