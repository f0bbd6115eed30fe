"""Judges a callback with the official SDK, as it came and with another room: validate_signalwire.py key url params signature"""

from __future__ import annotations

import json
import sys

import story
from signalwire.request_validator import RequestValidator

key, url, told, signature = sys.argv[1:]
params = json.loads(told)
judge = RequestValidator(key)
story.tell(
    "validate",
    genuine=judge.validate(url, params, signature),
    altered=judge.validate(url, params | {"FriendlyName": "Another"}, signature),
)
