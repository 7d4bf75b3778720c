"""Lesson 3's exercise: the forward pass."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.neuron_faults import explain_forward
from shared.exercises.variants import variant
from shared.nn.network import START_A, Params, forward, neuron, sigmoid

# Nine distinct numbers, none of them 0. With zeros or equal weights, many wrong answers would look right.
DISTINCT = Params(1.7, -2.3, 0.6, -1.1, 2.9, -0.8, 3.1, -1.4, 0.35)
LARGE = Params(7.0, -5.0, 2.0, -6.0, 8.0, -3.0, 9.0, -4.0, 1.5)


def _cases():
    rows = (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)
    cases = [(x1, x2, params) for params in (START_A, DISTINCT) for x1, x2 in rows]
    return [*cases, (0.3, -0.7, START_A), (-1.6, 2.2, DISTINCT), (0.8, 0.4, LARGE), (-2.0, 3.0, LARGE)]


def _forward(x1, x2, params, *, hidden=neuron, output=neuron):
    """Compute `forward` with steps that `variant` can replace."""
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1, h2 = hidden(x1, x2, w11, w12, b1), hidden(x1, x2, w21, w22, b2)
    return h1, h2, output(h1, h2, v1, v2, c)


def _weighted_sum(x1, x2, w1, w2, b):
    return w1 * x1 + w2 * x2 + b


def _weight_first(x1, x2, w1, w2, b):
    return neuron(w1, x1, w2, x2, b)


def _chained(x1, x2, params):
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1 = neuron(x1, x2, w11, w12, b1)
    h2 = neuron(h1, x2, w21, w22, b2)
    return h1, h2, neuron(h1, h2, v1, v2, c)


def _shifted(x1, x2, params):
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1 = neuron(x1, x2, w11, w12, b1)
    h2 = neuron(x2, h1, w21, w22, b2)
    return h1, h2, neuron(h1, h2, v1, v2, c)


def _sums(x1, x2, params):
    h1, h2, _ = forward(x1, x2, params)
    z1, z2, _ = _forward(x1, x2, params, hidden=_weighted_sum)
    return z1, z2, _weighted_sum(h1, h2, *params[6:])


EXERCISES = (
    Exercise(
        name="forward",
        signature="forward(x1, x2, params)",
        reference=forward,
        cases=_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng), draw.params(rng)),
        parts=("h1", "h2", "out"),
        explain=explain_forward,
        mistakes=(
            Mistake(
                variant(forward, w12="w21", w21="w12"),
                "w12 and w21 are swapped. w12 is the weight from input 2 to hidden neuron 1.",
            ),
            Mistake(variant(forward, b1="b2", b2="b1"), "b1 and b2 are swapped. Add b1 for h1, and b2 for h2."),
            Mistake(variant(forward, v1="v2", v2="v1"), "v1 and v2 are swapped. Multiply h1 by v1, and h2 by v2."),
            Mistake(variant(forward, c=0.0), "The bias of the output neuron is missing. Add c."),
            Mistake(variant(forward, b1=0.0, b2=0.0), "The biases of the hidden neurons are missing. Add b1 and b2."),
            Mistake(variant(forward, b1=0.0, b2=0.0, c=0.0), "All biases are missing. Add b1, b2 and c."),
            Mistake(variant(forward, b2="b1"), "b1 is used twice. For h2, add b2."),
            Mistake(variant(forward, b1="c", b2="c"), "In the hidden neurons you use c. Use b1 and b2."),
            Mistake(
                variant(forward, w21="w11", w22="w12", b2="b1"), "Your h2 is a copy of h1. Use w21, w22 and b2 for h2."
            ),
            Mistake(
                variant(forward, w21="w11", w22="w12"), "In h2 you use the weights of hidden neuron 1. Use w21 and w22."
            ),
            Mistake(
                variant(_forward, hidden=_weight_first, output=_weight_first),
                "The arguments of `neuron` are in the wrong order. Inputs come first: `neuron(x1, x2, w11, w12, b1)`.",
            ),
            Mistake(
                variant(_forward, hidden=_weight_first),
                "In h1 and h2 the arguments are in the wrong order. Inputs come first: `neuron(x1, x2, w11, w12, b1)`.",
            ),
            Mistake(
                variant(_forward, output=_weight_first),
                "h1 and h2 are right. In the output neuron, put the inputs first: `neuron(h1, h2, v1, v2, c)`.",
            ),
            Mistake(
                variant(forward, w21="w12", w22="b1", b2="w21"),
                "For h2 you use `params[1:4]`. Each neuron has its own three numbers: h2 needs `params[3:6]`.",
            ),
            Mistake(
                variant(forward, w11="w12", w12="w11", w21="w22", w22="w21"),
                "x1 and x2 are swapped. Multiply x1 by w11 and by w21.",
            ),
            Mistake(
                variant(forward, b1="w22", w21="b1", w22="w21"),
                "You unpack `params` in the wrong order. The order is w11, w12, b1, w21, w22, b2, v1, v2, c.",
            ),
            Mistake(
                variant(_forward, output=_weighted_sum),
                "h1 and h2 are right. In the output neuron, σ is missing: apply σ to the sum.",
            ),
            Mistake(
                variant(_forward, output=lambda h1, h2, v1, v2, c: sigmoid(v1 * h1 + v2 * h2) + c),
                "h1 and h2 are right. In the output neuron, you add c after σ. Add c to the sum, before σ.",
            ),
            Mistake(
                variant(_forward, output=lambda h1, h2, v1, v2, c: sigmoid(v1 * h1 + v2 * h2 - c)),
                "h1 and h2 are right. In the output neuron, you subtract c. Add c.",
            ),
            Mistake(
                variant(_forward, output=lambda h1, h2, v1, v2, c: sigmoid(sigmoid(v1 * h1 + v2 * h2 + c))),
                "h1 and h2 are right. In the output neuron, you apply σ twice. Apply it once.",
            ),
            Mistake(
                variant(_forward, output=lambda h1, h2, v1, v2, c: sigmoid(v1 * h1 + c)),
                "h1 and h2 are right. In the output neuron, the second term is missing: add v2·h2.",
            ),
            Mistake(
                variant(_forward, output=lambda h1, h2, v1, v2, c: sigmoid(h1 + h2 + c)),
                "h1 and h2 are right. In the output neuron, the weights are missing: use v1·h1 + v2·h2 + c.",
            ),
            Mistake(
                variant(_forward, output=lambda h1, h2, v1, v2, c: int(sigmoid(v1 * h1 + v2 * h2 + c) > 0.5)),
                "h1 and h2 are right. You round `out` to 0 or 1: return the number itself.",
            ),
            Mistake(
                variant(forward, result=lambda h1, h2, out, x1, x2, params: (h1, h2, neuron(x1, x2, *params[6:]))),
                "h1 and h2 are right. The inputs of the output neuron are h1 and h2, not x1 and x2.",
            ),
            Mistake(
                variant(_forward, hidden=_weighted_sum),
                "σ is missing in the hidden neurons. Apply σ to the sum of each hidden neuron.",
            ),
            Mistake(
                variant(_forward, hidden=_weighted_sum, output=_weighted_sum),
                "σ is missing in all three neurons. Apply σ to each sum.",
            ),
            Mistake(_sums, "You return the three sums. Return the activations: σ of each sum."),
            Mistake(
                _shifted,
                "The inputs of your second neuron are x2 and h1. Both hidden neurons need the inputs x1 and x2.",
            ),
            Mistake(_chained, "You compute h2 from h1. Use x1 and x2 as the inputs of both hidden neurons."),
            Mistake(
                variant(forward, result=lambda h1, h2, out: out),
                "`out` is right, but you return it alone. Return (h1, h2, out).",
            ),
            Mistake(
                variant(forward, result=lambda h1, h2, out: (out, h1, h2)),
                "The three numbers are right, but in the wrong order. Return (h1, h2, out).",
            ),
            Mistake(
                variant(forward, result=lambda h1, h2, out: (h2, h1, out)),
                "h1 and h2 are swapped in the result. Return (h1, h2, out).",
            ),
            Mistake(
                variant(forward, result=lambda h1, h2, out: (h1, h2)),
                "h1 and h2 are right, but `out` is missing. Return (h1, h2, out).",
            ),
            Mistake(
                variant(forward, result=lambda h1, h2, out: ((h1, h2), out)),
                "The numbers are right, but h1 and h2 are in a separate tuple. Return (h1, h2, out).",
            ),
        ),
        hints=(
            "The network uses the neuron of lesson 1 three times. The inputs of the third neuron are the outputs of "
            "the first two neurons.",
            r"$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$, $h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$, "
            r"$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$.",
            "Unpack first: `w11, w12, b1, w21, w22, b2, v1, v2, c = params`. Then "
            "`h1 = network.neuron(x1, x2, w11, w12, b1)`, `h2 = network.neuron(x1, x2, w21, w22, b2)`, "
            "`out = network.neuron(h1, h2, v1, v2, c)`, and `return h1, h2, out`.",
        ),
        success_message=(
            "You can run the network forward: you compute h1, h2 and the output from two inputs and nine numbers."
        ),
    ),
)
