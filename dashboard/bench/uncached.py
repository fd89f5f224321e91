"""`python -m dashboard.bench.uncached serve ...` is `nagar serve`, but for every request the snapshot has another digest.

Whatever is kept is kept by the snapshot's digest, so nothing is ever found kept, and nothing else differs: each request
is answered as if it were the first of its kind.
"""

import itertools

from dashboard import app as app_module
from dashboard import cli

_numbers = itertools.count(1)


class Changing:
    """A WSGI app in front of another, which gives the open house a digest nobody has seen, before each request."""

    def __init__(self, app, house):
        self.app, self.house = app, house

    def __call__(self, environ, start_response):
        fresh(self.house)
        return self.app(environ, start_response)


def fresh(house) -> None:
    """Give the house a digest nobody has seen: 64 letters as any other, so that links stay as long as they are."""
    object.__setattr__(house, "digest", f"{next(_numbers):064x}"[::-1])  # frozen for everybody else


def main() -> None:
    create_app = app_module.create_app

    def created(house, *others, **named):
        made = create_app(house, *others, **named)
        made.server.wsgi_app = Changing(made.server.wsgi_app, made.site.house)
        return made

    app_module.create_app = created
    cli.main()


if __name__ == "__main__":
    main()
