"""The debrief written down: a page that opens offline, and plain text."""
