"""From the bytes of files to one tree of plain data, with the place of every key and value."""
