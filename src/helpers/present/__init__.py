"""Facts to words, tables and charts: no arithmetic, no files."""
