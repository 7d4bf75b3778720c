"""The training programs in JavaScript and Swift print exactly the thirteen published lines, like the one in Python."""

import ast
import os
import re
import shutil
import subprocess

import pytest
from solution_rules import CLAIM_1A

from shared.experiments.trainers import FILES, SOLUTIONS, trainer_source

OTHERS = ("JavaScript", "Swift")


def compiled_swift(folder):
    """Compile the program, and return its command. Without `swiftc`, fail if SWIFT_REQUIRED is set, otherwise skip."""
    compiler = shutil.which("swiftc")
    if compiler is None:
        (pytest.fail if os.environ.get("SWIFT_REQUIRED") else pytest.skip)("no swiftc on PATH")
    program = folder / "trainer"
    done = subprocess.run(
        [compiler, "-O", SOLUTIONS / FILES["Swift"], "-o", program], capture_output=True, text=True, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, ""), "the compiler must not print a warning"
    return [program]


@pytest.fixture(scope="module", params=OTHERS)
def run(request, tmp_path_factory):
    """Return a function that runs the program in one language and returns its output."""
    if request.param == "Swift":
        command = compiled_swift(tmp_path_factory.mktemp("swift"))
    elif shutil.which("node"):
        command = ["node", SOLUTIONS / FILES["JavaScript"]]
    else:
        pytest.skip("no node on PATH")
    return lambda *options: (
        subprocess.run([*command, *options], capture_output=True, encoding="utf-8", timeout=60, check=True).stdout
    )


def test_it_prints_the_published_lines_to_the_character(run):
    assert run() == CLAIM_1A


def test_it_ends_with_pythons_numbers_to_twelve_digits(run):
    """The last bits may differ: each language has its own `exp`, and Python's `sum` is more exact since 3.12."""
    names = {}
    exec(trainer_source("Python"), names)
    assert [float.fromhex(line) for line in run("--bits").split()] == pytest.approx(names["params"], rel=1e-12)


def function_names(language):
    """Return the names of a program's functions in order. `camelCase` names become `snake_case` names."""
    source = trainer_source(language)
    if language == "Python":
        return [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    found = re.findall(r"^func(?:tion)? (\w+)", source, re.MULTILINE)
    return [re.sub("[A-Z]", lambda match: f"_{match[0].lower()}", name) for name in found]


@pytest.mark.parametrize("language", OTHERS)
def test_the_programs_have_the_same_functions_in_the_same_order(language):
    others = [name for name in function_names(language) if name not in ("xor_rows", "hex", "run")]
    assert others == function_names("Python")


@pytest.mark.parametrize("language", OTHERS)
def test_the_programs_begin_with_the_same_nine_numbers(language):
    start = re.search(r"params = (\[0.*\])", trainer_source(language))[1]
    assert f"params = {start}" in trainer_source("Python")
