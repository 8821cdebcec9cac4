"""What comes into ``data/``: rows that are added, files that are fetched, and the change on the disk."""
