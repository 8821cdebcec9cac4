"""From the text of an article to claims, by rules and without a model; what they do not read is listed."""
