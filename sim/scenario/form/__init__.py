"""The typed models: what may be written in a file, with what each field means."""
