import numpy as np

np.random.seed(4)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
T = np.array([[0, 1, 1, 0]], dtype=float).T
theta = {"W": np.random.randn(2, 3), "b": np.zeros(3), "V": np.random.randn(3, 1), "c": np.zeros(1)}
speed = {key: np.zeros_like(value) for key, value in theta.items()}
for it in range(3000):
    H = np.tanh(X @ theta["W"] + theta["b"])
    O = 1 / (1 + np.exp(-(H @ theta["V"] + theta["c"])))
    D = (O - T) * O * (1 - O)
    E = (D @ theta["V"].T) * (1 - H * H)
    grad = {"W": X.T @ E, "b": E.sum(0), "V": H.T @ D, "c": D.sum(0)}
    for key in theta:
        speed[key] = 0.9 * speed[key] - 0.1 * grad[key]
        theta[key] = theta[key] + speed[key]
print(O.round(3))
