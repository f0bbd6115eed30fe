"""From an event to a callback: who asked to hear of it, the dialect's form, its check and its signature."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from mockconf.accounts import Accounts
from mockconf.contract import load
from mockconf.dialects import BY_NAME
from mockconf.events import Happened
from mockconf.overrides import split
from mockconf.sids import SidFactory
from mockconf.transport import Callback

_UNSIGNED = (
    "nothing can be signed for {account_sid}: its auth token or signing key is not known, as only its "
    "parent, an API key or the other vendor's token has been seen; name it under [[accounts]]"
)


class Composer:
    """Makes callbacks out of events, each with a token that tells it from all others."""

    def __init__(self, accounts: Accounts, sids: SidFactory) -> None:
        self._accounts = accounts
        self._sids = sids

    def compose(self, happened: Happened) -> tuple[Callback, str | None] | None:
        """The callback that tells of an event somebody asked for, and why it must not be sent, if so.

        None where the vendor has no words for it.
        """
        webhook = happened.webhook
        assert webhook is not None, "only what somebody asked for is told"
        dialect = BY_NAME[webhook.dialect]
        account_sid, conference_sid = happened.owner
        identity = self._accounts.identity(account_sid)
        form = dialect.form(happened, identity)
        if form is None:  # this vendor does not tell of it
            return None
        topic, event, params = form
        url, overrides = split(webhook.url, dialect.customs)
        if webhook.method == "GET":
            url = _with_query(url, params)
        secret = dialect.signing_secret(identity)
        headers = dict(dialect.callback_headers(secret or "", webhook.method, url, params))
        if dialect.idempotency_header:
            headers[dialect.idempotency_header] = self._sids.uuid()
        callback = Callback(
            event=event,
            dialect=dialect.name,
            topic=topic,
            conference_sid=conference_sid,
            method=webhook.method,
            url=url,
            headers=headers,
            body=b"" if webhook.method == "GET" else urlencode(params).encode(),
            params=params,
            timestamp=happened.timestamp,
            overrides=overrides,
        )
        fault = None if secret else _UNSIGNED.format(account_sid=account_sid)
        return callback, fault or _breach(dialect.name, topic, params)


def _with_query(url: str, params: Mapping[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"


def _breach(dialect: str, topic: str, params: Mapping[str, str]) -> str | None:
    """What of a form breaks our own contract; it must not leave as if it were the vendor's."""
    schema = load(dialect).webhooks[topic]
    if schema.admits(params):
        return None
    return f"mockconf broke its own contract for {topic}: {schema.breaches(params)[0].message}"
