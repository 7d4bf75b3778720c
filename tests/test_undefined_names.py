"""`check(lambda: sigmoid)` returns a result even if no cell defines `sigmoid`. Syntax errors are explained."""

import pytest
from marimo._ast.compiler import compile_cell
from marimo._messaging.errors import MultipleDefinitionError

from shared import check, network
from shared.checking import notebook
from shared.checking.notebook import parse_syntax_error
from shared.checking.syntax import explain_syntax


def test_the_name_is_looked_up_by_the_check():
    sigmoid = network.sigmoid
    assert check(lambda: sigmoid).status == "right"


def test_a_name_that_is_not_defined_gets_a_card():
    result = check(lambda: sigmoid)  # noqa: F821
    assert (result.exercise, result.status, result.cases) == ("sigmoid", "crashed", 0)
    assert "no function `sigmoid` now: define it in the cell above" in result.diagnosis
    assert result._repr_html_().startswith('<div role="group"')


def test_a_name_that_stands_for_something_else_gets_a_card():
    sigmoid = 3
    assert "`sigmoid` is 3 now" in check(lambda: sigmoid).diagnosis
    sigmoid = network.forward
    assert "another function, `forward`" in check(lambda: sigmoid).diagnosis
    sigmoid = lambda z: z  # noqa: E731
    assert "`sigmoid` is a `lambda` now" in check(lambda: sigmoid).diagnosis


def test_a_lambda_that_is_no_lookup_is_refused_as_before():
    with pytest.raises(ValueError, match="no exercise is called '<lambda>'"):
        check(lambda z: z)


def test_a_lambda_that_calls_the_function_is_answered():
    sigmoid = network.sigmoid
    for f in (lambda: sigmoid(), lambda: sigmoid(0.5), lambda: sigmoid + 1, lambda: network.sigmoid):
        result = check(f)
        assert (result.exercise, result.status) == ("sigmoid", "crashed")
        assert "needs only the name of your function: write `check(lambda: sigmoid)`" in result.diagnosis


def test_an_error_while_the_name_is_called_is_the_answers_own():
    def sigmoid(z):
        return undefined  # noqa: F821

    assert "undefined" in check(lambda: sigmoid).error


SLIPS = {
    "return 1 / (1 + math.exp(-z)": "`(` is opened on this line and never closed",
    "return 1 / (1 + math.exp(-z)))": "one `)` too many, or its opening",
    "def sigmoid(z)": "A `:` is missing",
    "if z = 0:": "To compare two values, write `==`",
    "z = w1 x1 + b": "such as `*` or a comma",
    "w1 x1": "such as `*` or a comma",
    "return w1 x1 + b": "such as `*` or a comma",
    "f(1 2)": "such as `*` or a comma",
    "z = math exp(x)": "such as `*` or a comma",
    "for i range(3):": "this line has no `in`",
    "if x > 5 then:": "Remove `then`",
    "unless x:": "compare each sign with the formula",
    "retrun 1 / x": "Did you mean `return`?",
    "Return x": "Did you mean `return`?",
    "fro i in range(3):": "Did you mean `for`?",
    "total 3": "such as `*` or a comma",
    "return z!": "compare each sign with the formula",
    "elseif x > 2:": "`elif`",
    "if x:\n    y = 1\nz = 2\nelse:\n    y = 2": "needs an `if` above it",
    "return z if z > 0": "needs an `else`",
    "for (i = 0; i < 4; i++):": "`for i in range(4):`",
    "if z > 0 {": "Python has no `{ }` here",
    "def f():\n    # return 1": "A comment is not a line of code",
    "let y = 2": "Remove `let`",
    "await x": "compare each sign with the formula",
    "if x:\n    y = 1\nelse x > 2:": "`else` has no condition: write `elif`",
    "if x:\n    y = 1\nelse return 2": "Write a `:` directly after `else`",
    "x = 2z": "A product is `2 * x`",
    "1st = 3": "A name cannot begin with a digit",
    "x = z − 1": "type `-`",
    "else if z:": "`elif`",
    "i++": "`i += 1`",
    "a && b": "`and`",
    "z =< 1": "`<=`",
    "math.exp(-z) = y": "The left side of `=` must be a name",
    "def f():\nreturn 1": "begin with four spaces",
    "  x = 1": "too many spaces",
    "def f(z):\n  x = 1\n y = 2": "a different number of spaces",
    "return 1": "not inside the function",
    "print 'a'": "`print(…)`",
    "x = 'abc": "quotation mark",
    "f(lr=1, 2)": "come last",
    "x = [1, 2)": "matching bracket",
    "def sigmoid(z) {\n    return 1\n}": "Python has no `{ }` here",
    "return 1 if y = 1 else 2": "To compare two values, write `==`",
    "[p - lr * g for p, g zip(params, grads)]": "The word `in` is missing",
    "return 1 ./ (1 + math.exp(-z))": "Remove the dot",
    "params.map((p, i) => p - lr * grads[i])": "Python has no `=>`",
    "// the sum": "A comment begins with `#`",
    "int z = 3": "Remove `int`",
    "if (z > 0) return 1": "A `:` is missing before `return`",
    "z > 0 ? 1 : 0": "`a if condition else b`",
    "def f(float x1, float x2):": "Remove `float`",
    "foreach p in params:": "not `foreach`",
    "return = z": "`return` is not a variable",
    "return d = z": "Set `d` on a line above",
    "... return z": "Remove `...`",
    "```python": "Remove the lines with ```",
    ">>> z = 1": "Remove `>>>`",
}


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_is_explained_in_plain_words(code):
    with pytest.raises(SyntaxError) as caught:
        compile(code, "cell", "exec")
    assert SLIPS[code] in explain_syntax(caught.value.msg, caught.value.text or "")


def test_a_slip_without_a_known_meaning_gets_a_general_sentence():
    assert "compare each sign with the formula" in explain_syntax("invalid syntax", "return $")


def test_the_message_of_python_is_taken_apart():
    text = "line 2\n    return 1 / (1 + math.exp(-z)\n               ^\nSyntaxError: '(' was never closed\n"
    assert parse_syntax_error(text) == ("2", "return 1 / (1 + math.exp(-z)", "'(' was never closed")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("import numpy as np", "import numpy as np\ndef sigmoid(z): ..."), "Delete that line: `np` works without it"),
        (("import math", "math = 1\ndef sigmoid(z): ..."), "another cell both define `math`"),
        (("copy = 1", "copy = 2\ndef sigmoid(z): ..."), "another cell both define `copy`"),
        (("import numpy as np", "import math as np\ndef sigmoid(z): ..."), "another cell both define `np`"),
    ],
)
def test_a_name_of_two_cells_is_an_import_only_if_both_import_it(cells, words, monkeypatch):
    compiled = {str(k): compile_cell(code, str(k)) for k, code in enumerate(cells)}
    (name,) = compiled["0"].defs
    graph = type("Graph", (), {"cells": compiled, "definitions": {name: {"0", "1"}}})
    kernel = type("Kernel", (), {"errors": {"1": (MultipleDefinitionError(name, ("0",)),)}, "graph": graph})
    monkeypatch.setattr(notebook, "_kernel", lambda: kernel)
    assert words in check(lambda: sigmoid).diagnosis  # noqa: F821
