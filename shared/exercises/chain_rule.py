"""Lesson 5's exercises: the factors of the chain rule, the nine gradients, and the numerical gradient."""

from shared.exercises import draw
from shared.exercises.exercise import Exercise, Mistake
from shared.exercises.factors import ERROR, TWO, Factor, explain_product, number, slope
from shared.exercises.forward_pass import DISTINCT, LARGE
from shared.exercises.gradient_faults import (
    DIFFERENCES_IN_THE_CODE,
    FACTORS_OF_DIFFERENCES,
    explain_gradients,
    praise_differences,
    review_differences,
)
from shared.exercises.variants import variant
from shared.nn import network
from shared.nn.network import START_A, Params, forward, hidden_delta, output_delta, sigmoid, sigmoid_derivative


def _derivative_cases():
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


def _hidden_deltas(d_out, params, h1, h2):
    return hidden_delta(d_out, params.v1, h1), hidden_delta(d_out, params.v2, h2)


def _products(x1, x2, h1, h2, d1, d2, d):
    return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d


def _gradients(x1, x2, y, params, *, delta=output_delta, sent=None, back=_hidden_deltas, products=_products):
    """Return the gradients. `variant` can replace each step by a wrong one.

    `sent` computes the number that is passed back to the hidden neurons. If it is None, `delta` computes this number.
    """
    h1, h2, out = forward(x1, x2, params)
    d1, d2 = back((sent or delta)(out, y), params, h1, h2)
    return products(x1, x2, h1, h2, d1, d2, delta(out, y))


def _back_in_a_chain(d, params, h1, h2):
    d1 = hidden_delta(d, params.v1, h1)
    return d1, hidden_delta(d1, params.v2, h2)


def _own_targets(x1, x2, y, params):
    h1, h2, out = forward(x1, x2, params)
    return _products(x1, x2, h1, h2, output_delta(h1, y), output_delta(h2, y), output_delta(out, y))


def _moved_first(d, params, h1, h2):
    return _hidden_deltas(d, params._replace(v1=params.v1 - d * h1, v2=params.v2 - d * h2), h1, h2)


def _placed(names):
    """Return a wrong `gradients` function. It returns the gradients of the numbers in `names`, in this order."""
    return variant(network.gradients, result=lambda *grads: [getattr(Params(*grads), name) for name in names.split()])


def _curved(p):
    """p[0]**3 + 2 * p[1] * p[2]**2 - p[8]**4"""
    return p[0] ** 3 + 2 * p[1] * p[2] ** 2 - p[8] ** 4


def _mixed(p):
    """(p[3] * p[4] + p[5])**2 / (1 + p[6]**2) + 3 * p[7]**3"""
    return (p[3] * p[4] + p[5]) ** 2 / (1 + p[6] ** 2) + 3 * p[7] ** 3


_curved.__name__, _mixed.__name__ = "curved", "mixed"  # `check` shows these names


def _numerical_cases():
    curved, mixed = _curved, _mixed
    numbers = [1.5, -0.7, 1.2, 0.4, 2.1, -1.3, 0.8, -0.9, 1.1]
    return [
        # Some ε are large, because a small ε hides the effect of some mistakes.
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
        (mixed, [1.5, -0.7, 1.2, 0.4, 2.1, -1.3, 0.8, 0.8, 1.1], 7, 0.05),  # two equal numbers: a search by value fails
    ]


def _cubic(params):
    return sum(p**3 for p in params) + params[0] * params[8]


def _nudged(params, i, by):
    """Return a copy of `params`, with `by` added to number i."""
    numbers = list(params)
    numbers[i] += by
    return numbers


def _others_lost(loss, params, i, eps=1e-5):
    zeros = [0.0] * 9
    return (loss(_nudged(zeros, i, params[i] + eps)) - loss(_nudged(zeros, i, params[i] - eps))) / (2 * eps)


def _difference(loss, params, i, eps=1e-5, *, rule=lambda value, eps: (value(1) - value(-1)) / (2 * eps)):
    """Return `rule(value, eps)`. `value(k)` is the loss with k·eps added to number i. The default rule is right."""
    return rule(lambda k: loss(_nudged(params, i, k * eps)), eps)


def _difference_by_value(loss, params, i, eps=1e-5):
    up, down = ([p + step if p == params[i] else p for p in params] for step in (eps, -eps))
    return (loss(up) - loss(down)) / (2 * eps)


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


SIGN_AND_SCALE = Factor(
    lambda c: 1,
    [
        ("the sign is flipped: remove the minus, because `update` subtracts the gradient later", lambda c: -1),
        ("you multiply by 2 again: remove this 2, because d_out already contains it", lambda c: 2),
        ("there is an extra factor ½: remove it", lambda c: 0.5),
        ("the sign is flipped, and there is an extra factor 2", lambda c: -2),
    ],
)

EXERCISES = (
    Exercise(
        name="sigmoid_derivative",
        signature="sigmoid_derivative(a)",
        reference=sigmoid_derivative,
        cases=_derivative_cases,
        random_case=lambda rng: (draw.share(rng),),
        explain=explain_product((slope("a"), number("one")), ("a",)),
        mistakes=(
            Mistake(
                lambda a: sigmoid(a) * (1 - sigmoid(a)),
                "You apply σ again. `a` is already σ(z): return a·(1 − a).",
            ),
            Mistake(lambda a: sigmoid(a) * (1 - a), "Your first factor is σ(a). `a` is already σ(z): use a·(1 − a)."),
            Mistake(lambda a: a * (1 - sigmoid(a)), "Your second factor is 1 − σ(a). Remove this σ: a·(1 − a)."),
            Mistake(lambda a: sigmoid(a), "You return σ(a). Return the derivative of σ, a·(1 − a)."),
            Mistake(
                lambda a: 1 - 2 * a,
                "You take the derivative of a·(1 − a). But a·(1 − a) is already the derivative of σ: return it.",
            ),
            Mistake(lambda a: a, "You return `a` unchanged. Multiply `a` by 1 − a."),
            Mistake(lambda a: 1 - a, "The factor `a` is missing. Return a·(1 − a)."),
            Mistake(lambda a: a * (1 + a), "The second factor is 1 + a. It must be 1 − a."),
            Mistake(lambda a: a * (a - 1), "The sign is flipped. Use 1 − a as the second factor, not a − 1."),
            Mistake(lambda a: 1 - a * a, "This is the derivative of tanh. The derivative of σ is a·(1 − a)."),
            Mistake(lambda a: 2 * a * (1 - a), "This is twice the derivative. Remove the factor 2: a·(1 − a)."),
            Mistake(lambda a: a * (1 - a) ** 2, "The factor 1 − a is used twice. Use it once: a·(1 − a)."),
            Mistake(lambda a: a**2 * (1 - a), "The factor `a` is used twice. Use it once: a·(1 − a)."),
            Mistake(lambda a: 1 / (a * (1 - a)), "This is 1 divided by the derivative. Return a·(1 − a)."),
            Mistake(
                lambda a: 0.25,
                "You always return ¼, the derivative at z = 0. Use the formula a·(1 − a).",
            ),
            Mistake(lambda a: 1, "You always return 1. The derivative depends on `a`: a·(1 − a)."),
            Mistake(lambda a: a - 1, "You return a − 1. Return the product a·(1 − a)."),
            Mistake(lambda a: a * a, "You return a². Replace the second `a` by 1 − a: a·(1 − a)."),
            Mistake(lambda a: (1 - a) ** 2, "You return (1 − a)². Replace one factor 1 − a by `a`: a·(1 − a)."),
            Mistake(lambda a: a / (1 - a), "You divide the two factors. Multiply them: a·(1 − a)."),
            Mistake(lambda a: a * 1 - a, "Brackets are missing. Write a * (1 - a)."),
            Mistake(lambda a: a - (1 - a), "You subtract the two factors. Multiply them: a·(1 − a)."),
        ),
        hints=(
            r"`a` is already σ(z), so do not apply σ again. The derivative is largest at $a = \tfrac12$. It is "
            r"close to 0 if $a$ is close to 0 or to 1.",
            r"$\sigma'(z) = \sigma(z)\,(1 - \sigma(z)) = a\,(1 - a)$.",
            r"At $a = 0.7$: $0.7 \cdot 0.3 = 0.21$. In Python: `return a * (1 - a)`.",
        ),
        success_message=("You can compute the derivative of σ from the activation. You need no second exponential."),
    ),
    Exercise(
        name="output_delta",
        signature="output_delta(out, y)",
        reference=output_delta,
        cases=_delta_cases,
        random_case=lambda rng: (draw.share(rng), draw.share(rng)),
        explain=explain_product((TWO, ERROR, slope("out", ("y",))), ("out", "y")),
        mistakes=(
            Mistake(
                lambda out, y: out - y,
                "This is the delta for cross-entropy. For the squared error, multiply by 2 and by out·(1 − out).",
            ),
            Mistake(
                lambda out, y: (out - y) * out * (1 - out),
                "Your result is half of the right result. The factor 2 from the square is missing.",
            ),
            Mistake(lambda out, y: 2 * (y - out) * out * (1 - out), "The sign is flipped. Use out − y, not y − out."),
            Mistake(
                lambda out, y: (y - out) * out * (1 - out),
                "The sign is flipped and the factor 2 is missing. Return 2(out − y)·out(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y), "This is ∂L/∂out. Multiply this by the derivative of σ, out·(1 − out)."
            ),
            Mistake(
                lambda out, y: out * (1 - out),
                "This is the derivative of σ alone. Multiply it by ∂L/∂out = 2(out − y).",
            ),
            Mistake(lambda out, y: 2 * out * (1 - out), "The error is missing. Multiply by out − y."),
            Mistake(
                lambda out, y: 2 * (out - y) * out,
                "The factor 1 − out is missing. The derivative of σ is out·(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) * (1 - out),
                "The factor `out` is missing. The derivative of σ is out·(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) * y * (1 - y),
                "You use y in the derivative of σ. Use `out`: out·(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) * sigmoid_derivative(sigmoid(out)),
                "You apply σ again. `out` is already σ(z): use out·(1 − out).",
            ),
            Mistake(
                lambda out, y: (out - y) ** 2 * out * (1 - out),
                "You use the squared error itself. Use its derivative, 2(out − y).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) ** 2 * out * (1 - out),
                "The factor out − y is used twice. Use it once: 2(out − y)·out(1 − out).",
            ),
            Mistake(lambda out, y: (out - y) ** 2, "This is the loss. Return its derivative with respect to z."),
            Mistake(
                lambda out, y: 2 * (out - y) + out * (1 - out),
                "You add the two derivatives. Multiply them, as the chain rule says.",
            ),
            Mistake(
                lambda out, y: 2 * abs(out - y) * out * (1 - out),
                "The sign of the error is lost. Use out − y, without `abs`.",
            ),
            Mistake(
                lambda out, y: 4 * (out - y) * out * (1 - out),
                "Your result is twice the right result. The derivative of the square has only one factor 2.",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) * out * out,
                "You multiply by out². Multiply by the derivative of σ, out·(1 − out).",
            ),
            Mistake(lambda out, y: 2 * (out - y) * out * (1 + out), "The last factor is 1 + out. It must be 1 − out."),
            Mistake(
                lambda out, y: 2 * (out + y) * out * (1 - out), "You add y to `out`. Subtract y: the error is out − y."
            ),
            Mistake(lambda out, y: 2 * (out - y) * out * (1 - y), "The last factor is 1 − y. It must be 1 − out."),
            Mistake(
                lambda out, y: 2 * (out - y) * y * (1 - out),
                "You use the factor y instead of `out`. The derivative of σ is out·(1 − out).",
            ),
            Mistake(
                lambda out, y: 2 * (out - y) / (out * (1 - out)),
                "You divide by the derivative of σ. Multiply by out·(1 − out).",
            ),
            Mistake(lambda out, y: 3 * (out - y) * out * (1 - out), "The factor is 3. It must be 2."),
        ),
        hints=(
            "There are two steps between the loss and the sum z of the output neuron. How does the loss change "
            "with `out`? How does `out` change with z?",
            r"$\delta_{\text{out}} = \dfrac{\partial L}{\partial \text{out}} \cdot \dfrac{\partial "
            r"\text{out}}{\partial z} "
            r"= 2\,(\text{out} - y) \cdot \text{out}\,(1 - \text{out})$.",
            r"For $\text{out} = 0.7$, $y = 1$: $2 \cdot (-0.3) \cdot 0.7 \cdot 0.3 = -0.126$. In Python: "
            "`return 2 * (out - y) * out * (1 - out)`.",
        ),
        success_message=(
            "You have the delta of the output neuron. From this delta you compute the deltas of the hidden neurons."
        ),
    ),
    Exercise(
        name="hidden_delta",
        signature="hidden_delta(d_out, v, h)",
        reference=hidden_delta,
        cases=_hidden_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng), draw.share(rng)),
        explain=explain_product(
            (
                SIGN_AND_SCALE,
                number(
                    "d_out",
                    one="the delta of the output neuron, d_out, is missing",
                    v="v is used twice, and d_out is missing",
                ),
                number(
                    "v",
                    one="the weight v is missing",
                    d_out="d_out is used twice, and the weight v is missing",
                    h="you use h instead of the weight v",
                    squared="the weight v is used twice",
                ),
                slope("h", ("v", "d_out")),
            ),
            ("d_out", "v", "h"),
        ),
        mistakes=(
            Mistake(lambda d_out, v, h: d_out * v * h, "The factor 1 − h is missing. The derivative of σ is h(1 − h)."),
            Mistake(
                lambda d_out, v, h: d_out * v * (1 - h), "The factor h is missing. The derivative of σ is h(1 − h)."
            ),
            Mistake(lambda d_out, v, h: d_out * h * (1 - h), "The weight v is missing. Multiply by v."),
            Mistake(lambda d_out, v, h: d_out * v, "The derivative of σ is missing. Multiply by h(1 − h)."),
            Mistake(
                lambda d_out, v, h: v * h * (1 - h), "The delta of the output neuron is missing. Multiply by d_out."
            ),
            Mistake(lambda d_out, v, h: h * (1 - h), "This is the derivative of σ alone. Multiply it by d_out and v."),
            Mistake(
                lambda d_out, v, h: d_out * h,
                "This is the gradient of v. For the delta of the hidden neuron, return d_out·v·h(1 − h).",
            ),
            Mistake(
                lambda d_out, v, h: -d_out * v * h * (1 - h),
                "The sign is flipped. Remove the minus, because `update` subtracts the gradient later.",
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * sigmoid_derivative(sigmoid(h)),
                "You apply σ again. h is already σ(z): use h(1 − h).",
            ),
            Mistake(lambda d_out, v, h: d_out * v * v * (1 - v), "You use v in the derivative of σ. Use h: h(1 − h)."),
            Mistake(
                lambda d_out, v, h: d_out * v * d_out * (1 - d_out),
                "You use d_out in the derivative of σ. Use h: h(1 − h).",
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * d_out * v * (1 - d_out * v),
                "You use d_out·v in the derivative of σ. Use h: h(1 − h).",
            ),
            Mistake(
                lambda d_out, v, h: d_out * sigmoid_derivative(v * h),
                "You use v·h in the derivative of σ. Use h: h(1 − h). Then multiply by v.",
            ),
            Mistake(
                lambda d_out, v, h: v * output_delta(h, d_out),
                "`output_delta` needs a target, and a hidden neuron has no target. Return d_out·v·h(1 − h).",
            ),
            Mistake(
                lambda d_out, v, h: 2 * (h - d_out) * h * (1 - h),
                "A hidden neuron has no target. Use d_out·v instead of 2(h − d_out).",
            ),
            Mistake(
                lambda d_out, v, h: d_out + h * (1 - h),
                "You add d_out, and v is missing. Multiply all factors: d_out·v·h(1 − h).",
            ),
            Mistake(lambda d_out, v, h: d_out * v + h * (1 - h), "You add the derivative of σ. Multiply by h(1 − h)."),
            Mistake(lambda d_out, v, h: d_out * v * h * (1 + h), "The last factor is 1 + h. It must be 1 − h."),
            Mistake(
                lambda d_out, v, h: d_out * v * (h * (1 - h)) ** 2, "The factor h(1 − h) is used twice. Use it once."
            ),
            Mistake(lambda d_out, v, h: (d_out + v) * h * (1 - h), "You add d_out and v. Multiply them."),
            Mistake(lambda d_out, v, h: d_out / v * h * (1 - h), "You divide by v. Multiply by v."),
            Mistake(
                lambda d_out, v, h: d_out * v * h * h * (1 - h),
                "The factor h is used twice. Use it once: d_out·v·h(1 − h).",
            ),
            Mistake(lambda d_out, v, h: d_out * v * h * 1 - h, "Brackets are missing. Write h * (1 - h)."),
            Mistake(
                lambda d_out, v, h: 2 * d_out * v * h * (1 - h),
                "This is twice the right result. Remove the factor 2, because d_out already contains it.",
            ),
            Mistake(
                lambda d_out, v, h: d_out * v * h * h, "You multiply by h². Multiply by the derivative of σ, h(1 − h)."
            ),
            Mistake(lambda d_out, v, h: d_out * v * h * (1 - v), "The last factor is 1 − v. It must be 1 − h."),
            Mistake(lambda d_out, v, h: d_out * v * v * h * (1 - h), "The factor v is used twice. Use it once."),
            Mistake(
                lambda d_out, v, h: d_out * d_out * v * h * (1 - h), "The factor d_out is used twice. Use it once."
            ),
        ),
        hints=(
            "The hidden neuron changes the loss only through its weight to the output neuron. Go back along this "
            "path, and multiply by one factor for each step.",
            r"$\delta_h = \delta_{\text{out}} \cdot v \cdot h\,(1 - h)$.",
            r"With $\delta_{\text{out}} = -0.126$, $v = 0.8$, $h = 0.6$: "
            r"$-0.126 \cdot 0.8 \cdot 0.6 \cdot 0.4 = -0.024192$. "
            "In Python: `return d_out * v * h * (1 - h)`.",
        ),
        success_message=(
            "You can pass a delta back through a weight. Repeat this line for each layer of a deeper network."
        ),
    ),
    Exercise(
        name="gradients",
        signature="gradients(x1, x2, y, params)",
        reference=network.gradients,
        cases=_gradient_cases,
        random_case=lambda rng: (draw.real(rng), draw.real(rng), draw.share(rng), draw.params(rng)),
        parts=Params._fields,
        explain=explain_gradients,
        habit=praise_differences,
        review=review_differences,
        mistakes=(
            Mistake(
                variant(_gradients, back=_moved_first),
                "You use v1 and v2 after their update. Use the old values for the hidden deltas.",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: (hidden_delta(d, p.v2, h1), hidden_delta(d, p.v1, h2))),
                "v1 and v2 are swapped in the hidden deltas. Use v1 for h1 and v2 for h2.",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: [hidden_delta(d, p.v1 + p.v2, h) for h in (h1, h2)]),
                "You use v1 + v2 in the hidden deltas. Use only v1 for h1, and only v2 for h2.",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: [hidden_delta(d, p.v1, h) for h in (h1, h2)]),
                "You use v1 in both hidden deltas. Use v2 for h2.",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: [hidden_delta(d, 1, h) for h in (h1, h2)]),
                "The hidden deltas do not use v1 and v2. Multiply by v1 for h1, and by v2 for h2.",
            ),
            Mistake(
                _own_targets,
                "Hidden neurons have no target. Use `hidden_delta(d, v1, h1)` and `hidden_delta(d, v2, h2)`.",
            ),
            Mistake(
                variant(_gradients, back=_back_in_a_chain),
                "You compute δ_h2 from δ_h1. Compute both hidden deltas from δ_out.",
            ),
            Mistake(
                variant(_gradients, sent=lambda out, y: out),
                "You pass `out` to `hidden_delta`. Pass the delta of the output neuron, `output_delta(out, y)`.",
            ),
            Mistake(
                variant(_gradients, sent=lambda out, y: out - y),
                "You compute the hidden deltas from the error out − y. Compute the hidden deltas from δ_out.",
            ),
            Mistake(
                variant(_gradients, sent=lambda out, y: 2 * (out - y)),
                "You compute the hidden deltas from ∂L/∂out. Compute them from δ_out, which is ∂L/∂out · σ′.",
            ),
            Mistake(
                variant(_gradients, delta=lambda out, y: out - y),
                "Your δ_out is for cross-entropy. For the squared error use 2(out − y)·out(1 − out).",
            ),
            Mistake(
                variant(_gradients, delta=lambda out, y: 2 * (out - y)),
                "In δ_out the derivative of σ is missing. Use 2(out − y)·out(1 − out).",
            ),
            Mistake(
                variant(_gradients, delta=lambda out, y: output_delta(out, y) / 2),
                "Each of the nine gradients is half of the right value. In δ_out the factor 2 is missing.",
                if_source_matches=(DIFFERENCES_IN_THE_CODE, FACTORS_OF_DIFFERENCES[0.5]),
            ),
            Mistake(
                variant(_gradients, delta=lambda out, y: -output_delta(out, y)),
                "All nine gradients have the wrong sign. In δ_out use out − y, not y − out.",
                if_source_matches=(DIFFERENCES_IN_THE_CODE, FACTORS_OF_DIFFERENCES[-1]),
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: (d * p.v1, d * p.v2)),
                "v1, v2 and c are right. In the hidden deltas the factor h(1 − h) is missing.",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: (d * p.v1 * h1, d * p.v2 * h2)),
                "v1, v2 and c are right. In the hidden deltas the factor 1 − h is missing: use h(1 − h).",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: (hidden_delta(d, p.v1, h2), hidden_delta(d, p.v2, h1))),
                "The hidden activations are swapped. Use h1(1 − h1) in δ_h1 and h2(1 − h2) in δ_h2.",
            ),
            Mistake(
                variant(_gradients, back=lambda d, p, h1, h2: (d, d)),
                "You use δ_out as the hidden deltas. Multiply δ_out by v and by h(1 − h).",
            ),
            Mistake(
                _placed("b1 b1 b1 b2 b2 b2 v1 v2 c"),
                "The inputs are missing. For w11, w12, w21 and w22, multiply the delta by x1 or x2.",
            ),
            Mistake(
                _placed("w11 w11 b1 w21 w21 b2 v1 v2 c"),
                "You use x1 instead of x2. For w12 and w22, multiply by x2.",
            ),
            Mistake(
                _placed("w12 w11 b1 w22 w21 b2 v1 v2 c"),
                "x1 and x2 are swapped. Multiply by x1 for w11 and w21, and by x2 for w12 and w22.",
            ),
            Mistake(
                _placed("w11 w21 b1 w12 w22 b2 v1 v2 c"),
                "w12 and w21 are swapped. w12 is the weight from input 2 to hidden neuron 1.",
            ),
            Mistake(
                _placed("w11 w12 w11 w21 w22 w22 v1 v2 c"),
                "For b1 and b2 you multiply the delta by an input. The gradient of a bias is the delta itself.",
            ),
            Mistake(
                variant(
                    _gradients,
                    products=lambda x1, x2, h1, h2, d1, d2, d: (
                        d1 * x1,
                        d1 * x2,
                        1,
                        d2 * x1,
                        d2 * x2,
                        1,
                        d * h1,
                        d * h2,
                        1,
                    ),
                ),
                "For the biases you return 1. Return the delta of the neuron.",
            ),
            Mistake(
                _placed("w11 w12 b1 w21 w22 b2 c c c"),
                "For v1 and v2, the factor h is missing. Return δ_out·h1 and δ_out·h2.",
            ),
            Mistake(
                _placed("w11 w12 b1 w21 w22 b2 v2 v1 c"),
                "The gradients of v1 and v2 are swapped. Return δ_out·h1 for v1, and δ_out·h2 for v2.",
            ),
            Mistake(
                variant(
                    _gradients,
                    products=lambda x1, x2, h1, h2, d1, d2, d: (
                        d1 * x1,
                        d1 * x2,
                        d1,
                        d2 * x1,
                        d2 * x2,
                        d2,
                        d * x1,
                        d * x2,
                        d,
                    ),
                ),
                "For v1 and v2 you multiply by x1 and x2. Multiply by h1 and h2.",
            ),
            Mistake(
                variant(
                    _gradients,
                    products=lambda x1, x2, h1, h2, d1, d2, d: (
                        d1 * x1,
                        d1 * x2,
                        d1,
                        d2 * x1,
                        d2 * x2,
                        d2,
                        d1 * h1,
                        d2 * h2,
                        d,
                    ),
                ),
                "For v1 and v2 you use the hidden deltas. Use δ_out·h1 and δ_out·h2.",
            ),
            Mistake(
                _placed("w21 w22 b2 w11 w12 b1 v1 v2 c"),
                "The two hidden neurons are swapped. Use δ_h1 for w11, w12 and b1.",
            ),
            Mistake(
                _placed("w11 w12 w21 w22 b1 b2 v1 v2 c"),
                "All nine gradients are right, but their order is wrong. Return w11, w12, b1, w21, w22, b2, v1, v2, c.",
            ),
            Mistake(
                _placed("v1 v2 c w11 w12 b1 w21 w22 b2"),
                "All nine gradients are right, but v1, v2 and c come first. Put v1, v2 and c last.",
            ),
            Mistake(
                _placed("b1 b2 c"),
                "You return three deltas. Multiply each delta by the inputs of its neuron to get nine gradients.",
            ),
            Mistake(
                _placed("w11 w12 w11 w21 w22 w21 v1 v2 c"),
                "For b1 and b2 you multiply the delta by x1. The gradient of a bias is the delta itself.",
            ),
            Mistake(
                _placed("w11 w12 w12 w21 w22 w22 v1 v2 c"),
                "For b1 and b2 you multiply the delta by x2. The gradient of a bias is the delta itself.",
            ),
            Mistake(
                variant(
                    _gradients,
                    products=lambda x1, x2, h1, h2, d1, d2, d: (
                        d1 * x1,
                        d1 * x2,
                        d1,
                        d2 * x1,
                        d2 * x2,
                        d2,
                        d * h1,
                        d * h2,
                        d * (h1 + h2),
                    ),
                ),
                "For c you multiply by h. The gradient of a bias is the delta itself, δ_out.",
            ),
        ),
        hints=(
            "Run the network forward. Then compute the delta of the output neuron. From this delta and the weights v1 "
            "and v2, compute the two hidden deltas. Each gradient is the delta of a neuron times an input of the same "
            "neuron. For a bias this input is 1.",
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
        success_message=(
            "You have written backpropagation: it computes how the loss changes with each of the nine numbers."
        ),
    ),
    Exercise(
        name="numerical_gradient",
        signature="numerical_gradient(loss, params, i, eps=1e-5)",
        reference=network.numerical_gradient,
        cases=_numerical_cases,
        random_case=lambda rng: (_cubic, draw.params(rng), rng.randint(0, 8), 0.05),
        tolerance=1e-4,  # with a small ε, only about 11 of 16 digits are right
        mistakes=(
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(0)) / eps),
                "You only move the number up. Compute the loss at p + ε and at p − ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(0) - value(-1)) / eps),
                "You only move the number down. Compute the loss at p + ε and at p − ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(-1)) / eps),
                "This is twice the right result. The distance from p − ε to p + ε is 2ε: divide by 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(0)) / (2 * eps)),
                "You only move the number up, but you divide by 2ε. Also compute the loss at p − ε.",
                if_source_matches=(
                    r"-=\s*eps\b",
                    "If `-= eps` follows `+= eps`, the number is p again. Write `-= 2 * eps`, or use two copies.",
                ),
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(-1) - value(1)) / (2 * eps)),
                "The sign is flipped. Subtract the loss at p − ε from the loss at p + ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(-1) - value(1)) / eps),
                "The sign is flipped, and you divide by ε instead of 2ε. Write (loss(up) - loss(down)) / (2 * eps).",
            ),
            Mistake(
                _difference_by_value,
                "You look for the number by its value. Several numbers can be equal: change only `params[i]`.",
            ),
            Mistake(
                lambda loss, params, i, eps=1e-5: _difference(loss, params, list(params).index(params[i]), eps),
                "`index` finds the first of several equal numbers. You already have the index: use `i`.",
            ),
            Mistake(
                lambda loss, params, i, eps=1e-5: (
                    (loss(_nudged(params, i, params[i] * eps)) - loss(_nudged(params, i, -params[i] * eps))) / (2 * eps)
                ),
                "You multiply the number by 1 + ε and 1 − ε. Add ε and subtract ε instead.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) + value(-1)) / (2 * eps)),
                "You add the two losses. Subtract the loss at p − ε from the loss at p + ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: value(1) - value(-1)),
                "The difference is right. Divide it by the distance, 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(-1)) / 2),
                "You divide by 2. Divide by 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(-1)) / 2 * eps),
                "You divide by 2 and then multiply by ε. Put brackets around 2 * eps.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: value(1) - value(-1) / (2 * eps)),
                "You divide only the second loss. Put brackets around the difference.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: value(1) - value(-1) / 2 * eps),
                "Brackets are missing twice: (loss(up) - loss(down)) / (2 * eps).",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(0)) / 2 * eps),
                "You only move the number up, and brackets are missing: (loss(up) - loss(down)) / (2 * eps).",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: abs(value(1) - value(-1)) / (2 * eps)),
                "The sign is lost. Subtract the losses without `abs`.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: round((value(1) - value(-1)) / (2 * eps), 2)),
                "The result is rounded to two decimals. Return it without rounding.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: round((value(1) - value(-1)) / (2 * eps), 3)),
                "The result is rounded to three decimals. Return it without rounding.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(0) - value(1)) / eps),
                "You only move the number up, and the sign is flipped. Write (loss(up) - loss(down)) / (2 * eps).",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(2) - value(0)) / (2 * eps)),
                "You compare p + 2ε with p. Compare p + ε with p − ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: value(1) / (2 * eps)),
                "You use only the loss at p + ε. Subtract the loss at p − ε from this loss, then divide.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - 2 * value(0) + value(-1)) / eps**2),
                "This is the second derivative. Return (L(p + ε) − L(p − ε)) / 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(2) - value(-2)) / (4 * eps)),
                "You move the number by 2ε. Move it up by ε and down by ε, and divide by 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(0.5) - value(-0.5)) / eps),
                "You move the number by ε/2. Move it up by ε and down by ε, and divide by 2ε.",
            ),
            Mistake(
                variant(network.numerical_gradient, eps=0.1),
                "You always use ε = 0.1, which is too large. Use the argument `eps`.",
            ),
            Mistake(
                variant(network.numerical_gradient, eps=1e-5), "You always use the same ε. Use the argument `eps`."
            ),
            Mistake(_not_put_back, "You change `params`, so the next result is wrong. Change a copy: `list(params)`."),
            Mistake(_left_up, "You add ε and then subtract ε, so the number is p again. Use two copies of `params`."),
            Mistake(_put_back, "You change `params` itself. A tuple cannot be changed, so use a copy: `list(params)`."),
            Mistake(_one_list, "Your two variables are the same list. Make two copies: write `list(params)` twice."),
            Mistake(_all_nudged, "You change all nine numbers. Change only number i."),
            Mistake(variant(network.numerical_gradient, i=0), "You always change the first number. Change number i."),
            Mistake(
                lambda loss, params, i, eps=1e-5: 0.0,
                "You always return 0. Change two copies of `params`, and call `loss` with these copies.",
            ),
            Mistake(_others_lost, "The other eight numbers are 0. Copy all of `params`, then change number i."),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(0) - value(-1)) / (2 * eps)),
                "This is half of the right result. You only move the number down: also move it up, then divide by 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(-1)) / eps**2),
                "You divide by ε². Divide by 2ε.",
            ),
            Mistake(
                variant(_difference, rule=lambda value, eps: (value(1) - value(-1)) * (2 * eps)),
                "You multiply by 2ε. Divide by 2ε.",
            ),
        ),
        hints=(
            "Copy `params` twice. Make number i a little larger in one copy, and a little smaller in the other copy. "
            "How large is the difference between the two losses? How large is the difference between the two numbers?",
            r"$\dfrac{\partial L}{\partial p_i} \approx \dfrac{L(p_i + \varepsilon) - L(p_i - "
            r"\varepsilon)}{2\varepsilon}$.",
            "`up, down = list(params), list(params)`, then `up[i] += eps`, `down[i] -= eps`, and "
            "`return (loss(up) - loss(down)) / (2 * eps)`.",
        ),
        success_message=("You have a test that needs no calculus. With this test you can check any gradient."),
    ),
)
