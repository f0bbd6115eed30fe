"""Which operations, parameters and answers of a contract have been exercised so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from threading import Lock
from typing import Any

from mockconf.contract import Contract, Operation


class Coverage:
    """Counts, by operation, the parameters that were sent and the statuses that were answered."""

    def __init__(self) -> None:
        self._parameters: dict[tuple[str, str], Counter[str]] = defaultdict(
            Counter
        )  # by dialect and operation
        self._statuses: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self._lock = Lock()

    def note(self, dialect: str, operation: str, parameters: Iterable[str], status: int) -> None:
        """Count one call of `operation` in `dialect`."""
        key = dialect, operation
        with self._lock:
            self._statuses[key][status] += 1
            for name in parameters:
                self._parameters[key][name] += 1

    def report(self, contract: Contract) -> dict[str, Any]:
        """For each operation of `contract` how often it was called and with what; what is 0 was never tried."""
        with self._lock:
            return {
                operation.id: self._row(contract.name, operation)
                for operation in contract.operations.values()
            }

    def _row(self, dialect: str, operation: Operation) -> dict[str, Any]:
        sent = self._parameters.get((dialect, operation.id), Counter())
        statuses = self._statuses.get((dialect, operation.id), Counter())
        return {
            "calls": statuses.total(),
            "parameters": {name: sent[name] for name in operation.parameters.by_name},
            "statuses": {str(status): statuses[status] for status in sorted(statuses)},
        }
