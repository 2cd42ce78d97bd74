"""What is closed opens whole, for what it is about, and by its key alone."""

from huleedu.kit.ciphers import close, opened

KEY = bytes(range(32))


def test_every_bit_of_it_counts() -> None:
    closed = close(KEY, b"JBSWY3DP", b"a")
    assert opened(KEY, closed, b"a") == b"JBSWY3DP"
    assert opened(KEY, closed, b"b") is None
    assert opened(bytes(32), closed, b"a") is None
    for at in range(len(closed)):
        broken = bytearray(closed)
        broken[at] ^= 1
        assert opened(KEY, bytes(broken), b"a") is None
    assert all(opened(KEY, closed[:end], b"a") is None for end in range(len(closed)))
