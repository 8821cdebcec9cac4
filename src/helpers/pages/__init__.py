"""The pages: one class for each kind of report, with one method for each part; all that a report notebook calls."""
