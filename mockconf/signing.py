"""Signs requests as the vendor does, so that an application's own validator believes them."""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Iterable

_PORT = re.compile(":[0-9]*$")


def sign(auth_token: str, url: str, params: Iterable[tuple[str, str]] = ()) -> str:
    """The value of `X-Twilio-Signature`.

    Args:
        auth_token: the primary token of the account that owns the resource.
        url: what is requested; a query belongs to it.
        params: the form of a POST, decoded; nothing for a GET or another kind of body.

    >>> sign("12345", "http://127.0.0.1:5000/conf", [("b", "2"), ("A", "1"), ("a", "3")])
    'xyd9DYVnPAWaICzSEUVHb2t7XJw='
    """
    # A name that is sent several times counts once for each of its different values.
    text = _signed(url) + "".join(name + value for name, value in sorted(set(params)))
    digest = hmac.digest(auth_token.encode(), text.encode(), "sha1")
    return b64encode(digest).decode()


def _signed(url: str) -> str:
    """The URL without what is not signed: fragment, username and password, and for HTTPS the port."""
    scheme, mark, rest = url.partition("#")[0].partition("://")
    authority = re.split("[/?]", rest, maxsplit=1)[0]
    path = rest[len(authority) :]
    place = authority.rpartition("@")[2]
    if scheme.lower() == "https":
        place = _PORT.sub("", place)
    return scheme + mark + place + path
