"""Layout only: each page asks, and sets headline, pictures and tables in their places."""
