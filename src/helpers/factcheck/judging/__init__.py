"""Claims judged by everything but the article that makes them, with the likely slip behind a wrong one."""
