import numpy as np
np.random.seed(2)
X=np.array([[0,0],[0,1],[1,0],[1,1]],float); y=np.array([[0],[1],[1],[0]],float)
W1=np.random.randn(2,4); b1=np.zeros(4); W2=np.random.randn(4,1); b2=0
s=lambda z:1/(1+np.exp(-z))
for i in range(3000):
    h=s(X@W1+b1); o=s(h@W2+b2)
    d=(o-y); dh=d@W2.T*h*(1-h)
    W2-=.5*h.T@d; b2-=.5*d.sum(); W1-=.5*X.T@dh; b1-=.5*dh.sum(0)
print(o)
