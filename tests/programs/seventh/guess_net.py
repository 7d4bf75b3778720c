import numpy as np

np.random.seed(0)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], dtype=float)  # 3rd column is bias
labels = [0, 1, 1, 0]

def s(t):
    return 1 / (1 + np.exp(-t))

hidden_w = np.random.uniform(-1, 1, size=(3, 3))
out_w = np.random.uniform(-1, 1, size=4)
eta = 0.5

for n in range(3000):
    mistakes = 0
    for row, label in zip(X, labels):
        h = np.append(s(hidden_w.dot(row)), 1.0)
        o = s(out_w.dot(h))
        guess = int(o)
        error = label - guess
        if error != 0:
            mistakes += 1
        delta = error * o * (1 - o)
        delta_h = delta * out_w[:3] * h[:3] * (1 - h[:3])
        out_w += eta * delta * h
        hidden_w += eta * np.outer(delta_h, row)
    if n % 500 == 0:
        print("round", n, "mistakes", mistakes)

for row, label in zip(X, labels):
    h = np.append(s(hidden_w.dot(row)), 1.0)
    print(row[:2], label, s(out_w.dot(h)))
