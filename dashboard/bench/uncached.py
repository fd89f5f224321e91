"""`python -m dashboard.bench.uncached serve ...` is `nagar serve`, but no answer is ever found kept.

For every request the snapshot has another digest, and the house remembers under it. What is kept is kept by the digest or
by the house, so each request is answered as if it were the first of its kind. Nothing else differs: which places make up
which, and who is whose peer, which follow from no question, stay known as they do in a server that has run for a while.
With NAGAR_FRESH=asked that is so only after `/fresh` was asked for: requests that come together are then of one kind.
"""

import itertools
import os
from dataclasses import fields

from dashboard import app as app_module
from dashboard import cli
from queries.house import House

OF_PLACES = ("scope", "clusters", "peers", "known", "area")  # what a house remembers that is no answer
FRESH = "/fresh"
_numbers = itertools.count(1)


class Forgetful(House):
    """A house that finds no answer kept after `fresh`."""

    def remember(self, key, make):
        return super().remember(key if key[0] in OF_PLACES else (*key, self.digest), make)


def forgetful(house: House) -> Forgetful:
    return Forgetful(**{one.name: getattr(house, one.name) for one in fields(house)})


def fresh(house: House) -> None:
    """Give the house a digest nobody has seen: 64 letters as any other, so that links stay as long as they are."""
    object.__setattr__(house, "digest", f"{next(_numbers):064x}"[::-1])  # frozen for everybody else


class Changing:
    """A WSGI app in front of another, which makes the open house fresh before each request, or when it is asked to."""

    def __init__(self, app, house: House, when_asked: bool):
        self.app, self.house, self.when_asked = app, house, when_asked

    def __call__(self, environ, start_response):
        if not self.when_asked:
            fresh(self.house)
        elif environ["PATH_INFO"] == FRESH:
            fresh(self.house)
            start_response("204 No Content", [])
            return []
        return self.app(environ, start_response)


def main() -> None:
    create_app = app_module.create_app

    def created(house, *others, **named):
        forgets = forgetful(house)
        made = create_app(forgets, *others, **named)
        made.server.wsgi_app = Changing(made.server.wsgi_app, forgets, os.environ.get("NAGAR_FRESH") == "asked")
        return made

    app_module.create_app = created
    cli.main()


if __name__ == "__main__":
    main()
