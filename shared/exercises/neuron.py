"""Lesson 1's exercises: the sigmoid, and one neuron."""

from math import exp, tanh

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.neuron_faults import explain_neuron
from shared.exercises.variants import variant
from shared.nn.network import neuron, sigmoid


def _sigmoid_cases():
    # A student may use the plain formula, in which e^(−z) overflows for z below about −709. So no z is below −700.
    return [(z,) for z in (0.7, -1.3, 2.5, 0.0, -4.2, 1.0, 30.0, -30.0, 700.0, -700.0, 5.5, -7.5)]


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
            Mistake(
                lambda z: 1 / (1 + exp(z)),
                "Your result falls when z grows: this is σ(−z). Change the sign of z in the exponent.",
            ),
            Mistake(lambda z: 1 / (1 - exp(-z)), "The sign in the denominator is wrong. Write 1 + e⁻ᶻ, not 1 − e⁻ᶻ."),
            Mistake(
                lambda z: 1 + exp(-z),
                "This is only the denominator, 1 + e⁻ᶻ. Divide 1 by it: 1 / (1 + …), with brackets.",
                (
                    r"1\s*/\s*1\s*\+",
                    "Python divides before it adds: 1 / 1 comes first. Add brackets: `1 / (1 + math.exp(-z))`.",
                ),
            ),
            Mistake(
                lambda z: 1 + exp(z), "This is 1 + eᶻ. Change the exponent to −z, and divide 1 by the sum: 1 / (1 + …)."
            ),
            Mistake(lambda z: exp(-z), "This is only e⁻ᶻ. Add 1 to it, then divide 1 by the sum."),
            Mistake(lambda z: exp(z), "This is only eᶻ, which grows without a limit. Return 1 / (1 + e⁻ᶻ)."),
            Mistake(lambda z: exp(z) / (1 + exp(-z)), "Your numerator is eᶻ. Replace it by 1."),
            Mistake(
                lambda z: 1 / (1 + 2.718 ** (-z)),
                "2.718 is e with only three decimals. Use `math.exp`, which is exact.",
            ),
            Mistake(
                lambda z: 1 / (1 + 2.71828 ** (-z)),
                "2.71828 is e with only five decimals. Use `math.exp`, which is exact.",
            ),
            Mistake(lambda z: 1 / (1 + 10 ** max(min(-z, 300), -300)), "Your base is 10. Use base e, with `math.exp`."),
            Mistake(lambda z: 1 / (1 + z), "The exponential is missing. The denominator must be 1 + e⁻ᶻ, not 1 + z."),
            Mistake(
                lambda z: 1 / (1 - z) if z != 1 else 1 / 0,
                "The exponential is missing. The denominator must be 1 + e⁻ᶻ, not 1 − z.",
            ),
            Mistake(
                lambda z: 1 / (1 + exp(-abs(z))),
                "For z below 0 you return σ(−z). For such z, return e^z / (1 + e^z).",
                if_source_matches=(
                    r"abs\(",
                    "Your result is never below ½, because `abs` removes the sign of z. Use z itself.",
                ),
            ),
            Mistake(
                lambda z: min(max(0.25 * z + 0.5, 0), 1),
                "This is a straight line, cut off at 0 and 1. The sigmoid is a curve: 1 / (1 + e⁻ᶻ).",
            ),
            Mistake(tanh, "This is tanh, which goes from −1 to 1. The sigmoid goes from 0 to 1: 1 / (1 + e⁻ᶻ)."),
            Mistake(
                lambda z: tanh(z / 2),
                "This is tanh(z/2), which goes from −1 to 1. Add 1 and divide by 2 to get the sigmoid.",
            ),
            Mistake(lambda z: (1 + tanh(z)) / 2, "With tanh, divide z by 2 first: (1 + tanh(z/2)) / 2."),
            Mistake(
                lambda z: sigmoid(z) * (1 - sigmoid(z)),
                "This is the derivative of the sigmoid, which comes in lesson 5. Return σ(z) itself.",
            ),
            Mistake(lambda z: max(0.0, z), "This is ReLU, another activation function. The sigmoid is 1 / (1 + e⁻ᶻ)."),
            Mistake(
                lambda z: 1 if z > 0 else 0,
                "You return a step, which is only 0 or 1. The sigmoid is smooth: 1 / (1 + e⁻ᶻ).",
            ),
            Mistake(
                lambda z: 1 if z >= 0 else 0,
                "Your result is only 0 or 1. Return σ(z) itself, without `int` or `round`.",
            ),
            Mistake(
                lambda z: round(sigmoid(z), 3), "You round the result to three decimals. Return it without rounding."
            ),
            Mistake(lambda z: 1 / (2 + exp(-z)), "Your denominator is 2 + e⁻ᶻ. It must be 1 + e⁻ᶻ."),
            Mistake(lambda z: z / (1 + exp(-z)), "Your numerator is z. Replace it by 1."),
            Mistake(
                lambda z: 1 / (1 + exp(-z)) - 0.5,
                "The result is ½ too small. Do not subtract 0.5: the sigmoid goes from 0 to 1.",
            ),
        ),
        hints=(
            "You want a number near 0 for a very negative $z$, near 1 for a very positive $z$, and ½ for $z = "
            "0$. You only need `math.exp(-z)`.",
            r"$\sigma(z) = \dfrac{1}{1 + e^{-z}}$. In Python, put brackets around the denominator.",
            r"$\sigma(0) = 1 / (1 + e^{0}) = 1 / (1 + 1) = 0.5$. In Python: `return 1 / (1 + math.exp(-z))`.",
        ),
        success_message=(
            "You can turn any number into a number between 0 and 1. Most neurons in this course use the sigmoid."
        ),
    ),
    Exercise(
        name="neuron",
        signature="neuron(x1, x2, w1, w2, b)",
        reference=neuron,
        cases=_neuron_cases,
        random_case=lambda rng: tuple(draw.real(rng) for _ in range(5)),
        explain=explain_neuron,
        mistakes=(
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(sigmoid(w1 * x1) + sigmoid(w2 * x2) + b),
                "You apply σ to each product. Add the products and b first, then apply σ once.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x2 + w2 * x1),
                "The weights are swapped, and b is missing. Use w1·x1 + w2·x2 + b.",
            ),
            Mistake(variant(neuron, b=0.0), "The bias is missing. Add b to the sum before you apply σ."),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid((w1 * x1 + w2 * x2) * b),
                "You multiply the sum by the bias. Add the bias instead: w1·x1 + w2·x2 + b.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 + x1 + w2 + x2 + b),
                "You add the weights to the inputs. Multiply them: w1·x1 and w2·x2.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: w1 * x1 + w2 * x2 + b,
                "The weighted sum is right, but σ is missing. Return σ of the sum.",
                if_source_matches=(
                    r"\n\s*(?:\w+\.)?sigmoid\(",
                    "You compute σ of the sum, but you do not use the result. Return the result of `sigmoid`.",
                ),
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: w1 * x1 + w2 * x2, "The bias and σ are missing. Return σ(w1·x1 + w2·x2 + b)."
            ),
            Mistake(variant(neuron, w1="w2", w2="w1"), "The weights are swapped. Multiply x1 by w1, and x2 by w2."),
            Mistake(
                variant(neuron, b=lambda b: -b),
                "You subtract the bias. Add the bias: + b.",
                (
                    r"-\s*\([^()]*\)\s*\+\s*b\b",
                    "The minus must apply to the whole sum, including b: `-(w1 * x1 + w2 * x2 + b)`.",
                ),
            ),
            Mistake(
                variant(neuron, w2=lambda w2: -w2, b=lambda b: -b),
                "Two of your terms have a minus. Use w1·x1 + w2·x2 + b. To negate this sum, put it in brackets: −(…).",
                (r"-\s*(w1|x1)\s*\*", "The minus must apply to the whole sum: `-(w1 * x1 + w2 * x2 + b)`."),
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 * x2) + b,
                "You add the bias after σ. Add the bias to the sum, before σ.",
            ),
            Mistake(variant(neuron, w2=0.0), "The second input is missing. Add w2·x2."),
            Mistake(
                variant(neuron, w1=0.0),
                "The first input is missing. Add w1·x1.",
                (
                    r"\n\s*(for|while)\b",
                    "Only w2·x2 is in the sum. Does every round start the sum again? Start it once, above the loop.",
                ),
            ),
            Mistake(variant(neuron, x2="x1"), "x1 is used twice. Multiply w2 by x2."),
            Mistake(variant(neuron, w2="w1"), "w1 is used twice. Multiply x2 by w2."),
            Mistake(
                variant(neuron, w2=lambda w2: -w2), "You subtract one product from the other. Add them: w1·x1 + w2·x2."
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 * w2 * x2 + b),
                "You multiply the two products. Add them: w1·x1 + w2·x2.",
            ),
            Mistake(
                variant(neuron, result=lambda out: 1 - out),
                "The sum has the wrong sign. Use +(w1·x1 + w2·x2 + b) in σ, without a minus.",
            ),
            Mistake(variant(neuron, result=sigmoid), "You apply σ twice. Apply it once, to the sum."),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid(w1 * x1) + sigmoid(w2 * x2) + b,
                "You apply σ to each product. Add the products and b, then apply σ once to the whole sum.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: 1 if w1 * x1 + w2 * x2 + b > 0 else 0,
                "You return only 0 or 1, as in lesson 2. Here, return σ of the sum.",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid((w1 + w2) * (x1 + x2) + b),
                "Multiply each weight only by its own input: w1·x1 + w2·x2, not (w1 + w2)·(x1 + x2).",
            ),
            Mistake(
                lambda x1, x2, w1, w2, b: sigmoid((w1 * x1 + w2 * x2 + b) / 2),
                "You divide the sum by 2. Do not divide it.",
            ),
            Mistake(
                variant(neuron, w1=0.0, w2=0.0),
                "Only the bias is in the sum. Add the weighted inputs, w1·x1 and w2·x2.",
            ),
            Mistake(lambda x1, x2, w1, w2, b: sigmoid(w1 + x1 + w2 * x2 + b), "You add w1 to x1. Multiply them."),
            Mistake(lambda x1, x2, w1, w2, b: sigmoid(w1 * x1 + w2 + x2 + b), "You add w2 to x2. Multiply them."),
            Mistake(variant(neuron, x1="x2"), "x2 is used twice. Multiply w1 by x1."),
            Mistake(variant(neuron, w1="w2"), "w2 is used twice. Multiply x1 by w1."),
            Mistake(variant(neuron, x1=1.0, x2=1.0), "The inputs are missing. Multiply each weight by its input."),
            Mistake(variant(neuron, w1=1.0, w2=1.0), "The weights are missing. Multiply each input by its weight."),
        ),
        hints=(
            "There are three steps. Multiply each input by its weight. Add the products and the bias. Apply the "
            "sigmoid to the sum.",
            r"$\text{out} = \sigma(w_1 x_1 + w_2 x_2 + b)$.",
            r"With $x = (1, 0)$, $w = (2, -3)$, $b = -1$: $z = 2 \cdot 1 - 3 \cdot 0 - 1 = 1$ and "
            r"$\sigma(1) \approx 0.731$. In Python: `return sigmoid(w1 * x1 + w2 * x2 + b)`.",
        ),
        success_message=(
            "You have built a neuron: a weighted sum, a bias and a sigmoid. The whole network has three such neurons."
        ),
    ),
)
