"""Computes the confidence intervals of rates, and writes rates and intervals as text."""

from shared.nn.validation import check_whole


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % confidence interval `(low, high)` of the rate `successes` / `trials` (Wilson 1927).

    Unlike p ± 1.96·√(p(1 − p)/n), the interval stays between 0 and 1. It is accurate even if nearly all trials succeed
    or nearly all trials fail. Raises ValueError if trials < 1, successes < 0 or successes > trials,
    or if they are not whole numbers.
    """
    check_whole("trials", trials, 1)
    check_whole("successes", successes, 0, trials)
    z = 1.959964
    p, n = successes / trials, trials
    middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


def format_rate(successes: int, trials: int) -> str:
    """Return a rate and its 95 % interval in percent: "67 % (60 to 73)". The % sign follows a no-break space.

    Numbers below 1 and above 99 have one decimal, but ".0" is left out. Raises ValueError as `wilson_interval`
    does.
    """
    bounds = wilson_interval(successes, trials)
    rate, low, high = (_percent(100 * share) for share in (successes / trials, *bounds))
    return f"{rate}\N{NO-BREAK SPACE}% ({low} to {high})"


def format_count(successes: int, trials: int) -> str:
    """Return a count and the 95 % interval of its rate: "16 of 50 (21 to 46 %)"."""
    low, high = wilson_interval(successes, trials)
    return f"{successes} of {trials} ({100 * low:.0f} to {100 * high:.0f} %)"


def _percent(value):
    return f"{value:.1f}".removesuffix(".0") if value < 1 or value > 99 else f"{value:.0f}"
