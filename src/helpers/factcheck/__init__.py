"""Articles and tables of claims, read, judged and shown with verdicts; no file is opened here."""
