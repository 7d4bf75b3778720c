"""Lesson 2's exercises: a step neuron, the number of rows that it gets right, and XOR from three step neurons."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.variants import variant
from shared.exercises.wiring import review_wiring
from shared.nn.network import sigmoid

XOR_ROWS = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))
AND_ROWS = ((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1))
TABLES = {
    "AND": AND_ROWS,
    "XOR": XOR_ROWS,
    "OR": ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)),
    "NAND": ((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 0)),
}
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
    """Return 1 if the weighted sum plus bias is above 0, else 0."""
    return 1 if w1 * x1 + w2 * x2 + b > 0 else 0


def rows_right(table, w1, w2, b):
    """Return the number of rows (x1, x2, y) that the step neuron gets right."""
    return sum(step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table)


def xor_by_hand(x1, x2):
    """Return 1 if exactly one input is 1, else 0. Each input is 0 or 1. The last neuron is AND of the first two."""
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
        (0.0, 0.0, 0.9, -0.4, 0.0),  # the sum is exactly 0
        (1.0, 1.0, 0.5, 0.25, -0.75),
        (0.3, -0.7, 1.2, 0.5, -1.1),
        (-1.6, 2.2, 0.9, -0.4, 0.7),
        (-1.6, 2.2, -0.9, 0.4, 0.7),
        (0.3, 0.4, 0.2, 0.5, 0.1),  # the sum is above 0 but below ½
        (1.0, 1.0, 0.5, 0.25, 0.0),  # the sum is above ½ but below 1
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
        ((*OTHER_ROWS, *AND_ROWS), -0.4, 1.1, 0.2),  # more than four rows are right
        (OTHER_ROWS[3:4], 0.8, 0.5, -0.2),
        (OTHER_ROWS[2:], 0.7, 0.1, 0.6),
        (list(XOR_ROWS[1:]), 0.5, -1.5, 0.2),
    ]


def _random_table(rng):
    table = [(draw.half(rng), draw.half(rng), rng.randint(0, 1)) for _ in range(rng.randint(1, 6))]
    return table, draw.half(rng), draw.half(rng), draw.half(rng)


def _explain_step(cases, results):
    """Return the feedback if a result is not 0 or 1. Return None if all results are 0 or 1."""
    other = next((result for result in results if result not in (0, 1)), None)
    return (
        None if other is None else f"In one call your code returns {other:.3g}. Return 1 if the sum is above 0, else 0."
    )


def _count(table, w1, w2, b, *, hit=lambda z, y: (z > 0) == y):
    """Return the number of rows for which `hit(z, y)` is true. z is the weighted sum plus bias."""
    return sum(bool(hit(w1 * x1 + w2 * x2 + b, y)) for x1, x2, y in table)


def _until_wrong(table, w1, w2, b):
    count = 0
    for x1, x2, y in table:
        if step_neuron(x1, x2, w1, w2, b) != y:
            break
        count += 1
    return count


EXERCISES = (
    Exercise(
        name="step_neuron",
        signature="step_neuron(x1, x2, w1, w2, b)",
        reference=step_neuron,
        cases=_step_cases,
        random_case=lambda rng: tuple(draw.half(rng) for _ in range(5)),
        explain=_explain_step,
        unneeded_names={"sigmoid": "This neuron has a step instead of the sigmoid: compare the sum with 0."},
        mistakes=(
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b >= 0 else 0,
                "A sum of exactly 0 must give 0. Use > instead of ≥.",
                if_source_matches=(
                    r"heaviside",
                    "A sum of exactly 0 must give 0. The second argument of `np.heaviside` is the result for 0.",
                ),
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b < 0 else 0,
                "You return 1 for sums below 0. Return 1 for sums above 0.",
            ),
            Mistake(
                variant(step_neuron, result=lambda answer: 1 - answer),
                "0 and 1 are swapped. Return 1 if the sum is above 0, else 0.",
            ),
            Mistake(variant(step_neuron, b=0.0), "The bias is missing. Add b to the sum."),
            Mistake(
                variant(step_neuron, b=lambda b: -b), "The bias is on the wrong side. Compare w1·x1 + w2·x2 + b with 0."
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 0.5 else 0,
                "You compare the sum with ½. Compare the sum with 0. (½ is the threshold for σ(sum).)",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b >= 0.5 else 0,
                "You return 1 only if the sum is ½ or more. Compare the sum with 0. (½ is the threshold for σ(sum).)",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 1 else 0,
                "You compare the sum with 1. Compare the sum with 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b >= 1 else 0,
                "A sum between 0 and 1 must give 1 too. Compare the sum with 0.",
                (
                    r"\bint\(|//",
                    "You cut off the decimals, so a sum between 0 and 1 becomes 0. Compare the sum with 0: `> 0`.",
                ),
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 >= 0 else 0,
                "The bias is missing, and a sum of exactly 0 must give 0. Test w1·x1 + w2·x2 + b > 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if sigmoid(w1 * x1 + w2 * x2 + b) > 0 else 0,
                "σ is always above 0, so you always return 1. Compare the sum itself with 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x2 + b),
                "This is the neuron of lesson 1, with σ. Return only 1 or 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: w1 * x1 + w2 * x2 + b,
                "The sum is right, but you return the sum. Return 1 if the sum is above 0, else 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 0 else -1,
                "You return −1 if the sum is not above 0. Return 0.",
            ),
            Mistake(
                variant(step_neuron, w1="w2", w2="w1"),
                "The weights are swapped. Multiply x1 by w1, and x2 by w2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if (w1 * x1 + w2 * x2) * b > 0 else 0,
                "You multiply the sum by the bias. Add the bias.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 + x1 + w2 + x2 + b > 0 else 0,
                "You add the weights to the inputs. Multiply them: w1·x1 and w2·x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 > 0 and w2 * x2 > 0 else 0,
                "You compare each product with 0. Add the products first, and compare the whole sum once.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: (w1 * x1 + w2 * x2 + b > 0) - (w1 * x1 + w2 * x2 + b < 0),
                "You return the sign of the sum, which is −1, 0 or 1. Return 1 if the sum is above 0, else 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: max(0, w1 * x1 + w2 * x2 + b),
                "This is ReLU, which returns the sum itself. Return 1 if the sum is above 0, else 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if abs(w1 * x1 + w2 * x2 + b) > 0.5 else 0,
                "The sign of the sum is lost. Compare the sum itself with 0, without `abs`.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 * w2 * x2 + b > 0 else 0,
                "You multiply the two products. Add them: w1·x1 + w2·x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 - b > 1 else 0,
                "You subtract the bias, and you compare the sum with 1. Compare w1·x1 + w2·x2 + b with 0.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b != 0 else 0,
                "You also return 1 for sums below 0. Return 1 only if the sum is above 0.",
            ),
        ),
        hints=(
            "Compute the same weighted sum plus bias as in lesson 1. Then compare this sum with 0.",
            "Return 1 if $w_1 x_1 + w_2 x_2 + b > 0$, else 0. A sum of exactly 0 gives 0.",
            "With $x = (1, 1)$, $w = (1, 1)$, $b = -1.5$ the sum is $0.5$. That is above 0, so the answer is 1. "
            "In Python: `return 1 if w1 * x1 + w2 * x2 + b > 0 else 0`.",
        ),
        success_message=("You have built a neuron that draws a line and says on which side of the line a point is."),
    ),
    Exercise(
        name="rows_right",
        signature="rows_right(table, w1, w2, b)",
        reference=rows_right,
        cases=_rows_cases,
        random_case=_random_table,
        mistakes=(
            Mistake(
                variant(_count, hit=lambda z, y: (z > 0) != y),
                "You count the wrong rows. Count the rows where the answer equals y.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: z > 0),
                "You count how often the neuron answers 1. Count how often its answer equals y.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: z > 0 and y),
                "You only count rows with y = 1. A row with y = 0 is right when the neuron answers 0.",
                (
                    r"\belse\s*-\s*1\b",
                    "You compare −1 or 1 with y. Compare the answer of `step_neuron`, 0 or 1, with y.",
                ),
            ),
            Mistake(
                variant(_count, hit=lambda z, y: z <= 0 and not y),
                "You only count rows with y = 0. A row with y = 1 is right when the neuron answers 1.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: (z >= 0) == y),
                "A sum of exactly 0 must give the answer 0. Use > instead of ≥.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: z == y),
                "You compare the sum with y. Compare the answer of `step_neuron`, 0 or 1, with y.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: z <= 0 or y),
                "You count an answer of 1 as right where y is 0. Is `abs` missing around the difference? Or use ==.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: z > 0 or not y),
                "You count an answer of 0 as right where y is 1. Is `abs` missing around the difference? Or use ==.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: (z > 0) - (z < 0) == y),
                "You compare −1, 0 or 1 with y. Compare the answer of `step_neuron`, 0 or 1, with y.",
            ),
            Mistake(
                variant(rows_right, result=lambda count, table: len(table) - 2 * count),
                "You subtract the number of right rows from the number of wrong rows. Count the right rows only.",
            ),
            Mistake(
                variant(rows_right, result=lambda count, table: 2 * count - len(table)),
                "You subtract the number of wrong rows from the number of right rows. Count the right rows only.",
            ),
            Mistake(
                lambda table, w1, w2, b: len(table) - sum(y - step_neuron(x1, x2, w1, w2, b) for x1, x2, y in table),
                "y minus the answer can be 1 or −1, so errors cancel. Count the rows where the answer equals y.",
            ),
            *(
                Mistake(
                    variant(rows_right, table=rows),
                    f"You always read the table of {name}. Use the argument `table`.",
                )
                for name, rows in TABLES.items()
            ),
            Mistake(
                variant(_count, hit=lambda z, y: sigmoid(z) > 0.75 and y),
                "You count rows with a high σ. Compare the answer of `step_neuron` with y instead.",
            ),
            Mistake(
                variant(_count, hit=lambda z, y: True), "You count every row. Count a row only if the answer equals y."
            ),
            Mistake(
                variant(rows_right, result=lambda count, table: count / len(table)),
                "You return the share of right rows. Return the number of right rows: do not divide.",
            ),
            Mistake(
                variant(rows_right, result=lambda count, table: 100 * count / len(table)),
                "You return a percentage. Return the number of right rows.",
            ),
            Mistake(
                variant(rows_right, result=lambda count, table: count == len(table)),
                "You return True or False for the whole table. Return the number of right rows.",
            ),
            Mistake(
                variant(rows_right, table=lambda table: table[:1]),
                "You count only the first row. The `return` is inside the loop: move it below the loop.",
            ),
            Mistake(
                variant(rows_right, table=lambda table: table[-1:]),
                "You count only the last row. You set the counter to 0 inside the loop: set it to 0 before the loop.",
            ),
            Mistake(_until_wrong, "You stop at the first wrong row. Continue to the end of the table."),
            Mistake(
                variant(rows_right, result=lambda count: int(count > 0)),
                "The count never goes above 1. Add 1 to the count for every right row.",
                (r"[^=!<>]=\s*\+\s*1\b", "`=+ 1` sets the count to 1. Write `+= 1`."),
            ),
            Mistake(
                variant(rows_right, table=lambda table: [table[k] for k in range(4)]),
                "You always read four rows. A table can have any length: loop over `table`.",
            ),
            Mistake(
                variant(rows_right, w1="w2", w2="w1"),
                "The weights are swapped when you call `step_neuron`. Pass w1 before w2.",
            ),
            Mistake(variant(rows_right, b=0), "You do not use the bias. Pass b to `step_neuron`."),
            Mistake(
                lambda table, w1, w2, b: [step_neuron(x1, x2, w1, w2, b) for x1, x2, _ in table],
                "You return the answers of the neuron. Count the answers that equal y, and return the count.",
            ),
            Mistake(
                lambda table, w1, w2, b: [step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table],
                "You return one True or False for each row. Return how many are True, for example with `sum`.",
            ),
        ),
        hints=(
            "Go through the table row by row. Call `step_neuron`, and count the rows where its answer equals y.",
            r"Count the rows $(x_1, x_2, y)$ for which `step_neuron(x1, x2, w1, w2, b) == y` is True.",
            "For XOR with $w = (1, 1)$, $b = -0.5$ the answers are 0 1 1 1 and the targets are 0 1 1 0, so 3 "
            "rows are right. In Python: `return sum(step_neuron(x1, x2, w1, w2, b) == y for x1, x2, y in table)`.",
        ),
        success_message=("You can count how many rows a line gets right, for any line and any table."),
    ),
    Exercise(
        name="xor_by_hand",
        signature="xor_by_hand(x1, x2)",
        reference=xor_by_hand,
        cases=lambda: [(x1, x2) for x1, x2, _ in XOR_ROWS],
        random_case=lambda rng: (rng.randint(0, 1), rng.randint(0, 1)),
        mistakes=(
            Mistake(lambda x1, x2: int(x1 or x2), "This is OR. For (1, 1) XOR is 0: combine OR and NAND with AND."),
            Mistake(lambda x1, x2: int(x1 and x2), "This is AND. XOR is 1 when exactly one input is 1."),
            Mistake(
                lambda x1, x2: int(not (x1 and x2)), "This is NAND. For (0, 0) XOR is 0: combine NAND and OR with AND."
            ),
            Mistake(
                lambda x1, x2: int(not (x1 or x2)),
                "This is NOR, the opposite of OR. XOR is 1 when exactly one input is 1.",
            ),
            Mistake(
                lambda x1, x2: int(x1 == x2),
                "All four of your answers are the opposite of XOR. Return 1 when the inputs are different.",
            ),
            Mistake(lambda x1, x2: 1, "You always return 1. Do you combine OR and NAND with OR? Use AND."),
            Mistake(
                lambda x1, x2: 0,
                "You always return 0. What does each neuron give in row (0, 1)? A sum of exactly 0 gives 0.",
            ),
            Mistake(lambda x1, x2: x1, "You always return x1. Row (0, 1) must give 1, and row (1, 1) must give 0."),
            Mistake(lambda x1, x2: x2, "You always return x2. Row (1, 0) must give 1, and row (1, 1) must give 0."),
            Mistake(
                lambda x1, x2: int(not x1), "You always return the opposite of x1. The result must also depend on x2."
            ),
            Mistake(
                lambda x1, x2: int(not x2), "You always return the opposite of x2. The result must also depend on x1."
            ),
            Mistake(
                lambda x1, x2: int(x1 and not x2),
                "(1, 0) is right, but (0, 1) must give 1 too. Remember that a sum of exactly 0 gives 0.",
            ),
            Mistake(
                lambda x1, x2: int(x2 and not x1),
                "(0, 1) is right, but (1, 0) must give 1 too. Remember that a sum of exactly 0 gives 0.",
            ),
            Mistake(
                lambda x1, x2: int(x1 or not x2),
                "In your code only (0, 1) gives 0. Check the signs of the weights of your first two neurons.",
            ),
            Mistake(
                lambda x1, x2: int(x2 or not x1),
                "In your code only (1, 0) gives 0. Check the signs of the weights of your first two neurons.",
            ),
            Mistake(lambda x1, x2: x1 + x2, "You add the inputs, so (1, 1) gives 2. It must give 0."),
        ),
        hints=(
            "XOR means: at least one input is 1, but not both. Use one step neuron for each half of this sentence.",
            r"$\text{XOR} = \text{AND}(\text{OR}, \text{NAND})$. OR has the weights 1, 1 and the bias −0.5. "
            r"NAND has the weights −1, −1 and the bias 1.5. AND has the weights 1, 1 and the bias −1.5.",
            "For (1, 0): OR gives 1, NAND gives 1, AND of both is 1. In Python: "
            "`either = step_neuron(x1, x2, 1, 1, -0.5)`, `not_both = step_neuron(x1, x2, -1, -1, 1.5)`, "
            "`return step_neuron(either, not_both, 1, 1, -1.5)`.",
        ),
        success_message=(
            "You have connected three neurons to compute XOR, which one neuron cannot do. That is why networks "
            "have several neurons."
        ),
        review=review_wiring,
    ),
)
