"""What of a recorded webhook another dialect would not send, or would send otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mockconf.contract import load
from mockconf.dialects.protocol import Dialect
from mockconf.exchange import Severity
from mockconf.portability.obstacle import Obstacle
from mockconf.portability.vendor import replacement
from mockconf.redaction import without_secrets
from mockconf.traffic.webhooks import Webhook

_LONGEST = 80


def obstacles_of_webhook(webhook: Webhook, target: Dialect) -> Iterator[Obstacle]:
    """What an application would miss or misread that hears of something.

    Args:
        webhook: as it was recorded.
        target: the dialect that is meant.
    """
    topic = webhook.topic
    known = load(target.name).webhooks
    if topic not in known:
        says = "the contract there knows of no such webhook"
        instead = replacement(target.name, topic)
        yield Obstacle("webhook-missing", Severity.ERROR, topic, "", says, instead)
        return
    properties = known[topic].definition["properties"]
    marks = load(webhook.dialect.name).webhook_marks[topic]
    for name, text in webhook.params.items():
        if name not in properties:
            says = f"{name} is not told there"
            instead = replacement(target.name, name)
            yield Obstacle("webhook-parameter", Severity.WARNING, topic, name, says, instead)
        elif "enum" in properties[name] and text not in properties[name]["enum"]:
            severity = Severity.ERROR if name in marks else Severity.WARNING
            shown = without_secrets(text)[:_LONGEST]
            says = f"{name} is never {shown!r} there"
            yield Obstacle("webhook-value", severity, topic, f"{name}={shown}", says)
    for name in _signatures(webhook.dialect) - _signatures(target):
        others = " or ".join(sorted(_signatures(target))) or "nothing"
        says = f"it is signed by {others} there, and not by {name}"
        instead = replacement(target.name, name)
        yield Obstacle("webhook-signature", Severity.ERROR, topic, name, says, instead)


def _signatures(dialect: Dialect) -> set[str]:
    """The headers that sign the webhooks of a dialect."""
    nothing: Mapping[str, str] = {}
    headers = dialect.callback_headers("", "POST", "https://app.example", nothing)
    return {name for name, _ in headers if name.lower().endswith("signature")}
