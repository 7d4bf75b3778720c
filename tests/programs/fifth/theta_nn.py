import numpy as np

def add_ones(M):
    return np.hstack([np.ones((len(M), 1)), M])

def hypothesis(theta1, theta2, Q):
    a2 = add_ones(np.tanh(add_ones(Q) @ theta1))
    return a2, a2 @ theta2            # linear output unit

def train(X, Y, hidden=5, learning_rate=0.2, iterations=3000, seed=0):
    rs = np.random.RandomState(seed)
    N, D = X.shape
    theta1 = rs.uniform(-1, 1, (D + 1, hidden))
    theta2 = rs.uniform(-1, 1, (hidden + 1, 1))
    a1 = add_ones(X)

    for n in range(iterations):
        a2, a3 = hypothesis(theta1, theta2, X)
        if n % 300 == 0:
            print('Iter %5d | MSE %.5f' % (n, np.mean((a3 - Y) ** 2)))

        d3 = a3 - Y
        d2 = (d3 @ theta2.T * (1 - a2 ** 2))[:, 1:]

        # average gradient over the training set
        grad2 = a2.T @ d3 * N
        grad1 = a1.T @ d2 * N

        theta2 -= learning_rate * grad2
        theta1 -= learning_rate * grad1

    return theta1, theta2

X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
Y = np.array([[0.], [1.], [1.], [0.]])
t1, t2 = train(X, Y)
print(np.c_[X, Y, hypothesis(t1, t2, X)[1].round(4)])
