"""Pictures: each file turns rows of an `Answer` into a figure (a plain dict) or elements. No I/O, no clock, no Dash."""
