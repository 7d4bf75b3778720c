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
                "w12 and w21 have changed places: w12 runs into hidden neuron 1, from input 2.",
            ),
            Mistake(_with(b1="b2", b2="b1"), "b1 and b2 have changed places: b1 belongs to h1, b2 to h2."),
            Mistake(_with(v1="v2", v2="v1"), "v1 and v2 have changed places: v1 comes from h1, v2 from h2."),
            Mistake(_with(c=0.0), "The output neuron has a bias too: add c."),
            Mistake(_with(b1=0.0, b2=0.0), "The hidden neurons' biases are missing: add b1 and b2."),
            Mistake(_with(b1=0.0, b2=0.0, c=0.0), "No neuron has its bias: add b1, b2 and c."),
            Mistake(_with(b2="b1"), "b1 is used twice: h2 has a bias of its own, b2."),
            Mistake(_with(b1="c", b2="c"), "c is the output neuron's bias: the hidden ones have b1 and b2."),
            Mistake(
                _with(w21="w11", w22="w12", b2="b1"), "h2 is a copy of h1: it has its own numbers, w21, w22 and b2."
            ),
            Mistake(_with(w21="w11", w22="w12"), "h2 uses hidden neuron 1's weights: it needs w21, w22."),
            Mistake(
                _weight_first(hidden=True, output=True),
                "Order: inputs first, `neuron(x1, x2, w11, w12, b1)`, and so in all three.",
            ),
            Mistake(_weight_first(hidden=True, output=False), "Order: inputs first, `neuron(x1, x2, w11, w12, b1)`."),
            Mistake(
                _weight_first(hidden=False, output=True),
                "h1 and h2 are right. Order: inputs first, `neuron(h1, h2, v1, v2, c)`.",
            ),
            Mistake(
                _with(w11="w12", w12="w11", w21="w22", w22="w21"),
                "x1 and x2 have changed places: w11 and w21 multiply x1.",
            ),
            Mistake(
                _other_order, "The nine numbers are unpacked in another order: w11, w12, b1, w21, w22, b2, v1, v2, c."
            ),
            Mistake(
                _out(lambda h1, h2, p: p.v1 * h1 + p.v2 * h2 + p.c),
                "h1 and h2 are right; the output neuron squashes too: out is σ of its sum.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(p.v1 * h1 + p.v2 * h2) + p.c),
                "h1 and h2 are right; c goes into the output's sum before the squash.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(p.v1 * h1 + p.v2 * h2 - p.c)),
                "h1 and h2 are right; the bias c is added, not taken away.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(sigmoid(p.v1 * h1 + p.v2 * h2 + p.c))),
                "h1 and h2 are right; out is squashed twice.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(p.v1 * h1 + p.c)),
                "h1 and h2 are right; out listens to h1 only: add v2·h2.",
            ),
            Mistake(
                _out(lambda h1, h2, p: sigmoid(h1 + h2 + p.c)),
                "h1 and h2 are right; out needs its weights: v1·h1 + v2·h2 + c.",
            ),
            Mistake(
                _out(lambda h1, h2, p: int(sigmoid(p.v1 * h1 + p.v2 * h2 + p.c) > 0.5)),
                "h1 and h2 are right; out is rounded: return the number between 0 and 1.",
            ),
            Mistake(
                lambda x1, x2, p: (*network.forward(x1, x2, p)[:2], neuron(x1, x2, p[6], p[7], p[8])),
                "h1 and h2 are right; the output neuron looks at h1 and h2, not at x1 and x2.",
            ),
            Mistake(_flat_hidden, "The hidden neurons squash too: h1 and h2 are σ of their sums."),
            Mistake(_no_squash, "No neuron squashes: each of the three is σ of its sum."),
            Mistake(_sums, "Those are the three sums z, computed rightly: return the activations, σ of each."),
            Mistake(_chained, "h2 is computed from h1: both hidden neurons look at the inputs x1 and x2."),
            Mistake(_result(lambda h1, h2, out: out), "out is right, alone: return all three, (h1, h2, out)."),
            Mistake(
                _result(lambda h1, h2, out: (out, h1, h2)), "All three are right, in another order: (h1, h2, out)."
            ),
            Mistake(
                _result(lambda h1, h2, out: (h2, h1, out)),
                "h1 and h2 have changed places in the result: (h1, h2, out).",
            ),
            Mistake(
                _result(lambda h1, h2, out: (h1, h2)), "h1 and h2 are right; out is missing: return (h1, h2, out)."
            ),
            Mistake(
                _result(lambda h1, h2, out: ((h1, h2), out)),
                "All three are right, but h1 and h2 sit in a pair of their own: return (h1, h2, out).",
            ),
        ),
        hints=(
            "You have done this once already, in lesson 1: the network is the same neuron used three times. "
            "The third takes the other two as its inputs.",
            r"$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$, $h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$, "
            r"$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$.",
            "Unpack first: `w11, w12, b1, w21, w22, b2, v1, v2, c = params`. Then "
            "`h1 = network.neuron(x1, x2, w11, w12, b1)`, `h2 = network.neuron(x1, x2, w21, w22, b2)`, "
            "`out = network.neuron(h1, h2, v1, v2, c)`, and `return h1, h2, out`.",
        ),
        success_message="You can run the network forward: nine numbers and two inputs give an answer, with every step "
        "in view.",
    ),
)
