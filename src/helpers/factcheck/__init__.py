"""Articles and tables of claims, read, judged by the evidence, and shown with their verdicts; no file is opened here."""
