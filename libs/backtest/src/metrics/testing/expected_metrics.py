"""Writes expected-metrics.json: three runs and what their metrics must be, computed without any of our code.

    python3 libs/backtest/src/metrics/testing/expected_metrics.py

Python's standard library only. Money is added up in Fraction and never rounded; statistics come from the `statistics` module
(NormalDist for the normal distribution, which uses math.erf and Wichura's AS241); everything else is written out below from the
formulas named in the docstrings. The runs come from a linear congruential generator, so they are the same everywhere.
"""

import json
import math
import statistics
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
NORMAL = statistics.NormalDist()
EULER = 0.5772156649015329
TRIALS = {"count": 48, "sharpeVariance": 0.0016}
RISK_FREE = 0.02


class Chance:
    """Numerical Recipes' generator."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state / 2**32

    def bell(self):
        return sum(self.next() for _ in range(12)) - 6


# --- the runs -------------------------------------------------------------------------------------------------------------------


def make_run(name, seed, start, step_hours, steps, drift, noise, days_per_year, gaps=()):
    """A market that wanders, a trader that holds some of it, and the account at every close, in exact cents."""
    chance = Chance(seed)
    times, closes, equity, exposure, fills, funding = [], [], [], [], [], []
    price, cash, held = Fraction(10000), Fraction(10000), Fraction(0)
    at = start
    for step in range(steps):
        at += timedelta(hours=step_hours)
        price = Fraction(max(1, round(float(price) * (1 + drift + noise * chance.bell()) * 100)), 100)
        if chance.next() < 0.25:
            target = Fraction(round((chance.next() * 3 - 1) * 1000), 1000)
            change = target - held
            if change != 0:
                fee = Fraction(round(float(abs(change) * price) * 0.0006 * 10**6), 10**6)
                tag = ["trend", "dip", "fade"][step % 3]
                risk = Fraction(round(float(abs(change) * price) * 2), 100)
                fills.append((ms(at) - 1, "BUY" if change > 0 else "SELL", abs(change), price, fee, tag, risk))
                cash -= change * price + fee
                held = target
        if step % 11 == 0 and held != 0:
            paid = Fraction(round(float(held * price) * -0.0001 * 10**4), 10**4)
            funding.append((ms(at), paid))
            cash += paid
        if any(low <= step < high for low, high in gaps):
            continue
        times.append(ms(at))
        closes.append(price)
        equity.append(cash + held * price)
        exposure.append(abs(held) * price)
    if times[-1] != ms(at):
        raise ValueError("the last sample must not be in a gap")
    return dict(name=name, start=start, end=at, times=times, closes=closes, equity=equity, exposure=exposure, fills=fills,
                funding=funding, daysPerYear=days_per_year)


def ms(at):
    return (at - EPOCH) // timedelta(milliseconds=1)


def day_of(milliseconds):
    """The UTC date that a close belongs to: one millisecond before it."""
    return (EPOCH + timedelta(milliseconds=milliseconds - 1)).date()


# --- returns --------------------------------------------------------------------------------------------------------------------


def by_day(times, values, first, before):
    """Last value of every date from `first` on, carried over dates without one."""
    last = {}
    for at, value in zip(times, values):
        last[day_of(at)] = value
    days, day, value = [], first, before
    while day <= max(last):
        value = last.get(day, value)
        days.append((day, value))
        day += DAY
    return days


def changes(values, before):
    result = []
    for value in values:
        result.append(float(Fraction(value) / Fraction(before) - 1))
        before = value
    return result


def percentile(values, p):
    ordered = sorted(values)
    rank = p * (len(ordered) - 1)
    low = int(rank)
    weight = rank - low
    return ordered[low] if weight == 0 else ordered[low] * (1 - weight) + ordered[low + 1] * weight


# --- trades: by counting lots, not by average cost ------------------------------------------------------------------------------


def round_trips(fills, funding):
    """From flat to flat; cash flows are collected, so no cost basis is needed for what is closed."""
    events = sorted([(at, 0, ("funding", amount)) for at, amount in funding] + [(f[0], 1, ("fill", f)) for f in fills], key=lambda e: e[:2])
    trips, now, stray = [], None, Fraction(0)
    held = Fraction(0)
    for at, _, (kind, what) in events:
        if kind == "funding":
            if now is None:
                stray += what
            else:
                now["funding"] += what
            continue
        _, side, quantity, price, fee, tag, risk = what
        sign = 1 if side == "BUY" else -1
        parts = [(sign * quantity, fee)]
        if held * sign < 0 and quantity > abs(held):
            share = round(fee * abs(held) / quantity * 10**8)
            closing_fee = Fraction(share, 10**8)
            parts = [(-held, closing_fee), (sign * quantity + held, fee - closing_fee)]
        for part, cost in parts:
            if now is None:
                now = dict(opened=at, closed=None, cash=Fraction(0), fees=Fraction(0), funding=Fraction(0), entry=Fraction(0),
                           exit=Fraction(0), risk=risk, sign=1 if part > 0 else -1)
                trips.append(now)
            held += part
            now["cash"] -= part * price
            now["fees"] += cost
            now["entry" if (part > 0) == (now["sign"] > 0) else "exit"] += abs(part) * price
            if held == 0:
                now["closed"] = at
                now = None
    return trips, stray, held


def streaks(profits):
    text = "".join("w" if p > 0 else "l" if p < 0 else "-" for p in profits)
    longest = lambda letter, other: max(len(run) for run in text.replace(other, "-").replace("-", " ").split(" "))
    return longest("w", "l"), longest("l", "w")


def falls(times, equity, start_at, start):
    """(peak at, trough at, recovered at or None, peak, trough), found by looking ahead from each peak."""
    points = [(start_at, start)] + list(zip(times, equity))
    found, i = [], 0
    while i < len(points) - 1:
        if points[i + 1][1] >= points[i][1]:
            i += 1
            continue
        back = next((j for j in range(i + 1, len(points)) if points[j][1] >= points[i][1]), None)
        under = points[i + 1 : back]
        trough = min(under, key=lambda point: point[1])
        found.append((points[i][0], trough[0], points[back][0] if back is not None else None, points[i][1], trough[1]))
        if back is None:
            break
        i = back
    return found


# --- metrics --------------------------------------------------------------------------------------------------------------------


def expected(run):
    year = run["daysPerYear"]
    start = Fraction(10000)
    end = run["equity"][-1]
    first = run["start"].date()
    days = by_day(run["times"], run["equity"], first, start)
    daily = [value for _, value in days]
    returns = changes(daily, start)
    first_close = run["closes"][0]
    market = changes([value for _, value in by_day(run["times"], run["closes"], first, first_close)], first_close)
    n = len(returns)
    mean, deviation = statistics.mean(returns), statistics.stdev(returns)
    free = RISK_FREE / year
    elapsed_days = (run["end"] - run["start"]) / DAY

    m2 = sum((r - mean) ** 2 for r in returns) / n
    skew = sum((r - mean) ** 3 for r in returns) / n / m2 ** 1.5
    kurt = sum((r - mean) ** 4 for r in returns) / n / m2 ** 2
    sr = (mean - free) / deviation
    spread = math.sqrt(1 - skew * sr + (kurt - 1) / 4 * sr ** 2)
    psr = lambda bar: NORMAL.cdf((sr - bar) * math.sqrt(n - 1) / spread)
    count = TRIALS["count"]
    best_of_many = math.sqrt(TRIALS["sharpeVariance"]) * (
        (1 - EULER) * NORMAL.inv_cdf(1 - 1 / count) + EULER * NORMAL.inv_cdf(1 - 1 / (count * math.e)))

    fall = falls(run["times"], run["equity"], ms(run["start"]), start)
    depth = lambda f: float((f[3] - f[4]) / f[3])
    length = lambda f: (f[2] or ms(run["end"])) - f[0]
    deepest = max(fall, key=depth)
    growth = float(end / start) ** (year / elapsed_days) - 1
    peaks = [max([start] + daily[: i + 1]) for i in range(n)]

    months, before = {}, start
    for day, value in days:
        months.setdefault((day.year, day.month), [before, value])[1] = value
        before = value
    monthly = {key: float(pair[1] / pair[0] - 1) for key, pair in months.items()}

    cov = statistics.covariance(returns, market)
    beta = cov / statistics.variance(market)

    trips, stray, held = round_trips(run["fills"], run["funding"])
    done = [t for t in trips if t["closed"] is not None]
    net = [t["cash"] - t["fees"] + t["funding"] for t in done]
    net_float = [float(p) for p in net]
    multiples = [float(p / t["risk"]) for p, t in zip(net, done)]
    wins, losses = [p for p in net if p > 0], [p for p in net if p < 0]
    trip_returns = [float(p / t["entry"]) for p, t in zip(net, done)]
    lengths = [t["closed"] - t["opened"] for t in done]
    fees = sum((t["fees"] for t in trips), Fraction(0))
    traded = sum((q * p for _, _, q, p, _, _, _ in run["fills"]), Fraction(0))
    gross = sum((profit_of(t, run["fills"]) for t in trips if profit_of(t, run["fills"]) > 0), Fraction(0))
    held_time = sum((t["closed"] or ms(run["end"])) - t["opened"] for t in trips)
    usage = [float(e / q) for e, q in zip(run["exposure"], run["equity"])]
    win_streak, loss_streak = streaks(net)

    return {
        "netProfit": text(end - start),
        "endEquity": float(end),
        "totalReturn": float(end / start - 1),
        "cagr": growth,
        "volatility": deviation * math.sqrt(year),
        "bestDay": max(returns), "worstDay": min(returns),
        "bestMonth": max(monthly.values()), "worstMonth": min(monthly.values()),
        "sharpe": (mean - free) / deviation * math.sqrt(year),
        "sortino": (mean - free) / math.sqrt(sum(min(0, r - free) ** 2 for r in returns) / n) * math.sqrt(year),
        "calmar": growth / depth(deepest),
        "omega": sum(r - free for r in returns if r > free) / sum(free - r for r in returns if r < free),
        "probabilisticSharpe": psr(0),
        "deflatedSharpe": psr(best_of_many),
        "minimumTrackRecord": 1 + spread ** 2 * (NORMAL.inv_cdf(0.95) / sr) ** 2 if sr > 0 else None,
        "maxDrawdown": depth(deepest),
        "maxDrawdownAmount": float(max(f[3] - f[4] for f in fall)),
        "longestDrawdown": max(length(f) for f in fall),
        "maxDrawdownDuration": length(deepest),
        "recoveryTime": None if deepest[2] is None else deepest[2] - deepest[1],
        "averageDrawdown": statistics.mean([depth(f) for f in fall]),
        "averageDrawdownDuration": statistics.mean([length(f) for f in fall]),
        "ulcerIndex": math.sqrt(sum(float((p - v) / p) ** 2 for p, v in zip(peaks, daily)) / n),
        "recoveryFactor": float((end - start) / max(f[3] - f[4] for f in fall)),
        "valueAtRisk": -percentile(returns, 0.05),
        "conditionalValueAtRisk": -statistics.mean([r for r in returns if r <= percentile(returns, 0.05)]),
        "skewness": skew, "kurtosis": kurt,
        "tailRatio": abs(percentile(returns, 0.95)) / abs(percentile(returns, 0.05)),
        "marketChange": float(run["closes"][-1] / first_close - 1),
        "alpha": (mean - free - beta * (statistics.mean(market) - free)) * year,
        "beta": beta,
        "correlation": statistics.correlation(returns, market),
        "timeInMarket": held_time / (ms(run["end"]) - ms(run["start"])),
        "meanLeverage": statistics.mean(usage), "maxLeverage": max(usage),
        "turnover": float(traded) / statistics.mean([float(e) for e in run["equity"]]) / (elapsed_days / year),
        "trades": len(done), "openTrades": len(trips) - len(done),
        "winRate": len(wins) / len(net),
        "profitFactor": float(sum(wins) / -sum(losses)),
        "payoffRatio": float((sum(wins) / len(wins)) / (-sum(losses) / len(losses))),
        "expectancy": float(sum(net) / len(net)),
        "expectancyRatio": float((sum(net) / len(net)) / (-sum(losses) / len(losses))),
        "expectancyR": statistics.mean(multiples),
        "systemQuality": math.sqrt(len(net)) * statistics.mean(multiples) / statistics.stdev(multiples),
        "bestTrade": text(max(net)), "worstTrade": text(min(net)),
        "bestTradeReturn": max(trip_returns), "worstTradeReturn": min(trip_returns),
        "longestWinStreak": win_streak, "longestLossStreak": loss_streak,
        "averageTradeDuration": statistics.mean(lengths), "longestTrade": max(lengths),
        "fees": text(fees),
        "funding": text(sum((amount for _, amount in run["funding"]), Fraction(0))),
        "tradedValue": text(traded),
        "feeRate": float(fees / traded),
        "feeShare": float(fees / gross),
    }, {f"{y}-{m:02d}": value for (y, m), value in monthly.items()}


def profit_of(trip, fills):
    """Profit before fees: all of the cash when closed; what is still held is taken out at its average cost, 8 digits half-even."""
    if trip["closed"] is not None:
        return trip["cash"]
    quantity, cost, realised = Fraction(0), Fraction(0), Fraction(0)
    first = True
    for at, side, size, price, *_ in fills:
        if at < trip["opened"]:
            continue
        signed = size if side == "BUY" else -size
        if first:
            # The opening fill may have closed another trip first; what is left of it is the part on this side.
            signed = trip["sign"] * opening_part(trip, fills)
            first = False
        if quantity == 0 or quantity * signed > 0:
            quantity, cost = quantity + signed, cost + signed * price
        else:
            part = Fraction(round(cost * abs(signed) / abs(quantity) * 10**8), 10**8)
            realised += -signed * price - part
            quantity, cost = quantity + signed, cost - part
    return realised


def opening_part(trip, fills):
    held = sum((f[2] if f[1] == "BUY" else -f[2] for f in fills if f[0] <= trip["opened"]), Fraction(0))
    return abs(held)


def text(value):
    """An exact decimal; every amount here ends after a few digits."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    sign, whole = ("-" if value < 0 else ""), str(abs(value * 10**digits).numerator).zfill(digits + 1)
    return sign + (whole[:-digits] + "." + whole[-digits:] if digits else whole)


def main():
    utc = timezone.utc
    runs = [
        make_run("a rising market, every four hours", 7, datetime(2023, 11, 20, 6, 0, tzinfo=utc), 4, 600, 0.0009, 0.012, 365),
        make_run("a falling market with holes, every six hours", 11, datetime(2024, 1, 1, tzinfo=utc), 6, 420, -0.0012, 0.02, 365,
                 gaps=[(50, 58), (200, 203)]),
        make_run("a wild market, daily, in trading days", 2024, datetime(2022, 2, 27, tzinfo=utc), 24, 300, 0.0004, 0.035, 252),
    ]
    out = []
    for run in runs:
        metrics, months = expected(run)
        out.append({
            "name": run["name"], "from": ms(run["start"]), "to": ms(run["end"]), "startingEquity": "10000",
            "daysPerYear": run["daysPerYear"], "riskFreeRate": RISK_FREE, "trials": TRIALS,
            "curve": {"times": run["times"], "equity": [float(e) for e in run["equity"]], "exposure": [float(e) for e in run["exposure"]]},
            "closes": [float(c) for c in run["closes"]],
            "fills": [{"at": at, "side": side, "quantity": text(q), "price": text(p), "fee": text(f), "tag": tag, "risk": text(risk)}
                      for at, side, q, p, f, tag, risk in run["fills"]],
            "funding": [{"at": at, "amount": text(amount)} for at, amount in run["funding"]],
            "metrics": metrics, "months": months,
        })
    lines = ",\n".join(json.dumps(run, separators=(",", ":")) for run in out)
    Path(__file__).with_name("expected-metrics.json").write_text(f"[\n{lines}\n]\n")


main()
