"""Lesson 3's exercise: the forward pass."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.nn import network
from shared.nn.network import START_A, Params, neuron, sigmoid

# Nine distinct numbers, none of them 0: with zeros or equal weights many wrong answers look right.
DISTINCT = Params(1.7, -2.3, 0.6, -1.1, 2.9, -0.8, 3.1, -1.4, 0.35)
LARGE = Params(7.0, -5.0, 2.0, -6.0, 8.0, -3.0, 9.0, -4.0, 1.5)


def _cases():
    rows = (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)
    cases = [(x1, x2, params) for params in (START_A, DISTINCT) for x1, x2 in rows]
    return [*cases, (0.3, -0.7, START_A), (-1.6, 2.2, DISTINCT), (0.8, 0.4, LARGE), (-2.0, 3.0, LARGE)]


def _with(**changed):
    """A wrong `forward` that is right but for the numbers in `changed`, each given by its name or by a value."""

    def answer(x1, x2, params):
        named = params._asdict()
        return network.forward(x1, x2, Params(**(named | {k: named.get(v, v) for k, v in changed.items()})))

    return answer


def _out(rule):
    """A wrong `forward` whose hidden neurons are right and whose output is `rule(h1, h2, params)`."""

    def answer(x1, x2, params):
        h1, h2, _ = network.forward(x1, x2, params)
        return h1, h2, rule(h1, h2, params)

    return answer


def _result(rule):
    """A wrong `forward` that computes all and returns `rule(h1, h2, out)`."""
    return lambda x1, x2, params: rule(*network.forward(x1, x2, params))


def _other_order(x1, x2, params):
    w11, w12, w21, w22, b1, b2, v1, v2, c = params
    return network.forward(x1, x2, (w11, w12, b1, w21, w22, b2, v1, v2, c))


def _flat_hidden(x1, x2, params):
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1, h2 = w11 * x1 + w12 * x2 + b1, w21 * x1 + w22 * x2 + b2
    return h1, h2, neuron(h1, h2, v1, v2, c)


def _no_squash(x1, x2, params):
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1, h2 = w11 * x1 + w12 * x2 + b1, w21 * x1 + w22 * x2 + b2
    return h1, h2, v1 * h1 + v2 * h2 + c


def _chained(x1, x2, params):
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1 = neuron(x1, x2, w11, w12, b1)
    h2 = neuron(h1, x2, w21, w22, b2)
    return h1, h2, neuron(h1, h2, v1, v2, c)


def _sums(x1, x2, params):
    w11, w12, b1, w21, w22, b2, v1, v2, c = params
    h1, h2, _ = network.forward(x1, x2, params)
    return w11 * x1 + w12 * x2 + b1, w21 * x1 + w22 * x2 + b2, v1 * h1 + v2 * h2 + c


def _weight_first(hidden, output):
    """A wrong `forward` that calls `neuron` in the order weight, input, weight, input, in the neurons named."""

    def answer(x1, x2, params):
        w11, w12, b1, w21, w22, b2, v1, v2, c = params
        h1, h2, _ = network.forward(x1, x2, params)
        if hidden:
            h1, h2 = neuron(w11, x1, w12, x2, b1), neuron(w21, x1, w22, x2, b2)
        return h1, h2, neuron(v1, h1, v2, h2, c) if output else neuron(h1, h2, v1, v2, c)

    return answer


EXERCISES = (
    Exercise(
        name="forward",
        signature="forward(x1, x2, params)",
        reference=network.forward,
        cases=_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng), draw.params(rng)),
        parts=("h1", "h2", "out"),
        mistakes=(
            Mistake(
                _with(w12="w21", w21="w12"),
                "w12 and w21 are swapped. w12 is the weight from input 2 to hidden neuron 1.",
            ),
            Mistake(_with(b1="b2", b2="b1"), "b1 and b2 are swapped. h1 uses b1, and h2 uses b2."),
            Mistake(_with(v1="v2", v2="v1"), "v1 and v2 are swapped. v1 multiplies h1, and v2 multiplies h2."),
            Mistake(_with(c=0.0), "The bias of the output neuron is missing. Add c."),
            Mistake(_with(b1=0.0, b2=0.0), "The biases of the hidden neurons are missing. Add b1 and b2."),
            Mistake(_with(b1=0.0, b2=0.0, c=0.0), "All biases are missing. Add b1, b2 and c."),
            Mistake(_with(b2="b1"), "b1 is used twice. For h2, add b2."),
            Mistake(_with(b1="c", b2="c"), "c is used in the hidden neurons. Use b1 and b2 there."),
            Mistake(_with(w21="w11", w22="w12", b2="b1"), "h2 is a copy of h1. Use w21, w22 and b2 for h2."),
            Mistake(_with(w21="w11", w22="w12"), "h2 uses the weights of hidden neuron 1. Use w21 and w22."),
            Mistake(
                _weight_first(hidden=True, output=True),
                "The arguments of `neuron` are in the wrong order. Inputs come first: `neuron(x1, x2, w11, w12, b1)`.",
            ),
            Mistake(
                _weight_first(hidden=True, output=False),
                "In h1 and h2 the arguments are in the wrong order. Inputs come first: `neuron(x1, x2, w11, w12, b1)`.",
            ),
            Mistake(
                _weight_first(hidden=False, output=True),
                "h1 and h2 are right. In out, the inputs come first: `neuron(h1, h2, v1, v2, c)`.",
            ),
            Mistake(
                _with(w11="w12", w12="w11", w21="w22", w22="w21"),
                "x1 and x2 are swapped. w11 and w21 multiply x1.",
            ),
            Mistake(
                _other_order, "You unpack `params` in the wrong order. It is w11, w12, b1, w21, w22, b2, v1, v2, c."
            ),
            Mistake(
                _out(lambda h1, h2, p: p.v1 * h1 + p.v2 * h2 + p.c),
                "h1 and h2 are right. In out, σ is missing: apply it to the sum.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(p.v1 * h1 + p.v2 * h2) + p.c),
                "h1 and h2 are right. In out, c is added after σ: add it before.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(p.v1 * h1 + p.v2 * h2 - p.c)),
                "h1 and h2 are right. In out, c is subtracted: add it.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(sigmoid(p.v1 * h1 + p.v2 * h2 + p.c))),
                "h1 and h2 are right. In out, σ is applied twice: apply it once.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(p.v1 * h1 + p.c)),
                "h1 and h2 are right. In out, the second term is missing: add v2·h2.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(h1 + h2 + p.c)),
                "h1 and h2 are right. In out, the weights are missing: use v1·h1 + v2·h2 + c.",
            ),
            Mistake(
                _out(lambda h1, h2, p: int(sigmoid(p.v1 * h1 + p.v2 * h2 + p.c) > 0.5)),
                "h1 and h2 are right. out is rounded to 0 or 1: return the number itself.",
            ),
            Mistake(
                lambda x1, x2, p: (*network.forward(x1, x2, p)[:2], neuron(x1, x2, p[6], p[7], p[8])),
                "h1 and h2 are right. The inputs of the output neuron are h1 and h2, not x1 and x2.",
            ),
            Mistake(_flat_hidden, "σ is missing in the hidden neurons. h1 and h2 are σ of their sums."),
            Mistake(_no_squash, "σ is missing in all three neurons. Apply it to each sum."),
            Mistake(_sums, "You return the three sums. Return the activations: σ of each sum."),
            Mistake(_chained, "h2 is computed from h1. The inputs of both hidden neurons are x1 and x2."),
            Mistake(_result(lambda h1, h2, out: out), "out is right, but you return it alone. Return (h1, h2, out)."),
            Mistake(
                _result(lambda h1, h2, out: (out, h1, h2)),
                "The three numbers are right, but in the wrong order. Return (h1, h2, out).",
            ),
            Mistake(
                _result(lambda h1, h2, out: (h2, h1, out)),
                "h1 and h2 are swapped in the result. Return (h1, h2, out).",
            ),
            Mistake(
                _result(lambda h1, h2, out: (h1, h2)), "h1 and h2 are right, but out is missing. Return (h1, h2, out)."
            ),
            Mistake(
                _result(lambda h1, h2, out: ((h1, h2), out)),
                "The numbers are right, but h1 and h2 are in a tuple of their own. Return (h1, h2, out).",
            ),
        ),
        hints=(
            "The network is the neuron of lesson 1, used three times. The inputs of the third one are the "
            "outputs of the other two.",
            r"$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$, $h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$, "
            r"$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$.",
            "Unpack first: `w11, w12, b1, w21, w22, b2, v1, v2, c = params`. Then "
            "`h1 = network.neuron(x1, x2, w11, w12, b1)`, `h2 = network.neuron(x1, x2, w21, w22, b2)`, "
            "`out = network.neuron(h1, h2, v1, v2, c)`, and `return h1, h2, out`.",
        ),
        success_message=(
            "You can run the network forward: nine numbers and two inputs give an answer, and you can see every step."
        ),
    ),
)
