import math

sigmoid = lambda z: 1 / (1 + math.exp(-z))
w11, w12, b1, w21, w22, b2, v1, v2, c = 0.8, -0.6, 0.1, -0.5, 0.9, -0.2, 0.7, -0.8, 0.3
table = [(0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0)]
for epoch in range(6001):
    g = [0.0] * 9
    loss = 0.0
    for x1, x2, y in table:
        h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
        h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
        out = sigmoid(v1 * h1 + v2 * h2 + c)
        loss += (out - y) ** 2 / 4
        d = 2 * (out - y) * out * (1 - out)
        e1, e2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
        g = [a + n / 4 for a, n in zip(g, (e1 * x1, e1 * x2, e1, e2 * x1, e2 * x2, e2, d * h1, d * h2, d))]
    w11, w12, b1 = w11 - 2 * g[0], w12 - 2 * g[1], b1 - 2 * g[2]
    w21, w22, b2 = w21 - 2 * g[3], w22 - 2 * g[4], b2 - 2 * g[5]
    v1, v2, c = v1 - 2 * g[6], v2 - 2 * g[7], c - 2 * g[8]
    if epoch % 500 == 0:
        print(epoch, loss)
