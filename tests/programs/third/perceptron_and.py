import random

random.seed(1)
data = [((0, 0), 0), ((0, 1), 0), ((1, 0), 0), ((1, 1), 1)]
w = [random.uniform(-1, 1), random.uniform(-1, 1)]
b = random.uniform(-1, 1)


def predict(x):
    return 1 if w[0] * x[0] + w[1] * x[1] + b > 0 else 0


for epoch in range(50):
    for x, target in data:
        error = target - predict(x)
        w[0] += 0.1 * error * x[0]
        w[1] += 0.1 * error * x[1]
        b += 0.1 * error
print([predict(x) for x, _ in data])
