"""One published source file -> one extract, a module each.

A recipe has `EXTRACT` (the extract's name), `recognise(path) -> bool`, `build(paths, places) -> Built`, and, where one
extract needs several files, `part(path) -> str` telling which of them a file is, and `ALSO_READS`, the files of the
checkout that it reads besides. Modules that begin with an underscore
are no recipes but what several of them share.
"""
