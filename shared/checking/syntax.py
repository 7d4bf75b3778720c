"""Explains Python's syntax errors in plain words."""

import difflib
import keyword
import re

KEYWORD = "(?:" + "|".join(keyword.kwlist) + r")\b"
COMPARE = "A single `=` stores a value. To compare two values, write `==`."
TWO_VALUES = "Two values are next to each other. A sign between them is missing, such as `*` or a comma."

# Each pair is a pattern and its advice. `re.search` looks for the pattern in one text: Python's message, then the
# student's line. The student sees the advice of the first pattern that matches. {0} and {1} stand for the pattern's
# groups.
MEANINGS = (
    (r"\nfor *\(", "A loop over numbers is written `for i in range(4):`."),
    (
        r"\n(?:def|if|elif|else|for|while)\b.*\{ *$",
        "Python has no `{{ }}` here: end this line with `:`, and begin the lines below with four spaces.",
    ),
    (r"\n *```", "Remove the lines with ```: they are not part of the code."),
    (r"\n *(>>>|\.\.\.) *\w", "Remove `{0}` at the beginning of this line: it is not part of the code."),
    (r"\n *//", "A comment begins with `#` in Python."),
    (r"\n *(int|float|double|const|let|var) +\w+ *=", "Remove `{0}`: a line that sets a name begins with the name."),
    (
        r"\ndef\b.*[(,] *(int|float|double) +\w",
        "Remove `{0}`: between the brackets write only names, such as `x1, x2`.",
    ),
    (r"\n *foreach\b", "Python writes `for … in …:`, not `foreach`."),
    (r"\n *(?:el)?if\b.*\bthen\b", "Remove `then`: Python writes only `if …:`."),
    (r"\n *return *=", "`return` is not a variable: write the value directly after `return`, without `=`."),
    (r"\n *return +(\w+) *=(?!=)", "Set `{0}` on a line above, and then write `return {0}`."),
    (r"\n *(?:if|while)\b[^:]*\breturn\b", "A `:` is missing before `return`: `if …: return …`."),
    (r"\n.*\w.*\?.*:", "Python writes `a if condition else b` where other languages write `condition ? a : b`."),
    (r"\([\w, ]*\) *=>", "Python has no `=>`: a short function is written `lambda a, b: …`."),
    (r"\n.*[\w)\s]\.([*/^])", "Remove the dot: Python writes `*`, `/` and `**`, also for arrays."),
    (r"expected an indented block.*\n *#", "A comment is not a line of code: this function needs at least one line."),
    (r"else ?if\b", "Python writes `elif` where other languages write `else if`."),
    (r"&&|\|\|", "Python writes `and` and `or` where other languages write `&&` and `||`."),
    (r"\+\+|--\s*$", "Python has no `++` and no `--`: write `i += 1` or `i -= 1`."),
    (r"^function\b.*\n?|\nfunction\b", "A function begins with `def`, not with `function`."),
    (r"'([(\[{])' was never closed", "A bracket `{0}` is opened on this line and never closed."),
    (r"unmatched '([)\]}])'", "This line has one `{0}` too many, or its opening bracket is missing."),
    (
        r"closing parenthesis '(.)' does not match opening parenthesis '(.)'",
        "`{1}` is closed with `{0}`: use the matching bracket.",
    ),
    (r"expected ':'\nelse\b.*:$", "`else` has no condition: write `elif` with a condition, or only `else:`."),
    (r"expected ':'\nelse\b", "Write a `:` directly after `else`."),
    (r"expected ':'", "A `:` is missing in this line."),
    (r"expected '\('", "Write brackets after the name of the function: `def name(…):`."),
    (
        r"expected an indented block",
        "The lines that belong to this `def`, `for`, `while` or `if` must begin with four spaces.",
    ),
    (r"unexpected indent", "This line begins with too many spaces."),
    (r"unindent does not match", "This line begins with a different number of spaces than the lines above it."),
    (r"inconsistent use of tabs", "Tabs and spaces are mixed at the beginning of these lines: use four spaces."),
    (r"=>|=<", "Python writes `<=` and `>=`."),
    (
        r"Maybe you meant '=='.*\n(?:if|elif|while|return|assert)\b",
        COMPARE,
    ),
    (r"cannot assign to", "The left side of `=` must be a name."),
    (r"unterminated (?:triple-quoted )?(?:f-)?string", "A quotation mark is missing, or there is one too many."),
    (
        r"invalid (?:decimal|imaginary) literal\n.*\b\d+[^\W\d_]",
        "A letter follows directly after a number. A product is `2 * x`, not `2x`. A name cannot begin with a digit.",
    ),
    (r"invalid character '([−–—])'", "`{0}` is not the minus sign of Python: type `-`."),
    (r"invalid character '([×·])'", "`{0}` is not Python's sign for a product: type `*`."),
    (
        r"invalid character '(.)'",
        "Python does not know the character `{0}`: type a character from your keyboard instead.",
    ),
    (r"invalid non-printable character", "An invisible character was pasted into this line: type the line again."),
    (r"Missing parentheses in call to 'print'", "`print` is a function: write `print(…)`."),
    (
        r"'(return|yield)' outside function",
        "This `{0}` is not inside the function: begin its line with four spaces.",
    ),
    (r"'(break|continue)' outside loop", "`{0}` works only inside a loop: look at the spaces before it."),
    (
        r"invalid syntax.*\n.*\S.*\bfor \w+(?:, *\w+)* (?!in\b)\w",
        "The word `in` is missing: a loop inside brackets is written `for … in …`.",
    ),
    (r"Perhaps you forgot a comma|forgot a comma", TWO_VALUES),
    (
        r"invalid syntax\n\s*(else|elif)\b.*:$",
        "An `{0}` needs an `if` above it that begins with the same number of spaces.",
    ),
    (r"expected 'else' after 'if'.*\n.*\bif\b[^=]*[^=!<>]=(?!=).*\belse\b", COMPARE),
    (r"expected 'else' after 'if'", "An `if` inside an expression needs an `else`: `a if z > 0 else b`."),
    (r"invalid syntax\nfor\b(?!.*\bin\b)", "A loop is written `for … in …:`, but this line has no `in`."),
    (  # not in a line with keywords: a word such as `in` may be missing, or a word such as `then` may be wrong
        rf"invalid syntax\n(?!.*\b(?!return\b){KEYWORD}|.*:$)(?:return +|[\w, ]*[-+*/]?= *)?"
        r"(?:[^=]*[-+*/(,] *)?(?!return\b)[\w.]+ +[\w.]+(?! *[-+*/]?[\w=])",
        TWO_VALUES,
    ),
    (r"leading zeros", "A number may not begin with 0: write `7`, not `07`."),
    (r"positional argument follows keyword", "Arguments with a name, such as `lr=0.5`, come last in a call."),
    (r"unexpected EOF|incomplete input", "The code ends too early: a bracket or a line is missing."),
)


def explain_syntax(message: str, line: str) -> str:
    """Explain Python's `message` about `line` in a sentence. Return a general sentence if no pattern matches."""
    if message == "invalid syntax" and (found := _misspelled_keyword(line)):
        return found
    for pattern, meaning in MEANINGS:
        if match := re.search(pattern, f"{message}\n{line}"):
            return meaning.format(*match.groups())
    return "Python cannot read this line: compare each sign with the formula."


def _misspelled_keyword(line: str) -> str | None:
    """Explain a first word such as `retrun` or `Return`. Return None if the line begins with another kind of word."""
    word = re.match(r"[A-Za-z]+(?= +[^-+*/=<>!% ]| *:|$)", line.strip())
    if not word or keyword.iskeyword(word[0]):
        return None
    wrong = word[0].lower()
    if wrong == "elseif":
        return None  # see MEANINGS
    close = [known for known in STATEMENTS if sorted(known) == sorted(wrong)]
    close += difflib.get_close_matches(wrong, STATEMENTS, 1, 0.8)
    return f"Python does not know the word `{word[0]}`. Did you mean `{close[0]}`?" if close else None


STATEMENTS = ("def", "return", "for", "while", "if", "elif", "else", "import", "from", "with", "try", "break", "pass")
