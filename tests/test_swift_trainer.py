"""The trainer in Swift prints the thirteen published lines, character for character, where Swift is installed."""

import ast
import os
import re
import shutil
import subprocess

import pytest
from course_files import ROOT, code_cells, solution_path, source_of
from solution_rules import CLAIM_1A

SWIFT = ROOT / "solutions" / "06_trainer.swift"


def python_program():
    """The Python program of solution 6 that imports math alone."""
    sources = map(source_of, code_cells(solution_path("06_trainer")))
    return next(source for source in sources if source.startswith("import math\n") and "range(4001)" in source)


@pytest.fixture(scope="module")
def swift(tmp_path_factory):
    """A function that runs the compiled program; without Swift skipped, or a failure where SWIFT_REQUIRED is set."""
    compiler = shutil.which("swiftc")
    if compiler is None:
        (pytest.fail if os.environ.get("SWIFT_REQUIRED") else pytest.skip)("no swiftc on PATH")
    program = tmp_path_factory.mktemp("swift") / "trainer"
    done = subprocess.run([compiler, "-O", SWIFT, "-o", program], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, ""), "it compiles without a warning"
    return lambda *options: subprocess.run([program, *options], capture_output=True, text=True, timeout=60).stdout


def test_swift_prints_the_published_lines_to_the_character(swift):
    assert swift() == CLAIM_1A


def test_swift_ends_with_pythons_numbers_to_twelve_digits(swift):
    """The last bits may differ: `exp` comes from another C library, and Python's `sum` rounds less since 3.12."""
    names = {}
    exec(python_program(), names)
    bits = [float.fromhex(line) for line in swift("--bits").split()]
    assert bits == pytest.approx(names["params"], rel=1e-12)


def test_both_programs_have_the_same_functions_in_the_same_order():
    swift_names = re.findall(r"^func (\w+)", SWIFT.read_text("utf-8"), re.MULTILINE)
    nodes = [node for node in ast.parse(python_program()).body if isinstance(node, ast.FunctionDef)]
    python_names = [re.sub(r"_(\w)", lambda match: match[1].upper(), node.name) for node in nodes]
    assert swift_names == ["xorRows", *python_names, "run"]


def test_both_programs_begin_with_the_same_nine_numbers():
    start = re.search(r"var params = (\[.*\])", SWIFT.read_text("utf-8"))[1]
    assert f"params = {start}" in python_program()
