"""The questions: query modules (SQL and card), and the one door through which numbers leave."""
