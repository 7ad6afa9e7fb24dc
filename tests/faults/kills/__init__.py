"""The program killed at any instant: what then lies on the disk, and how it goes on."""
