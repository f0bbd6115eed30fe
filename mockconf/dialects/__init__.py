"""The dialects that a world speaks, a line each."""

from collections.abc import Mapping

from mockconf.dialects.protocol import Dialect
from mockconf.dialects.signalwire import SIGNALWIRE
from mockconf.dialects.twilio_2008 import TWILIO_2008
from mockconf.dialects.twilio_2010 import TWILIO_2010
from mockconf.errors import MockconfError
from mockconf.hints import nearest

DIALECTS: tuple[Dialect, ...] = (TWILIO_2010, TWILIO_2008, SIGNALWIRE)

BY_NAME: Mapping[str, Dialect] = {dialect.name: dialect for dialect in DIALECTS}


def require(name: object) -> Dialect:
    """The dialect of this name.

    Raises:
        MockconfError: there is none, and the text names the nearest.
    """
    __tracebackhide__ = True
    if isinstance(name, str) and name in BY_NAME:
        return BY_NAME[name]
    near = nearest(str(name), BY_NAME)
    hint = f"; did you mean {near!r}?" if near else ""
    raise MockconfError(f"mockconf speaks {', '.join(BY_NAME)}, and not {name!r}{hint}")
