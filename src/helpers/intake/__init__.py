"""What comes into ``data/``: rows that are added, official files that are fetched, and the change on the disk."""
