"""From the text of an article to claims: by rules, without a model, and with a list of what they do not read."""
