import numpy as np

rng = np.random.RandomState(1)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


data = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]], dtype=float)
A0 = data[:, :2]
target = data[:, 2:]

theta1 = rng.normal(0, 1, (2, 3)) * 40
theta2 = rng.normal(0, 1, (3, 1)) * 40
beta1 = np.zeros((1, 3))
beta2 = np.zeros((1, 1))
step = 0.5

for n in range(6000):
    A1 = sigmoid(A0 @ theta1 + beta1)
    A2 = sigmoid(A1 @ theta2 + beta2)
    D2 = (A2 - target) * A2 * (1 - A2)
    D1 = (D2 @ theta2.T) * A1 * (1 - A1)
    theta2 -= step * A1.T @ D2
    beta2 -= step * D2.sum(axis=0)
    theta1 -= step * A0.T @ D1
    beta1 -= step * D1.sum(axis=0)
    if n % 2000 == 0:
        print(n, "sse", ((A2 - target) ** 2).sum())

print("prediction")
for r in range(4):
    print(A0[r], A2[r, 0])
