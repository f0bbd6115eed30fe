"""The Flask app of `flask --app mockconf run`. Nothing else knows Flask."""

from __future__ import annotations

from flask import Flask

from mockconf.door import door
from mockconf.site import Site


def build(site: Site) -> Flask:
    """A Flask app before `site`.

    Flask does not route: it would answer odd paths with redirects and pages of HTML, which no SDK expects.
    """
    app = Flask("mockconf", static_folder=None)
    app.wsgi_app = door(site)  # type: ignore[assignment, method-assign]
    return app
