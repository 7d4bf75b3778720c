"""Lesson 5's exercises: the links of the chain rule, the nine gradients, and their judge."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.forward_pass import DISTINCT, LARGE
from shared.nn import network
from shared.nn.network import START_A, Params, forward, hidden_delta, output_delta, sigmoid, sigmoid_derivative


def _slope_cases():
    return [(a,) for a in (0.7, 0.2, 0.5, 0.9, 0.05, 0.99, 0.3333)]


def _delta_cases():
    return [(0.7, 1.0), (0.2, 0.0), (0.9, 0.0), (0.4, 1.0), (0.05, 1.0), (0.6, 0.25), (0.98, 1.0)]


def _hidden_cases():
    return [
        (0.3, 0.8, 0.6),
        (-0.2, 0.8, 0.25),
        (0.15, -1.7, 0.9),
        (-0.4, -0.6, 0.1),
        (0.05, 3.2, 0.45),
        (1.3, 0.4, 0.97),
    ]


def _gradient_cases():
    rows = (1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (1.0, 1.0, 0.0), (0.0, 0.0, 0.0)
    cases = [(*row, params) for params in (DISTINCT, START_A) for row in rows]
    return [(0.3, -0.7, 1.0, START_A), *cases, (-1.6, 2.2, 0.0, DISTINCT), (0.5, 0.25, 0.4, LARGE)]


def _assembled(x1, x2, d_h1, d_h2, h1, h2, d_out):
    return d_h1 * x1, d_h1 * x2, d_h1, d_h2 * x1, d_h2 * x2, d_h2, d_out * h1, d_out * h2, d_out


def _deltas(rule):
    """A wrong `gradients` whose three deltas are `rule(y, h1, h2, out, params)` and whose rest is right."""

    def answer(x1, x2, y, params):
        h1, h2, out = forward(x1, x2, params)
        d_h1, d_h2, d_out = rule(y, h1, h2, out, params)
        return _assembled(x1, x2, d_h1, d_h2, h1, h2, d_out)

    return answer


def _entered(rule):
    """A wrong `gradients` with right deltas, put together as `rule(x1, x2, h1, h2, d_h1, d_h2, d_out)`."""

    def answer(x1, x2, y, params):
        h1, h2, out = forward(x1, x2, params)
        d_out = output_delta(out, y)
        return rule(x1, x2, h1, h2, hidden_delta(d_out, params.v1, h1), hidden_delta(d_out, params.v2, h2), d_out)

    return answer


def _back(d_out, h1, h2, v1, v2):
    """All three deltas from the output's and the two weights that it travels through."""
    return hidden_delta(d_out, v1, h1), hidden_delta(d_out, v2, h2), d_out


def _error_sent_back(y, h1, h2, out, p):
    d_h1, d_h2, _ = _back(out - y, h1, h2, p.v1, p.v2)
    return d_h1, d_h2, output_delta(out, y)


def _error_twice_sent_back(y, h1, h2, out, p):
    d_h1, d_h2, _ = _back(2 * (out - y), h1, h2, p.v1, p.v2)
    return d_h1, d_h2, output_delta(out, y)


def _moved_first(y, h1, h2, out, p):
    d_out = output_delta(out, y)
    return _back(d_out, h1, h2, p.v1 - d_out * h1, p.v2 - d_out * h2)


def _placed(names):
    """A wrong `gradients`: at each place of the result, the right slope of the number that `names` has there."""
    return lambda *args: [getattr(network.gradients(*args), name) for name in names.split()]


def _formula(text):
    """A pure function of nine numbers whose name is its own text, so that a call of it can be pasted into a cell."""
    loss = eval(text)
    loss.__name__ = text
    return loss


def _numerical_cases():
    curved = _formula("lambda p: p[0] ** 3 + 2 * p[1] * p[2] ** 2 - p[8] ** 4")
    mixed = _formula("lambda p: (p[3] * p[4] + p[5]) ** 2 / (1 + p[6] ** 2) + 3 * p[7] ** 3")
    numbers = [1.5, -0.7, 1.2, 0.4, 2.1, -1.3, 0.8, -0.9, 1.1]
    return [
        # A coarse ε shows what a fine one hides: the reference is the central difference, not the true slope.
        (curved, list(numbers), 0, 0.1),
        (curved, list(numbers), 2, 0.05),
        (curved, Params(*numbers), 1, 0.01),
        (curved, Params(*numbers), 8),
        (curved, Params(*numbers), 0),
        (mixed, list(numbers), 6, 0.1),
        (mixed, Params(*numbers), 7, 0.2),
        (mixed, Params(*numbers), 3),
        (mixed, START_A, 4, 0.001),
        (mixed, START_A, 0),
    ]


def _cubic(params):
    return sum(p**3 for p in params) + params[0] * params[8]


def _nudged(params, i, by):
    """A copy of `params` with number i moved."""
    numbers = list(params)
    numbers[i] += by
    return numbers


def _others_lost(loss, params, i, eps=1e-5):
    zeros = [0.0] * 9
    return (loss(_nudged(zeros, i, params[i] + eps)) - loss(_nudged(zeros, i, params[i] - eps))) / (2 * eps)


def _difference(rule):
    """A wrong `numerical_gradient` that is `rule(value, eps)`, where `value(k)` is the loss k nudges away."""

    def answer(loss, params, i, eps=1e-5):
        return rule(lambda k: loss(_nudged(params, i, k * eps)), eps)

    return answer


def _not_put_back(loss, params, i, eps=1e-5):
    params[i] += eps
    up = loss(params)
    params[i] -= 2 * eps
    return (up - loss(params)) / (2 * eps)


def _left_up(loss, params, i, eps=1e-5):
    params[i] += eps
    up = loss(params)
    params[i] -= eps
    return (up - loss(params)) / (2 * eps)


def _one_list(loss, params, i, eps=1e-5):
    up = down = params
    up[i] += eps
    down[i] -= eps
    return (loss(up) - loss(down)) / (2 * eps)


def _put_back(loss, params, i, eps=1e-5):
    old = params[i]
    params[i] = old + eps
    up = loss(params)
    params[i] = old - eps
    down = loss(params)
    params[i] = old
    return (up - down) / (2 * eps)


def _all_nudged(loss, params, i, eps=1e-5):
    return (loss([p + eps for p in params]) - loss([p - eps for p in params])) / (2 * eps)


EXERCISES = (
    Exercise(
        name="sigmoid_derivative",
        signature="sigmoid_derivative(a)",
        reference=sigmoid_derivative,
        cases=_slope_cases,
        random_case=lambda rng: (draw.share(rng),),
        mistakes=(
            Mistake(lambda a: sigmoid(a) * (1 - sigmoid(a)), "a is already σ(z): you squash it a second time."),
            Mistake(lambda a: sigmoid(a), "That squashes a once more: a is already σ(z), and its slope is asked for."),
            Mistake(lambda a: a, "That is the activation: its slope is a times what is left to 1."),
            Mistake(lambda a: 1 - a, "One factor is missing: a·(1 − a)."),
            Mistake(lambda a: a * (1 + a), "A plus stands where the minus belongs: a·(1 − a)."),
            Mistake(lambda a: a * (a - 1), "The sign is turned: σ always rises, so its slope is above 0, a·(1 − a)."),
            Mistake(lambda a: 1 - a * a, "That is the slope of tanh: σ′ is a·(1 − a)."),
            Mistake(lambda a: 2 * a * (1 - a), "Twice too steep: the slope is at most ¼, a·(1 − a)."),
            Mistake(lambda a: a * (1 - a) ** 2, "One factor (1 − a) too many: a·(1 − a)."),
            Mistake(lambda a: a**2 * (1 - a), "One factor a too many: a·(1 − a)."),
            Mistake(lambda a: 1 / (a * (1 - a)), "That is dz/da, the other way round: σ′ is da/dz, one divided by it."),
            Mistake(lambda a: 0.25, "¼ is the slope at z = 0 only, its largest: it shrinks towards both ends."),
            Mistake(lambda a: 1, "A slope of 1 is that of no squash at all: σ′ is a·(1 − a)."),
            Mistake(lambda a: a - 1, "That is a − 1: the slope is the product a·(1 − a)."),
            Mistake(lambda a: a * a, "That is a²: the second factor is 1 − a."),
            Mistake(lambda a: (1 - a) ** 2, "That is (1 − a)²: one of the factors is a."),
            Mistake(lambda a: a / (1 - a), "The two are multiplied, not divided: a·(1 − a)."),
            Mistake(lambda a: a * 1 - a, "Brackets: a * (1 - a)."),
            Mistake(lambda a: a - (1 - a), "The two are multiplied, not subtracted: a·(1 − a)."),
        ),
        hints=(
            r"`a` is σ(z) already; there is nothing to squash. The slope is steepest at $a = \tfrac12$ and fades at "
            "both ends.",
            r"$\sigma'(z) = \sigma(z)\,(1 - \sigma(z)) = a\,(1 - a)$.",
            r"At $a = 0.7$: $0.7 \cdot 0.3 = 0.21$. In Python: `return a * (1 - a)`.",
        ),
        success_message="You can read the slope off the activation: no exponential needed on the way back.",
    ),
    Exercise(
        name="output_delta",
        signature="output_delta(out, y)",
        reference=output_delta,
        cases=_delta_cases,
        random_case=lambda rng: (draw.share(rng), draw.share(rng)),
        mistakes=(
            Mistake(
                lambda out, y: out - y,
                "That is cross-entropy's delta: for the squared error 2 and σ′ = out·(1 − out) are missing.",
            ),
            Mistake(lambda out, y: (out - y) * out * (1 - out), "Exactly half: the 2 from the square is missing."),
            Mistake(
                lambda out, y: 2 * (y - out) * out * (1 - out),
                "The sign is turned, y − out: subtracting it would climb.",
            ),
            Mistake(
                lambda out, y: (y - out) * out * (1 - out),
                "The 2 from the square is missing and the sign is turned: 2(out − y)·out(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y), "That is ∂L/∂out: one link further back, σ′ = out·(1 − out), is missing."
            ),
            Mistake(lambda out, y: out * (1 - out), "That is σ′ alone: multiply by ∂L/∂out = 2(out − y)."),
            Mistake(lambda out, y: 2 * out * (1 - out), "The error is missing: 2(out − y)·out(1 − out)."),
            Mistake(lambda out, y: 2 * (out - y) * out, "σ′ is out·(1 − out), not out."),
            Mistake(lambda out, y: 2 * (out - y) * (1 - out), "σ′ is out·(1 − out), not 1 − out."),
            Mistake(
                lambda out, y: 2 * (out - y) * y * (1 - y),
                "The slope is taken at y: it belongs to the point where the neuron is, out·(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) * sigmoid_derivative(sigmoid(out)),
                "out is already σ(z): you squash it a second time before taking the slope.",
            ),
            Mistake(
                lambda out, y: (out - y) ** 2 * out * (1 - out),
                "The square's derivative is 2(out − y): you kept the square itself.",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) ** 2 * out * (1 - out),
                "One factor (out − y) too many: the derivative of the square is 2(out − y).",
            ),
            Mistake(lambda out, y: (out - y) ** 2, "That is the loss: its slope along z is asked for."),
            Mistake(lambda out, y: 2 * (out - y) + out * (1 - out), "Links of the chain are multiplied, not added."),
            Mistake(
                lambda out, y: 2 * abs(out - y) * out * (1 - out),
                "The sign of the error is lost: it tells which way to go.",
            ),
            Mistake(lambda out, y: 4 * (out - y) * out * (1 - out), "Twice too big: the square brings one 2, not two."),
            Mistake(lambda out, y: 2 * (out - y) * out * out, "σ′ is out·(1 − out), not out²."),
            Mistake(
                lambda out, y: 2 * (out - y) * out * (1 + out), "A plus stands where the minus belongs: out·(1 − out)."
            ),
            Mistake(lambda out, y: 2 * (out + y) * out * (1 - out), "The error is out − y, not out + y."),
            Mistake(lambda out, y: 2 * (out - y) * out * (1 - y), "The slope mixes out and y: it is out·(1 − out)."),
            Mistake(lambda out, y: 2 * (out - y) * y * (1 - out), "The slope mixes y and out: it is out·(1 − out)."),
            Mistake(
                lambda out, y: 2 * (out - y) / (out * (1 - out)), "Multiply by σ′ = out·(1 − out), do not divide by it."
            ),
            Mistake(
                lambda out, y: 3 * (out - y) * out * (1 - out),
                "One and a half times what is due: the square brings a 2, not a 3.",
            ),
        ),
        hints=(
            "Two links lie between the loss and the output neuron's sum: how the loss follows `out`, and how "
            "`out` follows z.",
            r"$\delta_{\text{out}} = \dfrac{\partial L}{\partial \text{out}} \cdot \dfrac{\partial "
            r"\text{out}}{\partial z} "
            r"= 2\,(\text{out} - y) \cdot \text{out}\,(1 - \text{out})$.",
            r"For $\text{out} = 0.7$, $y = 1$: $2 \cdot (-0.3) \cdot 0.7 \cdot 0.3 = -0.126$. In Python: "
            "`return 2 * (out - y) * out * (1 - out)`.",
        ),
        success_message="You know how much the output neuron is to blame: everything further back is this number, "
        "passed on.",
    ),
    Exercise(
        name="hidden_delta",
        signature="hidden_delta(d_out, v, h)",
        reference=hidden_delta,
        cases=_hidden_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng), draw.share(rng)),
        mistakes=(
            Mistake(lambda d_out, v, h: d_out * v * h, "The slope is h(1 − h), not h."),
            Mistake(lambda d_out, v, h: d_out * v * (1 - h), "The slope is h(1 − h), not 1 − h."),
            Mistake(
                lambda d_out, v, h: d_out * h * (1 - h),
                "Blame travels back through its weight: the factor v is missing.",
            ),
            Mistake(lambda d_out, v, h: d_out * v, "The hidden neuron squashes too: its slope h(1 − h) is missing."),
            Mistake(lambda d_out, v, h: v * h * (1 - h), "What is passed back is missing: multiply by d_out."),
            Mistake(lambda d_out, v, h: h * (1 - h), "That is the slope alone: multiply by d_out and by v."),
            Mistake(
                lambda d_out, v, h: d_out * h,
                "That is the gradient of v: on the way to the neuron itself, δ_out·v·h(1 − h).",
            ),
            Mistake(
                lambda d_out, v, h: -d_out * v * h * (1 - h),
                "The sign is turned: no minus enters on the way back; `update` has the only one.",
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * sigmoid_derivative(sigmoid(h)),
                "h is already σ(z): you squash it a second time before taking the slope.",
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * v * (1 - v),
                "The slope is taken at v: it belongs to the activation, h(1 − h).",
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * d_out * (1 - d_out),
                "The slope is taken at d_out: it belongs to the activation, h(1 − h).",
            ),
            Mistake(lambda d_out, v, h: d_out * v * h * (1 + h), "A plus stands where the minus belongs: h(1 − h)."),
            Mistake(lambda d_out, v, h: d_out * v * (h * (1 - h)) ** 2, "The slope is counted twice: h(1 − h) once."),
            Mistake(
                lambda d_out, v, h: (d_out + v) * h * (1 - h),
                "Links of the chain are multiplied: δ_out·v, not δ_out + v.",
            ),
            Mistake(
                lambda d_out, v, h: d_out / v * h * (1 - h), "Blame is multiplied by the weight v, not divided by it."
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * h * h * (1 - h),
                "One factor h too many: that comes in for the gradient of v only.",
            ),
            Mistake(lambda d_out, v, h: d_out * v * h * 1 - h, "Brackets: h · (1 − h), not h · 1 − h."),
            Mistake(
                lambda d_out, v, h: 2 * d_out * v * h * (1 - h),
                "Twice too big: the 2 from the square is in d_out already.",
            ),
            Mistake(lambda d_out, v, h: d_out * v * h * h, "The slope is h(1 − h), not h²."),
            Mistake(lambda d_out, v, h: d_out * v * h * (1 - v), "The slope mixes h and v: it is h(1 − h)."),
            Mistake(lambda d_out, v, h: d_out * v * v * h * (1 - h), "The factor v is there twice: once is enough."),
            Mistake(
                lambda d_out, v, h: d_out * d_out * v * h * (1 - h), "The factor d_out is there twice: once is enough."
            ),
        ),
        hints=(
            "The hidden neuron reaches the loss by one path only: through its weight into the output neuron. "
            "Walk that path backwards, one factor at a time.",
            r"$\delta_h = \delta_{\text{out}} \cdot v \cdot h\,(1 - h)$.",
            r"With $\delta_{\text{out}} = -0.126$, $v = 0.8$, $h = 0.6$: "
            r"$-0.126 \cdot 0.8 \cdot 0.6 \cdot 0.4 = -0.024192$. "
            "In Python: `return d_out * v * h * (1 - h)`.",
        ),
        success_message="You can send blame back through a weight: repeated, this one line reaches any depth.",
    ),
    Exercise(
        name="gradients",
        signature="gradients(x1, x2, y, params)",
        reference=network.gradients,
        cases=_gradient_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng), draw.share(rng), draw.params(rng)),
        parts=Params._fields,
        mistakes=(
            Mistake(
                _deltas(_moved_first),
                "The hidden deltas use v1 and v2 after their update: blame travels back through the old ones.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(output_delta(out, y), h1, h2, p.v2, p.v1)),
                "Each hidden neuron's blame comes through its own weight: v1 for h1, v2 for h2; they are swapped.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(output_delta(out, y), h1, h2, p.v1 + p.v2, p.v1 + p.v2)),
                "Both v's are added: h1 gets its blame through v1 alone, h2 through v2 alone.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(output_delta(out, y), h1, h2, p.v1, p.v1)),
                "v1 is used for both hidden neurons: h2 gets its blame through v2.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(output_delta(out, y), h1, h2, 1, 1)),
                "The hidden deltas miss their weight: blame travels back through v1 and v2.",
            ),
            Mistake(
                _deltas(_error_sent_back),
                "The raw error out − y is sent back: send δ_out, which has the 2 and σ′ in it.",
            ),
            Mistake(
                _deltas(_error_twice_sent_back),
                "∂L/∂out is sent back: σ′ of the output neuron lies on the way too, so send δ_out.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(out - y, h1, h2, p.v1, p.v2)),
                "δ_out is taken as out − y, which is cross-entropy's: for the squared error it is 2(out − "
                "y)·out(1 − out).",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(2 * (out - y), h1, h2, p.v1, p.v2)),
                "δ_out misses the output neuron's slope: 2(out − y)·out(1 − out).",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(output_delta(out, y) / 2, h1, h2, p.v1, p.v2)),
                "All nine are exactly half: the 2 from the square is missing in δ_out.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: _back(-output_delta(out, y), h1, h2, p.v1, p.v2)),
                "All nine have the wrong sign: out − y, not y − out. Subtracting them would climb.",
            ),
            Mistake(
                _deltas(
                    lambda y, h1, h2, out, p: (
                        output_delta(out, y) * p.v1,
                        output_delta(out, y) * p.v2,
                        output_delta(out, y),
                    )
                ),
                "v1, v2 and c are right; the hidden deltas miss their slope h(1 − h).",
            ),
            Mistake(
                _deltas(
                    lambda y, h1, h2, out, p: (
                        output_delta(out, y) * p.v1 * h1,
                        output_delta(out, y) * p.v2 * h2,
                        output_delta(out, y),
                    )
                ),
                "v1, v2 and c are right; the hidden slope is h(1 − h), not h.",
            ),
            Mistake(
                _deltas(
                    lambda y, h1, h2, out, p: (
                        hidden_delta(output_delta(out, y), p.v1, h2),
                        hidden_delta(output_delta(out, y), p.v2, h1),
                        output_delta(out, y),
                    )
                ),
                "The hidden slopes have changed places: h1(1 − h1) belongs to δ_h1, h2(1 − h2) to δ_h2.",
            ),
            Mistake(
                _deltas(lambda y, h1, h2, out, p: (output_delta(out, y),) * 3),
                "Every neuron gets δ_out: on the way back to a hidden one it takes the factors v and h(1 − h).",
            ),
            Mistake(
                _placed("b1 b1 b1 b2 b2 b2 v1 v2 c"),
                "The x's are missing: each weight's gradient carries what entered through it, x1 or x2.",
            ),
            Mistake(
                _placed("w11 w11 b1 w21 w21 b2 v1 v2 c"),
                "x1 stands where x2 belongs: x2 enters through w12 and w22.",
            ),
            Mistake(
                _placed("w12 w11 b1 w22 w21 b2 v1 v2 c"),
                "x1 and x2 have changed places: x1 enters through w11 and w21.",
            ),
            Mistake(
                _placed("w11 w21 b1 w12 w22 b2 v1 v2 c"),
                "w12 and w21 have changed places: w12 runs into hidden neuron 1, from input 2.",
            ),
            Mistake(
                _placed("w11 w12 w11 w21 w22 w22 v1 v2 c"),
                "b1 and b2 are multiplied by an x: what enters through a bias is always 1.",
            ),
            Mistake(
                _entered(
                    lambda x1, x2, h1, h2, d1, d2, d: (d1 * x1, d1 * x2, 1, d2 * x1, d2 * x2, 1, d * h1, d * h2, 1)
                ),
                "A bias's gradient is its neuron's delta times 1, not 1 itself.",
            ),
            Mistake(
                _placed("w11 w12 b1 w21 w22 b2 c c c"),
                "v1 and v2 lack what entered through them: δ_out·h1 and δ_out·h2.",
            ),
            Mistake(
                _placed("w11 w12 b1 w21 w22 b2 v2 v1 c"),
                "v1 and v2 have changed places: h1 enters through v1, h2 through v2.",
            ),
            Mistake(
                _entered(
                    lambda x1, x2, h1, h2, d1, d2, d: (d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * x1, d * x2, d)
                ),
                "What enters through v1 and v2 is h1 and h2, not x1 and x2.",
            ),
            Mistake(
                _entered(
                    lambda x1, x2, h1, h2, d1, d2, d: (d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d1 * h1, d2 * h2, d)
                ),
                "v1 and v2 end in the output neuron: d_out · h1, d_out · h2.",
            ),
            Mistake(
                _placed("w21 w22 b2 w11 w12 b1 v1 v2 c"),
                "The two hidden neurons have changed places: w11, w12 and b1 belong to δ_h1.",
            ),
            Mistake(
                _placed("w11 w12 w21 w22 b1 b2 v1 v2 c"),
                "All nine are right, in another order: w11, w12, b1, w21, w22, b2, v1, v2, c.",
            ),
            Mistake(
                _placed("v1 v2 c w11 w12 b1 w21 w22 b2"),
                "All nine are right, the output neuron's first: it comes last, v1, v2, c.",
            ),
            Mistake(
                _placed("b1 b2 c"),
                "Those are the three deltas: multiply each by what entered its neuron, nine numbers in all.",
            ),
            Mistake(
                _placed("w11 w12 w11 w21 w22 w21 v1 v2 c"),
                "b1 and b2 are multiplied by x1: what enters through a bias is always 1.",
            ),
            Mistake(
                _placed("w11 w12 w12 w21 w22 w22 v1 v2 c"),
                "b1 and b2 are multiplied by x2: what enters through a bias is always 1.",
            ),
            Mistake(
                _entered(
                    lambda x1, x2, h1, h2, d1, d2, d: (
                        d1 * x1,
                        d1 * x2,
                        d1,
                        d2 * x1,
                        d2 * x2,
                        d2,
                        d * h1,
                        d * h2,
                        d * (h1 + h2),
                    )
                ),
                "c is multiplied by h: what enters through a bias is always 1.",
            ),
        ),
        hints=(
            "Run forward, then compute three deltas: the output's, then one for each hidden neuron with its own v. "
            "Every gradient is a delta times what entered through that number.",
            r"$\delta_{\text{out}} = 2(\text{out} - y)\,\text{out}(1 - \text{out})$, "
            r"$\delta_{h1} = \delta_{\text{out}} v_1 h_1 (1 - h_1)$, "
            r"$\delta_{h2} = \delta_{\text{out}} v_2 h_2 (1 - h_2)$. "
            r"Then $\partial L / \partial w_{11} = \delta_{h1} x_1$, $\partial L / \partial b_1 = \delta_{h1}$, "
            r"$\partial L / \partial v_1 = \delta_{\text{out}} h_1$, "
            r"$\partial L / \partial c = \delta_{\text{out}}$, and so on.",
            "`h1, h2, out = network.forward(x1, x2, params)`, `d = output_delta(out, y)`, "
            "`d1 = hidden_delta(d, params[6], h1)`, "
            "`d2 = hidden_delta(d, params[7], h2)`, and "
            "`return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d`.",
        ),
        success_message="You have written backpropagation: for every number, which way and how much it is to blame.",
    ),
    Exercise(
        name="numerical_gradient",
        signature="numerical_gradient(loss, params, i, eps=1e-5)",
        reference=network.numerical_gradient,
        cases=_numerical_cases,
        random_case=lambda rng: (_cubic, draw.params(rng), rng.randint(0, 8), 0.05),
        tolerance=1e-4,  # what a fine ε leaves of a float's sixteen digits
        mistakes=(
            Mistake(
                _difference(lambda value, eps: (value(1) - value(0)) / eps),
                "One-sided: right to about ε only. Nudge both ways, up and down.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(0) - value(-1)) / eps),
                "One-sided, downwards: right to about ε only. Nudge both ways, up and down.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(1) - value(-1)) / eps),
                "Double: from p − ε to p + ε the way is 2ε, so divide by 2ε.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(1) - value(0)) / (2 * eps)),
                "Half: one nudge is ε long, and you divide by 2ε. Nudge both ways.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(-1) - value(1)) / (2 * eps)),
                "The sign is turned: the loss above minus the loss below.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(1) + value(-1)) / (2 * eps)),
                "The two losses are subtracted, not added.",
            ),
            Mistake(
                _difference(lambda value, eps: value(1) - value(-1)), "The rise is right; divide it by the way, 2ε."
            ),
            Mistake(_difference(lambda value, eps: (value(1) - value(-1)) / 2), "Divided by 2, not by 2ε."),
            Mistake(
                _difference(lambda value, eps: (value(1) - value(-1)) / 2 * eps),
                "Python divides by 2 and then multiplies by ε: put brackets around 2 * eps.",
            ),
            Mistake(
                _difference(lambda value, eps: value(1) - value(-1) / (2 * eps)),
                "Only the second loss is divided: put brackets around the difference.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(1) - 2 * value(0) + value(-1)) / eps**2),
                "That is the second derivative: the slope is (L(p+ε) − L(p−ε)) / 2ε.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(2) - value(-2)) / (4 * eps)),
                "The nudge is 2ε each way: ε is enough.",
            ),
            Mistake(
                _difference(lambda value, eps: (value(0.5) - value(-0.5)) / eps),
                "The nudge is ε/2 each way: take ε each way and divide by 2ε.",
            ),
            Mistake(
                lambda loss, params, i, eps=1e-5: network.numerical_gradient(loss, params, i, 0.1),
                "ε is fixed at 0.1, too coarse: use the `eps` that comes in.",
            ),
            Mistake(
                lambda loss, params, i, eps=1e-5: network.numerical_gradient(loss, params, i, 1e-5),
                "ε is fixed: use the `eps` that comes in.",
            ),
            Mistake(
                _not_put_back,
                "The number is not put back: every later slope is at another point. Nudge a copy, `list(params)`.",
            ),
            Mistake(_left_up, "Up by ε, down by ε is where you started: that is one-sided and half. Nudge two copies."),
            Mistake(
                _put_back,
                "You nudge `params` itself: a tuple refuses, a list is at risk. Nudge a copy, `list(params)`.",
            ),
            Mistake(_one_list, "Both names are the same list: copy with `list(params)`, once for each."),
            Mistake(_all_nudged, "All nine numbers are nudged: nudge number i alone."),
            Mistake(
                lambda loss, params, i, eps=1e-5: network.numerical_gradient(loss, params, 0, eps),
                "It is always the first number that is nudged: use i.",
            ),
            Mistake(
                lambda loss, params, i, eps=1e-5: 0.0,
                "The slope is always 0: are there two copies of `params`, and do the nudged ones go into `loss`?",
            ),
            Mistake(_others_lost, "The other eight numbers are lost: copy all of `params`, then nudge number i."),
            Mistake(
                _difference(lambda value, eps: (value(0) - value(-1)) / (2 * eps)),
                "Half: only the lower copy is nudged. Nudge both ways, up and down.",
            ),
            Mistake(_difference(lambda value, eps: (value(1) - value(-1)) / eps**2), "Divided by ε²: divide by 2ε."),
            Mistake(
                _difference(lambda value, eps: (value(1) - value(-1)) * (2 * eps)), "Multiplied by 2ε: divide by it."
            ),
        ),
        hints=(
            "Nudge number i a little up, and a little down, each time on a copy. How much did the loss change, "
            "over what distance?",
            r"$\dfrac{\partial L}{\partial p_i} \approx \dfrac{L(p_i + \varepsilon) - L(p_i - "
            r"\varepsilon)}{2\varepsilon}$.",
            "`up, down = list(params), list(params)`, then `up[i] += eps`, `down[i] -= eps`, and "
            "`return (loss(up) - loss(down)) / (2 * eps)`.",
        ),
        success_message="You have a judge that needs no calculus: any gradient you ever derive can be put before it.",
    ),
)
