import math, random

random.seed(9)
p = [random.gauss(0, 1) for _ in range(9)]
rows = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def s(z):
    return 1 / (1 + math.exp(-z))


def loss(p):
    total = 0
    for a, b, y in rows:
        u = s(p[0] * a + p[1] * b + p[2])
        v = s(p[3] * a + p[4] * b + p[5])
        total += (s(p[6] * u + p[7] * v + p[8]) - y) ** 2
    return total


for epoch in range(3000):
    grad = []
    for k in range(9):
        up, down = p[:], p[:]
        up[k] += 1e-5
        down[k] -= 1e-5
        grad.append((loss(up) - loss(down)) / 2e-5)
    p = [v - 2.0 * g for v, g in zip(p, grad)]
print(loss(p))
