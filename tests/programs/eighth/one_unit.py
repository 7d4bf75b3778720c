import numpy as np
np.random.seed(4)
X=np.array([[0,0],[0,1],[1,0],[1,1]],float); y=np.array([[0],[1],[1],[0]])
nh=1
W1=np.random.randn(2,nh); b1=np.zeros(nh); W2=np.random.randn(nh,1); b2=np.zeros(1)
sigmoid=lambda t:1/(1+np.exp(-t))
for it in range(20000):
    a=sigmoid(X@W1+b1); o=sigmoid(a@W2+b2)
    d=(o-y)*o*(1-o); da=d@W2.T*a*(1-a)
    W2-=.5*a.T@d; b2-=.5*d.sum(0); W1-=.5*X.T@da; b1-=.5*da.sum(0)
print(o)
