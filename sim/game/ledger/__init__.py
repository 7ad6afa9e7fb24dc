"""The account of every number a seat may know: where it began, what moved it, by which rule."""
