from math import exp, log
from random import Random

rng = Random(3)
names = ["u11", "u12", "ub1", "u21", "u22", "ub2", "o1", "o2", "ob"]
P = {name: rng.gauss(0, 1) for name in names}
DATA = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}
RATE = 2.0


def act(s):
    return 1 / (1 + exp(-s))


def run(a, b):
    p = act(P["u11"] * a + P["u12"] * b + P["ub1"])
    q = act(P["u21"] * a + P["u22"] * b + P["ub2"])
    return p, q, act(P["o1"] * p + P["o2"] * q + P["ob"])


for epoch in range(6000):
    G = {name: 0.0 for name in names}
    cost = 0.0
    for (a, b), want in DATA.items():
        p, q, guess = run(a, b)
        cost -= want * log(guess) + (1 - want) * log(1 - guess)
        delta = guess - want
        dp = delta * P["o1"] * p * (1 - p)
        dq = delta * P["o2"] * q * (1 - q)
        G["u11"] += dp * a
        G["u12"] += dp * b
        G["ub1"] += dp
        G["u21"] += dq * a
        G["u22"] += dq * b
        G["ub2"] += dq
        G["o1"] += delta * p
        G["o2"] += delta * q
        G["ob"] += delta
    for name in names:
        value = P[name] - RATE * G[name] / len(DATA)
    if epoch % 1000 == 0:
        print("epoch", epoch, "cost", cost / 4)
print([round(run(a, b)[2], 2) for a, b in DATA])
