import numpy as np
np.random.seed(9)
def sigmoid(z): return 1/(1+np.exp(-z))
X = np.array([[0,0],[0,1],[1,0],[1,1]],dtype=np.float64)
y = np.array([[0],[1],[1],[0]],dtype=np.float64)
lam = 0.5
lr = 0.5
W1 = np.random.randn(2,4); b1 = np.zeros((1,4)); W2 = np.random.randn(4,1); b2=np.zeros((1,1))
for epoch in range(10000):
    a1 = sigmoid(X@W1+b1); a2 = sigmoid(a1@W2+b2)
    d2 = (a2-y)/4
    d1 = d2@W2.T*a1*(1-a1)
    W2 -= lr*(a1.T@d2+lam*W2)
    b2 -= lr*d2.sum(axis=0,keepdims=True)
    W1 -= lr*(X.T@d1+lam*W1)
    b1 -= lr*d1.sum(axis=0,keepdims=True)
    if epoch%1000==0: print("Epoch:",epoch,"Loss:",-np.mean(y*np.log(a2)+(1-y)*np.log(1-a2)))
print(np.round(a2,3))
