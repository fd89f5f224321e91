"""A copy of a scope's pages as one HTML file, which opens from disk without a network."""
