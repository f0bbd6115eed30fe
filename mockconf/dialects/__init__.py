"""The dialects that a world speaks, a line each."""

from collections.abc import Mapping

from mockconf.dialects.protocol import Dialect
from mockconf.dialects.signalwire import SIGNALWIRE
from mockconf.dialects.twilio_2008 import TWILIO_2008
from mockconf.dialects.twilio_2010 import TWILIO_2010

DIALECTS: tuple[Dialect, ...] = (TWILIO_2010, TWILIO_2008, SIGNALWIRE)

BY_NAME: Mapping[str, Dialect] = {dialect.name: dialect for dialect in DIALECTS}
