"""Briefs: what was collected from pages, as slides, documents and one file without a network."""
