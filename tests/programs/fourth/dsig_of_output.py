import numpy as np


def nonlin(v, deriv=False):
    if deriv:
        return v * (1 - v)
    return 1 / (1 + np.exp(-v))


# third column is always 1, it plays the bias
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T

np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((5, 1)) - 1

for j in range(10000):
    l0 = X
    l1 = np.hstack([nonlin(l0 @ syn0), np.ones((4, 1))])
    l2 = nonlin(l1 @ syn1)

    l2_error = y - l2
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta @ syn1.T
    l1_delta = (l1_error * nonlin(l1, deriv=True))[:, :-1]

    syn1 += l1.T @ l2_delta
    syn0 += l0.T @ l1_delta

print("Output after training:")
for row in l2:
    print(row[0])
