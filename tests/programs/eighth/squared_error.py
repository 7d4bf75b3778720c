import numpy as np
np.random.seed(3)
def sigmoid(x): return 1/(1+np.exp(-x))
X=np.array([[0,0],[0,1],[1,0],[1,1]]); y=np.array([[0],[1],[1],[0]])
W1=np.random.rand(2,4); b1=np.random.rand(4); W2=np.random.rand(4,1); b2=np.random.rand(1)
for i in range(5000):
    h=sigmoid(X@W1+b1); o=sigmoid(h@W2+b2)
    error=(y-o)**2
    d=error*o*(1-o); dh=d@W2.T*h*(1-h)
    W2+=0.5*h.T@d; b2+=0.5*d.sum(0)
    W1+=0.5*X.T@dh; b1+=0.5*dh.sum(0)
    if i%1000==0: print("error",error.mean())
print(o)
