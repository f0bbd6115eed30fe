"""Which operations, parameters and answers of a contract have been exercised so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import Any

from mockconf.contract import Contract


class Coverage:
    """Counts, by operation, the parameters that were sent and the statuses that were answered."""

    def __init__(self) -> None:
        self._parameters: dict[str, Counter[str]] = {}
        self._statuses: dict[str, Counter[int]] = {}
        self._lock = Lock()

    def note(self, operation: str, parameters: Iterable[str], status: int) -> None:
        """Count one call of `operation`."""
        with self._lock:
            self._parameters.setdefault(operation, Counter()).update(parameters)
            self._statuses.setdefault(operation, Counter())[status] += 1

    def report(self, contract: Contract) -> dict[str, Any]:
        """For each operation of `contract` how often it was called and with what; what is 0 was never tried."""
        with self._lock:
            return {
                operation.id: {
                    "calls": sum(self._statuses.get(operation.id, Counter()).values()),
                    "parameters": {
                        name: self._parameters.get(operation.id, Counter())[name]
                        for name in operation.parameters.by_name
                    },
                    "statuses": {
                        str(status): times
                        for status, times in sorted(
                            self._statuses.get(operation.id, Counter()).items()
                        )
                    },
                }
                for operation in contract.operations.values()
            }
