import math

weights = [0.0, 0.0]
bias = 0.0
examples = [([0, 0], 0), ([0, 1], 0), ([1, 0], 0), ([1, 1], 1)]
for _ in range(3000):
    for x, t in examples:
        s = sum(w * xi for w, xi in zip(weights, x)) + bias
        p = 1 / (1 + math.exp(-s))
        weights = [w - 0.5 * (p - t) * xi for w, xi in zip(weights, x)]
        bias = bias - 0.5 * (p - t)
print(weights, bias)
