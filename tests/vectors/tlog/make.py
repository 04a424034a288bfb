#!/usr/bin/env python3
"""Writes the vectors that README.md describes beside itself, the same bytes in every run."""

import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = Path(__file__).resolve().parent
SIZE = 300
RECORDS = [b'{"seq":%d,"kind":"vector"}' % n for n in range(SIZE)]


def write(path, data):
    path = HERE / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def base64(data):
    return b64encode(data).decode()


def lines(hashes):
    return "".join(base64(h) + "\n" for h in hashes)


# RFC 6962, section 2.1: the tree, audit paths and consistency proofs, as they are defined there.


def split(n):
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d):
    if len(d) == 0:
        return sha256().digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = split(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m, d):
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return path(m, d[:k]) + [mth(d[k:])]
    return path(m - k, d[k:]) + [mth(d[:k])]


def proof(m, d):
    return subproof(m, d, True)


def subproof(m, d, known):
    if m == len(d):
        return [] if known else [mth(d)]
    k = split(len(d))
    if m <= k:
        return subproof(m, d[:k], known) + [mth(d[k:])]
    return subproof(m - k, d[k:], False) + [mth(d[:k])]


# signed-note, tlog-checkpoint, tlog-cosignature


class Key:
    def __init__(self, name, kind, seed):
        self.name = name
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = bytes([kind]) + self.private.public_key().public_bytes_raw()
        self.id = sha256(name.encode() + b"\n" + self.public).digest()[:4]

    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{base64(self.public)}\n"

    def line(self, signature):
        return f"\u2014 {self.name} {base64(self.id + signature)}\n"

    def sign(self, text):
        return self.line(self.private.sign(text.encode()))

    def cosign(self, text, time):
        message = f"cosignature/v1\ntime {time}\n{text}"
        return self.line(time.to_bytes(8, "big") + self.private.sign(message.encode()))


LOG = Key("isles/north/audit", 0x01, b"\x01" * 32)
WITNESS = Key("isles/east/witness", 0x04, b"\x02" * 32)


def body(size):
    return f"{LOG.name}\n{size}\n{base64(mth(RECORDS[:size]))}\n"


def checkpoint(size):
    return body(size) + "\n" + LOG.sign(body(size))


# tlog-tiles


def tiles(level, items):
    """Items in files of 256; the last is partial. No index here is above 999."""
    for n in range(0, len(items), 256):
        part = items[n : n + 256]
        partial = "" if len(part) == 256 else f".p/{len(part)}"
        write(f"log/tile/{level}/{n // 256:03}{partial}", b"".join(part))


def main():
    shutil.rmtree(HERE / "log", ignore_errors=True)

    write("log/log.vkey", LOG.vkey())
    write("log/checkpoint", checkpoint(SIZE))
    write("log/records.jsonl", b"".join(record + b"\n" for record in RECORDS))

    tiles("entries", [len(record).to_bytes(2, "big") + record for record in RECORDS])
    level, width = 0, 1
    while width <= SIZE:
        tiles(level, [mth(RECORDS[at : at + width]) for at in range(0, SIZE - width + 1, width)])
        level, width = level + 1, width * 256

    cosigned = checkpoint(290) + WITNESS.cosign(body(290), 1767225600)
    write("log/cosigned", WITNESS.vkey() + "\n" + cosigned)

    # tlog-proof
    head = f"c2sp.org/tlog-proof@v1\nextra {base64(RECORDS[7])}\nindex 7\n"
    write("log/proofs/7.tlog-proof", head + lines(path(7, RECORDS)) + "\n" + checkpoint(SIZE))

    # tlog-witness, the body of add-checkpoint
    write("submission.txt", "old 255\n" + lines(proof(255, RECORDS)) + "\n" + checkpoint(SIZE))

    write("roots.txt", "".join(f"{n} {mth(RECORDS[:n]).hex()}\n" for n in range(SIZE + 1)))


main()
