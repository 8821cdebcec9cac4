"""The files of ``data/``: found, verified, typed, and read as observations."""
