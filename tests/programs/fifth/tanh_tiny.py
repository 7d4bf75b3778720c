import numpy as np
rs = np.random.RandomState(0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float64)
Y = np.array([[0], [1], [1], [0]], dtype=np.float64)
A = rs.randn(2, 5) * 0.7
a = np.zeros((1, 5))
B = rs.randn(5, 1) * 0.7
b = np.zeros((1, 1))
lr = 10
for t in range(3000):
    H = np.tanh(X @ A + a)
    P = np.tanh(H @ B + b)
    G = (P - Y) * (1 - P * P)
    dH = (G @ B.T) * (1 - H * H)
    A -= lr * (X.T @ dH)
    a -= lr * dH.sum(axis=0, keepdims=True)
    B -= lr * (H.T @ G)
    b -= lr * G.sum(axis=0, keepdims=True)
    if t % 300 == 0:
        print(t, 0.5 * ((P - Y) ** 2).sum())
print(np.hstack([X, Y, P]))
