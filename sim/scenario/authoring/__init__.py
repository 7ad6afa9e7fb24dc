"""What helps an author to write: the schemas, the reference, files to start from."""
