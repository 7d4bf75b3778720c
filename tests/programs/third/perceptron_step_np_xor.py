import numpy as np

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([0, 1, 1, 0])
rng = np.random.default_rng(0)
weights = rng.normal(size=3)
for epoch in range(200):
    for xi, target in zip(X, y):
        output = np.where(xi @ weights >= 0.0, 1, 0)
        weights += 0.1 * (target - output) * xi
print([int(x @ weights >= 0) for x in X])
