import numpy as np
np.random.seed(0)
raw = """5.1,3.5,1.4,0.2,0
4.9,3.0,1.4,0.2,0
4.7,3.2,1.3,0.2,0
5.0,3.6,1.4,0.2,0
5.4,3.9,1.7,0.4,0
7.0,3.2,4.7,1.4,1
6.4,3.2,4.5,1.5,1
6.9,3.1,4.9,1.5,1
5.5,2.3,4.0,1.3,1
6.5,2.8,4.6,1.5,1
6.3,3.3,6.0,2.5,2
5.8,2.7,5.1,1.9,2
7.1,3.0,5.9,2.1,2
6.3,2.9,5.6,1.8,2
6.5,3.0,5.8,2.2,2"""
table = np.array([[float(v) for v in line.split(",")] for line in raw.split("\n")])
X = table[:, :4]
labels = table[:, 4].astype(int)
X = (X-X.mean(axis=0))/X.std(axis=0)
Y = np.eye(3)[labels]
def softmax(z):
    e = np.exp(z)
    return e/np.sum(e, axis=0)
W1 = np.random.randn(4,5)*0.3; b1 = np.zeros((1,5))
W2 = np.random.randn(5,3)*0.3; b2 = np.zeros((1,3))
for epoch in range(1000):
    A1 = np.tanh(X@W1+b1)
    P = softmax(A1@W2+b2)
    loss = -np.sum(Y*np.log(P))/len(X)
    dZ2 = (P-Y)/len(X)
    dW2 = A1.T@dZ2; db2 = dZ2.sum(axis=0,keepdims=True)
    dZ1 = dZ2@W2.T*(1-A1**2)
    dW1 = X.T@dZ1; db1 = dZ1.sum(axis=0,keepdims=True)
    W1 -= 0.5*dW1; b1 -= 0.5*db1; W2 -= 0.5*dW2; b2 -= 0.5*db2
    if epoch % 100 == 0:
        print(epoch, loss, (P.argmax(axis=1)==labels).mean())
