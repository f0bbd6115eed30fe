"""From an event to a callback: who asked to hear of it, the dialect's form, its check and its signature."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from mockconf.accounts import Accounts
from mockconf.contract import load
from mockconf.dialects import DIALECTS
from mockconf.events import Happened
from mockconf.overrides import split
from mockconf.sids import SidFactory
from mockconf.transport import Callback

_DIALECTS = {dialect.name: dialect for dialect in DIALECTS}


class Composer:
    """Makes callbacks out of events, each with a token that tells it from all others."""

    def __init__(self, accounts: Accounts, sids: SidFactory) -> None:
        self._accounts = accounts
        self._sids = sids

    def compose(self, happened: Happened) -> tuple[Callback, str | None]:
        """The callback that tells of an event somebody asked for, and why it must not be sent, if so."""
        webhook = happened.webhook
        assert webhook is not None, "only what somebody asked for is told"
        dialect = _DIALECTS[webhook.dialect]
        topic, event, params = dialect.form(happened)
        url, overrides = split(webhook.url)
        if webhook.method == "GET":
            url = _with_query(url, params)
        account_sid, conference_sid = happened.owner
        headers = {dialect.idempotency_header: self._sids.uuid()}
        token, fault = self._accounts.token(account_sid)
        headers |= dialect.callback_headers(token, webhook.method, url, params)
        callback = Callback(
            event=event,
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
        return callback, fault or _breach(dialect.name, topic, params)


def _with_query(url: str, params: Mapping[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"


def _breach(dialect: str, topic: str, params: Mapping[str, str]) -> str | None:
    """What of a form breaks our own contract; it must not leave as if it were the vendor's."""
    schema = load(dialect).webhooks[topic]
    if schema.admits(params):
        return None
    return f"mockconf broke its own contract for {topic}: {schema.breaches(params)[0].message}"
