import numpy as np

def tanh_prime(a): return 1 - a*a

np.random.seed(2)
X = np.array([[0,0],[0,1],[1,0],[1,1]], dtype=float)
T = np.array([[0],[1],[1],[0]], dtype=float)

W1 = np.random.randn(2, 4) ; B1 = np.random.randn(4)
W2 = np.random.randn(4, 1) ; B2 = np.random.randn(1)

alpha = 0.1
for n in range(4000):
    Z1 = X.dot(W1) + B1
    A1 = np.tanh(Z1)
    Z2 = A1.dot(W2) + B2
    A2 = 1/(1 + np.exp(-Z2))

    dZ2 = A2 - T                             # cross entropy
    dW2 = A1.T.dot(dZ2)
    dB2 = dZ2.sum(axis=0)
    dZ1 = dZ2.dot(W2.T) * tanh_prime(A1)
    dW1 = X.T.dot(dZ1)
    dB1 = dZ1.sum(axis=1)

    W1 -= alpha*dW1 ; B1 -= alpha*dB1
    W2 -= alpha*dW2 ; B2 -= alpha*dB2

    if n % 400 == 0:
        print(n, 'loss:', -(T*np.log(A2) + (1-T)*np.log(1-A2)).sum())

print('result:', A2.T)
