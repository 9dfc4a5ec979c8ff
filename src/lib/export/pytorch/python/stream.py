class Stream:
    """
    Random numbers of one purpose, for example "weights of hidden 1": xoroshiro128+, started from a seed and the purpose. The draws are
    those of the book, so that a seed means the same weights and the same batches here and in the page.
    """

    def __init__(self, seed, purpose):
        digest = 0x811C9DC5
        for letter in purpose:
            digest = (digest ^ ord(letter)) * 0x01000193 & 0xFFFFFFFF
        word = (digest * 0x9E3779B1 & 0xFFFFFFFF) ^ seed
        words = []
        for _ in range(4):
            word = word + 0x9E3779B9 & 0xFFFFFFFF
            words.append(self.mixed(self.mixed(word) ^ digest))
        self.s0, self.s1 = words[0] << 32 | words[1], words[2] << 32 | words[3]
        self.spare = None

    @staticmethod
    def mixed(bits):
        """The finaliser of MurmurHash3."""
        bits = (bits ^ bits >> 16) * 0x85EBCA6B & 0xFFFFFFFF
        bits = (bits ^ bits >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
        return bits ^ bits >> 16

    def word(self):
        """32 random bits."""
        s0, s1 = self.s0, self.s1
        both = s0 ^ s1
        self.s0 = (s0 << 24 ^ s0 >> 40 ^ both ^ both << 16) & 0xFFFFFFFFFFFFFFFF
        self.s1 = (both << 37 | both >> 27) & 0xFFFFFFFFFFFFFFFF
        return s0 + s1 & 0xFFFFFFFF

    def uniform(self):
        """In [0, 1), with 53 random bits."""
        return (self.word() & 0x3FFFFFF) * 2.0**-26 + (self.word() & 0x7FFFFFF) * 2.0**-53

    def below(self, n):
        """An integer in [0, n), each as likely."""
        most = 2**32 // n * n if n > 2 else 2**32
        while True:
            drawn = self.word() ^ 0x80000000
            if drawn < most:
                return drawn % n

    def gaussian(self):
        """Standard normal, by Marsaglia's polar method, which makes two at a time."""
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            square = u * u + v * v
            if 0 < square < 1:
                factor = math.sqrt(-2 * self.log(square) / square)
                self.spare = v * factor
                return u * factor

    @staticmethod
    def log(x):
        """The natural logarithm from + - * / alone, to the last digit that of the page."""
        mantissa, exponent = math.frexp(x)
        if mantissa < 0.7071067811865476:
            mantissa, exponent = 2 * mantissa, exponent - 1
        s = (mantissa - 1) / (mantissa + 1)
        series = 0.0
        for power in range(19, 0, -2):
            series = series * (s * s) + 1 / power
        return exponent * 0.6931471805599453 + 2 * s * series

    def shuffle(self, items):
        """In place (Fisher and Yates)."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items
