"""Schemathesis finds nothing: no fault, and no answer other than the contract that we print says."""

from __future__ import annotations

import pytest

from mockconf.contract import load
from mockconf.dialects import DIALECTS
from tests.served.running import Run, let_loose

FAULTS = {"crash", "self-check"}


@pytest.fixture(scope="module", params=[dialect.name for dialect in DIALECTS])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def done(dialect: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return let_loose(dialect, tmp_path_factory.mktemp(dialect))


def test_schemathesis_finds_no_failure(done: Run) -> None:
    assert done.code == 0, done.said


def test_no_request_of_schemathesis_meets_a_fault_of_ours(done: Run) -> None:
    assert not done.findings & FAULTS


def test_every_operation_succeeds_under_schemathesis(dialect: str, done: Run) -> None:
    succeeded = {one.operation for one in done.exchanges if one.answer.status < 300}
    assert load(dialect).operations.keys() - succeeded == set()


def test_every_status_that_schemathesis_sees_is_listed(dialect: str, done: Run) -> None:
    """The contracts have a default, with which schemathesis would content itself."""
    operations = load(dialect).operations
    seen = {(one.operation, str(one.answer.status)) for one in done.exchanges if one.operation}
    assert {
        (name, status) for name, status in seen if status not in operations[name].answers
    } == set()
