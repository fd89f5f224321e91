"""The workbooks that municipalities fill: the template, and the copy that says what is wrong in one that was sent."""
