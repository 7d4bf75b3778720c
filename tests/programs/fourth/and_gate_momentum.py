import math

# AND gate with a 2-2-1 net, batch gradient with momentum
P = {"w11": 0.3, "w12": -0.2, "w21": 0.5, "w22": 0.4, "b1": 0.0, "b2": 0.1, "v1": 0.6, "v2": -0.4, "c": 0.0}
M = {name: 0.0 for name in P}
DATA = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]


def s(x):
    return 1 / (1 + math.exp(-x))


def net(x1, x2):
    h1 = s(P["w11"] * x1 + P["w12"] * x2 + P["b1"])
    h2 = s(P["w21"] * x1 + P["w22"] * x2 + P["b2"])
    return h1, h2, s(P["v1"] * h1 + P["v2"] * h2 + P["c"])


for epoch in range(3000):
    G = dict.fromkeys(P, 0.0)
    for x1, x2, t in DATA:
        h1, h2, o = net(x1, x2)
        d = 2 * (o - t) * o * (1 - o) / len(DATA)
        e1 = d * P["v1"] * h1 * (1 - h1)
        e2 = d * P["v2"] * h2 * (1 - h2)
        G["v1"] += d * h1
        G["v2"] += d * h2
        G["c"] += d
        G["w11"] += e1 * x1
        G["w12"] += e1 * x2
        G["b1"] += e1
        G["w21"] += e2 * x1
        G["w22"] += e2 * x2
        G["b2"] += e2
    for name in P:
        M[name] = 0.9 * M[name] - 0.3 * G[name]
        P[name] += M[name]

for x1, x2, t in DATA:
    print(x1, "AND", x2, "=", round(net(x1, x2)[2], 3))
