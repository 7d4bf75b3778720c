import numpy as np

rng = np.random.default_rng(2)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
Y = np.array([[0], [1], [1], [0]], float)
P = [rng.normal(size=(2, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)]
M = [np.zeros_like(p) for p in P]
S = [np.zeros_like(p) for p in P]
for t in range(1, 1001):
    H = np.tanh(X @ P[0] + P[1])
    O = 1 / (1 + np.exp(-(H @ P[2] + P[3])))
    D = (O - Y) / 4
    E = D @ P[2].T * (1 - H**2)
    for k, g in enumerate((X.T @ E, E.sum(0), H.T @ D, D.sum(0))):
        M[k] = 0.9 * M[k] + 0.1 * g
        S[k] = 0.999 * S[k] + 0.001 * g * g
        P[k] -= 0.05 * (M[k] / (1 - 0.9**t)) / (np.sqrt(S[k] / (1 - 0.999**t)) + 1e-8)
print(O.ravel())
