"""Makes tests of the documentation: README.md, docs/ and the docstrings' examples."""

import ast
from collections.abc import Iterator
from types import FunctionType

import pytest
from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser, SkipParser

pytest_plugins = ["pytester"]


class BlockEvaluator(PythonEvaluator):
    """Runs a Python block as its reader would: statements as a script, test functions as tests.

    A block that uses `mockconf` gets the fixture. A `test_` function gets whatever fixtures it
    names, with its own markers in force: to define it alone would prove nothing.
    """

    def __call__(self, example: Example) -> None:
        request = example.namespace["request"]
        if "mockconf" in _names_read(example.parsed):
            example.namespace["mockconf"] = request.getfixturevalue("mockconf")
        before = dict(example.namespace)
        super().__call__(example)
        for name, value in list(example.namespace.items()):
            is_test = name.startswith("test_") and isinstance(value, FunctionType)
            if is_test and before.get(name) is not value:
                _run_test(value, request)


pytest_collect_file = Sybil(
    parsers=[CodeBlockParser("python", BlockEvaluator()), SkipParser()],
    patterns=["README.md", "docs/*.md"],
    fixtures=["request"],
).pytest()


@pytest.fixture(autouse=True)
def _mockconf_in_docstrings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Gives the fixture to docstring examples that use the name `mockconf`."""
    item = request.node
    if not isinstance(item, pytest.DoctestItem) or item.dtest is None:
        yield
        return
    source = "".join(example.source for example in item.dtest.examples)
    if "mockconf" not in _names_read(source):
        yield
        return
    namespace = request.getfixturevalue("doctest_namespace")
    namespace["mockconf"] = request.getfixturevalue("mockconf")
    yield
    del namespace["mockconf"]


def _names_read(source: str) -> set[str]:
    """Name what the statements of `source` read, bodies of its functions and classes left out."""
    names: set[str] = set()
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.add(node.id)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            pending += ast.iter_child_nodes(node)
    return names


def _run_test(function: FunctionType, request: pytest.FixtureRequest) -> None:
    request.node.own_markers.extend(getattr(function, "pytestmark", []))
    wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
    function(**{name: request.getfixturevalue(name) for name in wanted})
