import numpy as np

rng = np.random.default_rng(5)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], float)
Y = np.array([[0], [1], [1], [0]], float)
A = rng.normal(size=(3, 5))
B = rng.normal(size=(5, 1))
cache_A, cache_B = np.zeros_like(A), np.zeros_like(B)
decay, rate = 0.9, 0.02
for i in range(2000):
    H = np.tanh(X @ A)
    O = 1 / (1 + np.exp(-(H @ B)))
    E = (O - Y) * O * (1 - O)
    gB = H.T @ E
    gA = X.T @ ((E @ B.T) * (1 - H * H))
    cache_A = decay * cache_A + (1 - decay) * gA**2
    cache_B = decay * cache_B + (1 - decay) * gB**2
    A -= rate * gA / (np.sqrt(cache_A) + 1e-8)
    B -= rate * gB / (np.sqrt(cache_B) + 1e-8)
print(O.round(3).ravel())
