"""The Flask app of `flask --app mockconf run`. Nothing else knows Flask."""

from __future__ import annotations

from flask import Flask

from mockconf.site import Site
from mockconf.wsgi import wsgi_app


def build(site: Site) -> Flask:
    """A Flask app before `site`.

    Flask does not route: it would answer odd paths with redirects and pages of HTML, which no SDK expects.
    """
    app = Flask("mockconf", static_folder=None)
    app.wsgi_app = wsgi_app(site)  # type: ignore[assignment, method-assign]
    return app
