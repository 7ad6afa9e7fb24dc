"""Hand-outs of a scenario for a class: cover, role sheets, worksheets, and a teacher's key."""
