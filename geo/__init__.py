"""The places: boundaries, names, codes, and the groups that places belong to."""
