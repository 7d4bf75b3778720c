"""Lesson 2's exercises: a neuron that decides, its score, and XOR wired by hand."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn.network import sigmoid

XOR_ROWS = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))
AND_ROWS = ((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1))
OTHER_ROWS = (
    (0.5, -1.5, 1),
    (2.0, 0.3, 0),
    (-1.0, 0.8, 1),
    (0.4, 0.9, 1),
    (-0.2, -2.0, 0),
    (1.5, 1.5, 1),
    (3.0, -1.0, 0),
)


def step_neuron(x1, x2, w1, w2, b):
    """1 if the weighted sum plus bias is above 0, else 0."""
    return 1 if w1 * x1 + w2 * x2 + b > 0 else 0


def rows_right(table, w1, w2, b):
    """How many of the rows (x1, x2, y) the step neuron gets right."""
    return sum(step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table)


def xor_by_hand(x1, x2):
    """1 if exactly one of the inputs is 1: OR and NAND, joined by AND."""
    either = step_neuron(x1, x2, 1, 1, -0.5)
    not_both = step_neuron(x1, x2, -1, -1, 1.5)
    return step_neuron(either, not_both, 1, 1, -1.5)


def _step_cases():
    return [
        (1.0, 0.0, 0.6, -0.9, 0.4),
        (0.0, 1.0, 0.6, -0.9, 0.4),
        (1.0, 1.0, 0.7, 0.8, -1.1),
        (0.0, 0.0, 2.1, 1.4, -0.5),
        (0.0, 0.0, 2.1, 1.4, 0.5),
        (0.0, 0.0, 0.9, -0.4, 0.0),  # exactly 0 is not above 0
        (1.0, 1.0, 0.5, 0.25, -0.75),
        (0.3, -0.7, 1.2, 0.5, -1.1),
        (-1.6, 2.2, 0.9, -0.4, 0.7),
        (-1.6, 2.2, -0.9, 0.4, 0.7),
        (0.3, 0.4, 0.2, 0.5, 0.1),  # above 0, but below ½
        (0.5, 2.0, -3.0, 0.9, 0.2),
        (-2.0, -1.5, -1.0, -0.5, -0.3),
        (2.0, -3.0, 0.8, 0.6, 0.1),
        (2.0, 0.5, -0.3, 2.0, -0.2),
        (40.0, -30.0, 2.0, 1.0, -5.0),
        (1.5, 1.0, -2.0, 2.5, 0.1),
    ]


def _rows_cases():
    return [
        (XOR_ROWS, 1.0, 1.0, -0.5),
        (AND_ROWS, 1.0, 1.0, -1.5),
        (OTHER_ROWS, 0.9, -0.6, 0.2),
        (OTHER_ROWS, -1.2, 0.7, -0.4),
        (AND_ROWS, 1.0, 1.0, -1.0),  # two rows lie exactly on the line
        (XOR_ROWS, -0.8, -0.7, 1.3),
        (AND_ROWS, -1.0, -2.0, 0.5),
        (OTHER_ROWS[:3], 0.4, 1.1, -0.3),
        (OTHER_ROWS[3:4], 0.8, 0.5, -0.2),
        (OTHER_ROWS[2:], 0.7, 0.1, 0.6),
        (list(XOR_ROWS[1:]), 0.5, -1.5, 0.2),
    ]


def _random_table(rng):
    table = [(draw.half(rng), draw.half(rng), rng.randint(0, 1)) for _ in range(rng.randint(1, 6))]
    return table, draw.half(rng), draw.half(rng), draw.half(rng)


def _score(hit):
    """A wrong `rows_right` that counts the rows for which `hit(z, y)` holds."""
    return lambda table, w1, w2, b: sum(bool(hit(w1 * x1 + w2 * x2 + b, y)) for x1, x2, y in table)


def _until_wrong(table, w1, w2, b):
    count = 0
    for x1, x2, y in table:
        if step_neuron(x1, x2, w1, w2, b) != y:
            break
        count += 1
    return count


def _first_four(table, w1, w2, b):
    return rows_right([table[k] for k in range(4)], w1, w2, b)


EXERCISES = (
    Exercise(
        name="step_neuron",
        signature="step_neuron(x1, x2, w1, w2, b)",
        reference=step_neuron,
        cases=_step_cases,
        random_case=lambda rng: tuple(draw.half(rng) for _ in range(5)),
        mistakes=(
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b >= 0 else 0,
                "A sum of exactly 0 is not above 0: use > where you have ≥.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b < 0 else 0,
                "The answer is turned round: 1 belongs to sums above 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 0 if w1 * x1 + w2 * x2 + b > 0 else 1,
                "0 and 1 have changed places: 1 when the sum is above 0, else 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 > 0 else 0,
                "The bias is missing: without b the line always runs through (0, 0).",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 > b else 0,
                "The bias stands on the wrong side: w1·x1 + w2·x2 + b > 0, so compare with −b or add b.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 0.5 else 0,
                "The sum is compared with ½; the step is at 0. (½ is where σ of the sum is compared.)",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 1 else 0,
                "The sum is compared with 1; the step is at 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if sigmoid(w1 * x1 + w2 * x2 + b) > 0 else 0,
                "σ is above 0 for every sum, so the answer is always 1: compare the sum itself with 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x2 + b),
                "That is lesson 1's neuron with its σ: this one answers 1 or 0, nothing between.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: w1 * x1 + w2 * x2 + b,
                "The sum is right, the decision is missing: return 1 if it is above 0, else 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 0 else -1,
                "The two answers are 1 and 0 here, not 1 and −1.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w2 * x1 + w1 * x2 + b > 0 else 0,
                "The weights have changed places: w1 belongs to x1, w2 to x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if (w1 * x1 + w2 * x2) * b > 0 else 0,
                "The bias is added, it does not multiply.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 + x1 + w2 + x2 + b > 0 else 0,
                "Weights multiply their inputs: w1·x1, not w1 + x1.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 > 0 and w2 * x2 > 0 else 0,
                "Add first, decide once: one question about the whole sum, not one for each product.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b != 0 else 0,
                "Every sum that is not 0 gives 1, negative ones too: ask whether the sum is above 0.",
            ),
        ),
        hints=(
            "Compute the same weighted sum plus bias as in lesson 1. What changes is what you do with it: a yes or no.",
            r"Return 1 if $w_1 x_1 + w_2 x_2 + b > 0$, else 0. Exactly 0 is not above 0.",
            r"With $x = (1, 1)$, $w = (1, 1)$, $b = -1.5$: the sum is $0.5$, above 0, so the answer is 1. "
            "In Python: `return 1 if w1 * x1 + w2 * x2 + b > 0 else 0`.",
        ),
        success_message="You have built a neuron that draws a line and says on which side of it a point lies.",
    ),
    Exercise(
        name="rows_right",
        signature="rows_right(table, w1, w2, b)",
        reference=rows_right,
        cases=_rows_cases,
        random_case=_random_table,
        mistakes=(
            Mistake(
                _score(lambda z, y: (z > 0) != y),
                "You count the rows that are wrong: count those where answer and y agree.",
            ),
            Mistake(
                _score(lambda z, y: z > 0),
                "You count how often the neuron answers 1: count how often its answer equals y.",
            ),
            Mistake(
                _score(lambda z, y: z > 0 and y),
                "Rows whose y is 0 count too: they are right when the neuron answers 0.",
            ),
            Mistake(
                _score(lambda z, y: z <= 0 and not y),
                "Rows whose y is 1 count too: they are right when the neuron answers 1.",
            ),
            Mistake(
                _score(lambda z, y: (z >= 0) == y),
                "A row exactly on the line (sum 0) is answered 0: use > where you have ≥.",
            ),
            Mistake(
                _score(lambda z, y: z == y),
                "The sum itself is compared with y: compare the step neuron's answer, 0 or 1.",
            ),
            Mistake(
                _score(lambda z, y: sigmoid(z) > 0.75 and y),
                "Compare the neuron's answer with y; a high σ alone is no hit.",
            ),
            Mistake(
                _score(lambda z, y: True),
                "Every row is counted, right or wrong: ask first whether the answer equals y.",
            ),
            Mistake(
                lambda table, w1, w2, b: rows_right(table, w1, w2, b) / len(table),
                "That is the share of rows right: return how many, without dividing.",
            ),
            Mistake(
                lambda table, w1, w2, b: 100 * rows_right(table, w1, w2, b) / len(table),
                "That is a percentage: return how many rows are right.",
            ),
            Mistake(
                lambda table, w1, w2, b: rows_right(table, w1, w2, b) == len(table),
                "That says whether all rows are right: return how many are.",
            ),
            Mistake(
                lambda table, w1, w2, b: rows_right(table[:1], w1, w2, b),
                "Only the first row is looked at: the `return` stands inside the loop, move it out.",
            ),
            Mistake(
                lambda table, w1, w2, b: rows_right(table[-1:], w1, w2, b),
                "Only the last row is counted: set the counter to 0 before the loop, not inside it.",
            ),
            Mistake(_until_wrong, "You stop at the first wrong row: go on to the end of the table."),
            Mistake(
                lambda table, w1, w2, b: int(rows_right(table, w1, w2, b) > 0),
                "It never gets past 1: every row that is right adds 1 to the count.",
                (r"[^=!<>]=\s*\+\s*1\b", "`=+ 1` sets it to 1: write `+= 1`."),
            ),
            Mistake(
                _first_four, "The number of rows is fixed at four: tables of any length come in, so loop over `table`."
            ),
            Mistake(
                lambda table, w1, w2, b: rows_right(table, w2, w1, b),
                "The weights have changed places on the way to the step neuron: w1 before w2.",
            ),
            Mistake(
                lambda table, w1, w2, b: rows_right(table, w1, w2, 0),
                "The bias does not reach the step neuron: hand b on.",
            ),
            Mistake(
                lambda table, w1, w2, b: [step_neuron(x1, x2, w1, w2, b) for x1, x2, _ in table],
                "Those are the neuron's answers: count those that equal y and return the count.",
            ),
            Mistake(
                lambda table, w1, w2, b: [step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table],
                "You have one yes or no for each row: return how many are yes, for example with `sum`.",
            ),
        ),
        hints=(
            "Go through the table row by row, ask the step neuron, and count the rows where it answers what the "
            "row says.",
            r"The score is the number of rows $(x_1, x_2, y)$ with `step_neuron(x1, x2, w1, w2, b) == y`.",
            r"For XOR with $w = (1, 1)$, $b = -0.5$ the answers are 0 1 1 1, the targets 0 1 1 0: 3 rows right. "
            r"In Python: "
            "`return sum(step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table)`.",
        ),
        success_message="You can keep score: with this you can ask any line how many rows it gets right.",
    ),
    Exercise(
        name="xor_by_hand",
        signature="xor_by_hand(x1, x2)",
        reference=xor_by_hand,
        cases=lambda: [(x1, x2) for x1, x2, _ in XOR_ROWS],
        random_case=lambda rng: (rng.randint(0, 1), rng.randint(0, 1)),
        mistakes=(
            Mistake(lambda x1, x2: int(x1 or x2), "That is OR: for (1, 1) XOR says 0. Join OR with NAND, by AND."),
            Mistake(lambda x1, x2: int(x1 and x2), "That is AND: XOR is 1 when exactly one input is 1."),
            Mistake(
                lambda x1, x2: int(not (x1 and x2)), "That is NAND: for (0, 0) XOR says 0. Join it with OR, by AND."
            ),
            Mistake(
                lambda x1, x2: int(not (x1 or x2)),
                "That is NOR, the opposite of OR: XOR is 1 when exactly one input is 1.",
            ),
            Mistake(lambda x1, x2: int(x1 == x2), "All four are turned round: this is 1 when the inputs are equal."),
            Mistake(
                lambda x1, x2: 1, "It is 1 for all four rows: joining OR and NAND by OR does that, AND is the one."
            ),
            Mistake(
                lambda x1, x2: 0,
                "It is 0 for all four rows: is a bias too low, the last one for example (a sum of exactly 0 gives 0)?",
            ),
            Mistake(lambda x1, x2: x1, "It follows x1 and does not listen to x2: row (0, 1) is 1 and (1, 1) is 0."),
            Mistake(lambda x1, x2: x2, "It follows x2 and does not listen to x1: row (1, 0) is 1 and (1, 1) is 0."),
            Mistake(lambda x1, x2: int(not x1), "It says the opposite of x1 and does not listen to x2."),
            Mistake(lambda x1, x2: int(not x2), "It says the opposite of x2 and does not listen to x1."),
            Mistake(
                lambda x1, x2: int(x1 and not x2),
                "Half of XOR: (1, 0) is right, (0, 1) should be 1 as well (a sum of exactly 0 gives 0).",
            ),
            Mistake(
                lambda x1, x2: int(x2 and not x1),
                "Half of XOR: (0, 1) is right, (1, 0) should be 1 as well (a sum of exactly 0 gives 0).",
            ),
            Mistake(
                lambda x1, x2: int(x1 or not x2),
                "Only (0, 1) gives 0, the others 1: look at the signs of the first two neurons' weights.",
            ),
            Mistake(
                lambda x1, x2: int(x2 or not x1),
                "Only (1, 0) gives 0, the others 1: look at the signs of the first two neurons' weights.",
            ),
            Mistake(lambda x1, x2: x1 + x2, "The inputs are added: (1, 1) gives 2, and XOR says 0."),
        ),
        hints=(
            "XOR is: at least one input is 1, and not both. Each half of that sentence is one step neuron.",
            r"$\text{XOR} = \text{AND}(\text{OR}, \text{NAND})$. OR: weights 1, 1, bias −0.5. NAND: −1, −1, 1.5. "
            r"AND: 1, 1, −1.5.",
            "For (1, 0): OR gives 1, NAND gives 1, AND of both is 1. In Python: "
            "`either = step_neuron(x1, x2, 1, 1, -0.5)`, `not_both = step_neuron(x1, x2, -1, -1, 1.5)`, "
            "`return step_neuron(either, not_both, 1, 1, -1.5)`.",
        ),
        success_message="You have wired three neurons into what no single one can do: that is what a hidden layer is "
        "for.",
        # No step neuron, no sum and no bias anywhere, and outside of a comment an input is compared.
        if_source_matches=(
            r"\A(?!.*(step_neuron|[+*@]|\.\d)).*\n[^#\n]*\bx[12]\s*(!=|==|\^|is\b|and\b|or\b)",
            "Right numbers, though not wired from step neurons: the point of this one is the wiring.",
        ),
    ),
)
