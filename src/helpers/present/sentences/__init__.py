"""Facts in sentences: a module for each section, a function for each statement, a variant for each wording.

Every sentence carries the name of its variant, so that a reader of the code finds it in one step and a test
can ask which variants the real areas use. A function returns no sentence where there is no fact for it.
"""
