"""The Flask app of `flask --app mockconf run`. Nothing else knows Flask."""

from __future__ import annotations

import logging

from flask import Flask

from mockconf.redaction import without_secrets
from mockconf.site import Site
from mockconf.wsgi import wsgi_app


def build(site: Site) -> Flask:
    """A Flask app before `site`.

    Flask does not route: it would answer odd paths with redirects and pages of HTML, which no SDK expects.
    """
    logging.getLogger("werkzeug").addFilter(_redacted)  # the access log of `flask run`
    app = Flask("mockconf", static_folder=None)
    app.wsgi_app = wsgi_app(site)  # type: ignore[assignment, method-assign]
    return app


def _redacted(record: logging.LogRecord) -> bool:
    """Hide secrets in the request line of a record, which is the argument that ends in a version of HTTP."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            " ".join(map(without_secrets, part.split(" ")))
            if isinstance(part, str) and " HTTP/" in part
            else part
            for part in record.args
        )
    return True
