import random, math

random.seed(8)
H = 4
hidden = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(H)]
last = [random.uniform(-1, 1) for _ in range(H + 1)]
table = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]


def predict(x):
    x = list(x) + [1]
    h = [math.tanh(sum(a * b for a, b in zip(row, x))) for row in hidden] + [1]
    return x, h, 1 / (1 + math.exp(-sum(a * b for a, b in zip(last, h))))


for epoch in range(3000):
    random.shuffle(table)
    for x, t in table:
        x, h, o = predict(x)
        d = (o - t) * o * (1 - o)
        dh = [d * last[j] * (1 - h[j] ** 2) for j in range(H)]
        for j in range(H + 1):
            last[j] -= 0.3 * d * h[j]
        for j in range(H):
            for i in range(3):
                hidden[j][i] -= 0.3 * dh[j] * x[i]
for x, t in table:
    print(x, t, round(predict(x)[2], 2))
