"""Lesson 1's exercises: the sigmoid, and one neuron."""

from math import exp, tanh

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn import network
from shared.nn.network import sigmoid


def _sigmoid_cases():
    # ±700 is as far as e^(−z) goes without overflowing: the plain formula is a right answer here.
    return [(z,) for z in (0.7, -1.3, 2.5, 0.0, -4.2, 1.0, 30.0, -30.0, 700.0, -700.0)]


def _neuron_cases():
    return [
        (1.0, 0.0, 0.6, -0.9, 0.4),
        (0.0, 1.0, 0.6, -0.9, 0.4),
        (1.0, 1.0, -1.7, 0.8, 0.3),
        (0.0, 0.0, 2.1, 1.4, -0.5),
        (0.3, -0.7, 1.2, 0.5, -1.1),
        (-1.6, 2.2, 0.9, -0.4, 0.7),
        (3.0, 2.0, 8.0, 5.0, -4.0),
        (3.0, 2.0, -8.0, -5.0, 4.0),
    ]


EXERCISES = (
    Exercise(
        name="sigmoid",
        signature="sigmoid(z)",
        reference=sigmoid,
        cases=_sigmoid_cases,
        random_case=lambda rng: (draw.real(rng, 9),),
        mistakes=(
            Mistake(lambda z: 1 / (1 + exp(z)), "Yours falls as z grows: the exponent needs −z, not z."),
            Mistake(lambda z: 1 / (1 - exp(-z)), "A minus stands where the plus belongs, so it blows up at z = 0."),
            Mistake(
                lambda z: 1 + exp(-z),
                "This is 1 + e⁻ᶻ, the bottom of the fraction: divide 1 by it, with brackets, 1 / (1 + …).",
                (r"1\s*/\s*1\s*\+", "Brackets: Python divides first, 1/1 is 1. Write `1 / (1 + math.exp(-z))`."),
            ),
            Mistake(
                lambda z: 1 + exp(z),
                "This is 1 + eᶻ: the exponent needs −z, and the bottom of the fraction brackets, 1 / (1 + …).",
            ),
            Mistake(lambda z: exp(-z), "This is e⁻ᶻ alone: add 1 to it, then divide 1 by the sum."),
            Mistake(lambda z: exp(z), "This is eᶻ alone, which grows without end: σ is 1 / (1 + e⁻ᶻ)."),
            Mistake(
                lambda z: exp(z) / (1 + exp(-z)), "The top of the fraction is 1, not eᶻ, when the bottom is 1 + e⁻ᶻ."
            ),
            Mistake(lambda z: 1 / (1 + 2.718 ** (-z)), "2.718 is e cut short after three decimals: use `math.exp`."),
            Mistake(lambda z: 1 / (1 + 2.71828 ** (-z)), "2.71828 is e cut short after five decimals: use `math.exp`."),
            Mistake(lambda z: 1 / (1 + 10 ** max(min(-z, 300), -300)), "The base is e, not 10: use `math.exp`."),
            Mistake(lambda z: 1 / (1 + z), "The exponential is missing: 1 + e⁻ᶻ, not 1 + z."),
            Mistake(lambda z: 1 / (1 - z) if z != 1 else 1 / 0, "The exponential is missing: 1 + e⁻ᶻ, not 1 − z."),
            Mistake(lambda z: 1 / (1 + exp(-abs(z))), "It never goes below ½: keep the sign of z, σ(−z) is 1 − σ(z)."),
            Mistake(tanh, "That is tanh, which runs from −1 to 1: σ runs from 0 to 1."),
            Mistake(
                lambda z: tanh(z / 2), "That is tanh(z/2), which runs from −1 to 1: halve it and add ½ and it is σ."
            ),
            Mistake(lambda z: (1 + tanh(z)) / 2, "In the tanh form z is halved first: (1 + tanh(z/2)) / 2."),
            Mistake(
                lambda z: sigmoid(z) * (1 - sigmoid(z)), "That is the slope σ′(z), which lesson 5 needs: return σ(z)."
            ),
            Mistake(lambda z: max(0.0, z), "That is ReLU, another activation: σ is 1 / (1 + e⁻ᶻ)."),
            Mistake(lambda z: 1 if z > 0 else 0, "That is a step, all or nothing: σ changes smoothly from 0 to 1."),
            Mistake(
                lambda z: round(sigmoid(z), 3), "Right, then rounded to three decimals: return the number as it is."
            ),
            Mistake(
                lambda z: 1 / (2 + exp(-z)),
                "At z = 0 this is ⅓: the bottom of the fraction is 1 + e⁻ᶻ, with a single 1.",
            ),
            Mistake(lambda z: z / (1 + exp(-z)), "The top of the fraction is 1, not z."),
            Mistake(lambda z: 1 / (1 + exp(-z)) - 0.5, "Shifted down by ½: σ runs from 0 to 1, and is ½ at z = 0."),
        ),
        hints=(
            r"You want a number near 0 for a very negative $z$, near 1 for a very positive one, and ½ at $z = 0$. "
            r"`math.exp(-z)` is the only tool you need.",
            r"$\sigma(z) = \dfrac{1}{1 + e^{-z}}$. Mind the brackets around the bottom of the fraction.",
            r"$\sigma(0) = 1 / (1 + e^{0}) = 1 / (1 + 1) = 0.5$. In Python: `return 1 / (1 + math.exp(-z))`.",
        ),
        success_message="You can turn any number into one between 0 and 1; every neuron of this course does that.",
    ),
    Exercise(
        name="neuron",
        signature="neuron(x1, x2, w1, w2, b)",
        reference=network.neuron,
        cases=_neuron_cases,
        random_case=lambda rng: tuple(draw.real(rng) for _ in range(5)),
        mistakes=(
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x2),
                "The bias is missing: at (0, 0) you always get ½. Add b before you squash.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid((w1 * x1 + w2 * x2) * b),
                "The bias shifts, it does not multiply: add b to the weighted sum.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 + x1 + w2 + x2 + b),
                "Weights multiply their inputs: w1·x1, not w1 + x1.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: w1 * x1 + w2 * x2 + b,
                "The weighted sum is right, the squash is missing: return σ of it.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: w1 * x1 + w2 * x2,
                "The weighted sum is there; the bias and the squash are missing: σ(w1·x1 + w2·x2 + b).",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w2 * x1 + w1 * x2 + b),
                "The weights have changed places: w1 belongs to x1, w2 to x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x2 - b),
                "The bias is added, not taken away: + b.",
                (
                    r"-\s*\([^()]*\)\s*\+\s*b\b",
                    "The minus must cover the whole sum, b too: `-(w1 * x1 + w2 * x2 + b)`.",
                ),
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 - w2 * x2 - b),
                "Everything is added: w1·x1 + w2·x2 + b. A minus in front of all three needs brackets, −(…).",
                (r"-\s*(w1|x1)\s*\*", "The minus must cover the whole sum: `-(w1 * x1 + w2 * x2 + b)`."),
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x2) + b,
                "The bias goes into the sum before the squash, not after it.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + b),
                "The second input is missing: add w2·x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w2 * x2 + b),
                "The first input is missing: add w1·x1.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x1 + b),
                "x1 is used twice: w2 multiplies x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w1 * x2 + b),
                "w1 is used twice: x2 has a weight of its own, w2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 - w2 * x2 + b),
                "Both products are added: w1·x1 + w2·x2. A negative weight brings its own minus.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 * w2 * x2 + b),
                "The two products are added, not multiplied with each other.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(-(w1 * x1 + w2 * x2 + b)),
                "This is 1 minus what is due: the sum goes into σ with its own sign.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(sigmoid(w1 * x1 + w2 * x2 + b)),
                "Squashed twice: one σ around the sum is enough.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1) + sigmoid(w2 * x2) + b,
                "Add first, squash once: σ goes around the whole sum, not around each product.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 0 else 0,
                "That is a step, which comes in lesson 2: this neuron squashes with σ.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid((w1 + w2) * (x1 + x2) + b),
                "Each weight multiplies its own input: w1·x1 + w2·x2 is not (w1 + w2)·(x1 + x2).",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid((w1 * x1 + w2 * x2 + b) / 2),
                "It is a sum, not a mean: do not divide by 2.",
            ),
            Mistake(lambda x1, x2, w1, w2, b: sigmoid(b), "Only the bias reaches σ: the weighted inputs are missing."),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 + x1 + w2 * x2 + b),
                "w1 is added to x1: a weight multiplies its input.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 + x2 + b),
                "w2 is added to x2: a weight multiplies its input.",
            ),
            Mistake(lambda x1, x2, w1, w2, b: sigmoid(w1 * x2 + w2 * x2 + b), "x2 is used twice: w1 multiplies x1."),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w2 * x1 + w2 * x2 + b),
                "w2 is used twice: x1 has a weight of its own, w1.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 + w2 + b),
                "The inputs are missing: each weight multiplies its own.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(x1 + x2 + b),
                "The weights are missing: each multiplies its own input.",
            ),
        ),
        hints=(
            r"Three things happen, one after the other: each input is multiplied by its weight, everything is added up "
            r"with the bias, the sum is squashed.",
            r"$\text{out} = \sigma(w_1 x_1 + w_2 x_2 + b)$.",
            r"With $x = (1, 0)$, $w = (2, -3)$, $b = -1$: $z = 2 \cdot 1 - 3 \cdot 0 - 1 = 1$ and "
            r"$\sigma(1) \approx 0.731$. In Python: `return sigmoid(w1 * x1 + w2 * x2 + b)`.",
        ),
        success_message="You have built a neuron: a weighted sum, a bias and a squash. The whole network is three of "
        "these.",
    ),
)
