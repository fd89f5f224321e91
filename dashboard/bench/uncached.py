"""`python -m dashboard.bench.uncached serve ...` is `nagar serve`, but no answer is ever found kept.

For every request the snapshot has another digest, and the house remembers under it. What is kept is kept by the digest or
by the house, so each request is answered as if it were the first of its kind. Nothing else differs: which places make up
which, and who is whose peer, which follow from no question, stay known as they do in a server that has run for a while.
"""

import itertools
from dataclasses import fields

from dashboard import app as app_module
from dashboard import cli
from queries.house import House

OF_PLACES = ("scope", "clusters", "peers", "known", "area")  # what a house remembers that is no answer
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
    """A WSGI app in front of another, which makes the open house fresh before each request."""

    def __init__(self, app, house: House):
        self.app, self.house = app, house

    def __call__(self, environ, start_response):
        fresh(self.house)
        return self.app(environ, start_response)


def main() -> None:
    create_app = app_module.create_app

    def created(house, *others, **named):
        forgets = forgetful(house)
        made = create_app(forgets, *others, **named)
        made.server.wsgi_app = Changing(made.server.wsgi_app, forgets)
        return made

    app_module.create_app = created
    cli.main()


if __name__ == "__main__":
    main()
