"""Pages of results: one HTML file each, that opens offline."""
