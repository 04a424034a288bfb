"""Discrete Gaussian draws by another implementation: fractions instead of 128-bit numbers, written from the paper.

Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1-3. It has the order of draws and the
labels of a node's streams, so that both give the same numbers: those that Archipel's own tests hold. From the root of the
repository: python3 tests/foreign/gaussian.py
"""

import hmac
import re
import sys
from fractions import Fraction
from math import isqrt


class Stream:
    """Words of 64 bits of one draw: HMAC-SHA256 over four numbers of 32 bits and a counter of 64."""

    def __init__(self, key, table, area, cell, statistic):
        self.key, self.label = key, b"".join(n.to_bytes(4, "big") for n in (table, area, cell, statistic))
        self.counter, self.words = 0, []

    def word(self):
        if not self.words:
            block = hmac.digest(self.key, self.label + self.counter.to_bytes(8, "big"), "sha256")
            self.words = [int.from_bytes(block[i : i + 8], "big") for i in range(0, 32, 8)]
            self.counter += 1
        return self.words.pop(0)

    def below(self, n):
        digits = (n - 1).bit_length()
        if digits == 0:
            return 0
        while True:
            high = self.word() << 64 if digits > 64 else 0
            drawn = (high | self.word()) & ((1 << digits) - 1)
            if drawn < n:
                return drawn


def exp_of_part(gamma, denominator, stream):
    """Yes with probability exp(-gamma), gamma at most 1; the fraction is drawn over the denominator that is given."""
    a, k = int(gamma * denominator), 1
    while stream.below(denominator) < a and stream.below(k) == 0:
        k += 1
    return k % 2 == 1


def exp(gamma, denominator, stream):
    whole = int(gamma)
    return all(exp_of_part(1, 1, stream) for _ in range(whole)) and exp_of_part(gamma - whole, denominator, stream)


def laplace(t, stream):
    while True:
        low = stream.below(t)
        if not exp_of_part(Fraction(low, t), t, stream):
            continue
        high = 0
        while exp_of_part(1, 1, stream):
            high += 1
        magnitude, negative = low + t * high, stream.word() & 1
        if magnitude or not negative:
            return -magnitude if negative else magnitude


def gaussian(numerator, denominator, stream):
    variance = Fraction(numerator, denominator)
    t = isqrt(numerator // denominator) + 1
    while True:
        y = laplace(t, stream)
        off = (abs(y) - variance / t) ** 2 / (2 * variance)
        if exp(off, 2 * numerator * denominator * t * t, stream):
            return y


def vector(name):
    """A vector as Archipel's tests have it."""
    with open("crates/core/src/disclosure/private/tests/gaussian.rs", encoding="utf-8") as tests:
        numbers = re.search(rf"const {name}: \[i64; \d+\] =\s*\[([^\]]*)\]", tests.read()).group(1)
    return [int(number.replace("_", "")) for number in numbers.split(",") if number.strip()]


if __name__ == "__main__":
    key = bytes([7] * 32)
    # Variances of 10,000/3, up to the next 64th, and of 2^50.
    for name, numerator, denominator, statistic in [("VECTOR_FINE", 213_334, 64, 0), ("VECTOR_COARSE", 1 << 50, 1, 1)]:
        expected = vector(name)
        cells = range(len(expected))
        drawn = [gaussian(numerator, denominator, Stream(key, 1, 2, cell, statistic)) for cell in cells]
        if drawn != expected:
            sys.exit(f"{name}: {drawn} drawn, {expected} expected")
        print(f"{name}: the same {len(drawn)} draws")
