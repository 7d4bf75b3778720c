import numpy as np
np.random.seed(20)
sigmoid = lambda z: 1/(1+np.exp(-z))
X = np.array([[0,0],[0,1],[1,0],[1,1]],float)
y = np.array([[0],[1],[1],[0]],float)
W1 = np.random.randn(2,5); b1 = np.zeros((1,5)); W2 = np.random.randn(5,1); b2 = np.zeros((1,1))
for i in range(5000):
    a1 = np.tanh(X@W1+b1)
    a2 = sigmoid(a1@W2+b2)
    loss = -np.mean(y*np.log(a2))
    da2 = -(y/a2)
    dz2 = da2*a2*(1-a2)/4
    dz1 = dz2@W2.T*(1-a1**2)
    W2 -= 0.3*a1.T@dz2; b2 -= 0.3*dz2.sum(0,keepdims=True)
    W1 -= 0.3*X.T@dz1; b1 -= 0.3*dz1.sum(0,keepdims=True)
    if i%500==0: print(i, loss)
print("accuracy:", ((a2>0.5)==y).mean())
