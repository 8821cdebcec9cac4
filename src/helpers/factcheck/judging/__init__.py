"""Claims answered from everything but the article that makes them, with the likely slip behind a wrong one."""
