import random, math

random.seed(1)
xor = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
H = 3
w = [[random.gauss(0, 1), random.gauss(0, 1)] for _ in range(H)]
b = [0.0] * H
v = [random.gauss(0, 1) for _ in range(H)]
c = 0.0
alpha = 1.0


def sigmoid(x):
    if x < -500:
        return 0.0
    return 1 / (1 + math.exp(-x))


gw = [[0.0, 0.0] for _ in range(H)]
gb = [0.0] * H
gv = [0.0] * H
gc = 0.0
for epoch in range(4000):
    loss = 0
    for x1, x2, t in xor:
        h = [sigmoid(w[k][0] * x1 + w[k][1] * x2 + b[k]) for k in range(H)]
        o = sigmoid(sum(v[k] * h[k] for k in range(H)) + c)
        loss += 0.5 * (t - o) ** 2
        d = (o - t) * o * (1 - o)
        for k in range(H):
            e = d * v[k] * h[k] * (1 - h[k])
            gv[k] += d * h[k]
            gw[k][0] += e * x1
            gw[k][1] += e * x2
            gb[k] += e
        gc += d
    for k in range(H):
        v[k] -= alpha * gv[k]
        w[k][0] -= alpha * gw[k][0]
        w[k][1] -= alpha * gw[k][1]
        b[k] -= alpha * gb[k]
    c -= alpha * gc
print("final loss", loss)
for x1, x2, t in xor:
    h = [sigmoid(w[k][0] * x1 + w[k][1] * x2 + b[k]) for k in range(H)]
    print(x1, x2, round(sigmoid(sum(v[k] * h[k] for k in range(H)) + c), 3))
