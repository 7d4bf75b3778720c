import numpy as np
np.random.seed(0)
X=np.random.randn(32,2); y=(X[:,:1]*X[:,1:]>0).astype(float)
W1=np.random.randn(2,8); b1=np.zeros(8); W2=np.random.randn(8,1); b2=np.zeros(1)
sigmoid=lambda t:1/(1+np.exp(-t))
batch_size=8
for ep in range(1000):
    for i in range(0,len(X),batch_size):
        xb=X[i:batch_size]; yb=y[i:batch_size]
        if len(xb)==0: continue
        a=np.tanh(xb@W1+b1); o=sigmoid(a@W2+b2)
        d=(o-yb)/len(xb); da=d@W2.T*(1-a*a)
        W2-=.5*a.T@d; b2-=.5*d.sum(0); W1-=.5*xb.T@da; b1-=.5*da.sum(0)
print("accuracy",((sigmoid(np.tanh(X@W1+b1)@W2+b2)>.5)==y).mean())
