"""What monte-carlo.spec.ts expects, worked out without our code: `python3 expected_monte_carlo.py`.

Orders of few trades and draws of few trades are all enumerated; days are drawn by a stationary bootstrap of the standard library's own
chance, so often that what is left of it is small.
"""

import itertools
import json
import math
import random
import statistics

START = 1_000.0
TRADES = [50.0, -30.0, 20.0, -45.0, 70.0, -10.0, 15.0]
FEW = TRADES[:5]
DAYS = [0.012, -0.004, 0.007, -0.015, 0.003, 0.021, -0.009, -0.002, 0.005, 0.011, -0.018, 0.004, 0.002, -0.006, 0.013,
        0.008, -0.011, -0.001, 0.016, -0.007, 0.009, 0.001, -0.013, 0.006, 0.010, -0.003, 0.014, -0.008]
SHARES = [0.05, 0.25, 0.5, 0.75, 0.95]
MARGIN = 0.01


def quantile(values, share):
    """Type 7 of Hyndman and Fan, of sorted values."""
    rank = (len(values) - 1) * share
    low = math.floor(rank)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (rank - low)


def bands(values):
    """Between which each quantile of a large enough sample lies."""
    values = sorted(values)
    return [[quantile(values, share - MARGIN), quantile(values, share + MARGIN)] for share in SHARES]


def deepest(course):
    peak, worst = START, 0.0
    for equity in course:
        peak = max(peak, equity)
        worst = max(worst, 1 - equity / peak)
    return worst


def courses(orders):
    return [[START + sum(order[: n + 1]) for n in range(len(order))] for order in orders]


def stationary(days, mean_length):
    drawn, at = [], random.randrange(len(days))
    for _ in days:
        drawn.append(days[at])
        at = random.randrange(len(days)) if random.random() < 1 / mean_length else (at + 1) % len(days)
    return drawn


def show(name, values):
    print(f"{name}: {json.dumps(values)}")


if __name__ == "__main__":
    orders = courses(itertools.permutations(TRADES))
    show("falls of all orders", bands(map(deepest, orders)))
    draws = courses(itertools.product(FEW, repeat=len(FEW)))
    show("falls of all draws", bands(map(deepest, draws)))
    ends = [course[-1] for course in draws]
    show("ends of all draws", bands(ends))
    show("loss of all draws", [sum(end < START for end in ends) / len(ends)])

    random.seed(20261129)
    falls, finals, ratios = [], [], []
    for _ in range(400_000):
        drawn = stationary(DAYS, 4)
        equity, course = START, []
        for one in drawn:
            equity *= 1 + one
            course.append(equity)
        falls.append(deepest(course))
        finals.append(equity)
        ratios.append(statistics.fmean(drawn) / statistics.stdev(drawn) * math.sqrt(365))
    show("falls of days", bands(falls))
    show("ends of days", bands(finals))
    show("ratios of days", bands(ratios))
    show("loss of days", [sum(end < START for end in finals) / len(finals)])
