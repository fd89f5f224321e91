"""The screens: the command, the web application, the pages and the words on them."""
