def orthogonal(gain):
    """`gain` times a random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2014)."""

    def start(count, inputs, random):
        outputs = count // inputs
        tall = np.array([random.gaussian() for _ in range(count)]).reshape(max(inputs, outputs), -1)
        q, r = np.linalg.qr(tall)
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
        return gain * (q.T if inputs < outputs else q).ravel()

    return start
