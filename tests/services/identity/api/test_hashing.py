"""Passwords are kept by argon2id at the measured cost, and no more at once than processors."""

import asyncio
import os
import threading

import pytest

from huleedu.services.identity.api import hashing


async def test_a_password_is_recognised_and_no_other() -> None:
    kept = await hashing.hash_password("A\u030ang och ånga i tolv")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hashing.is_password(kept, "Ång och ånga i tolv"), "however its letters are typed"
    assert not await hashing.is_password(kept, "Ång och ånga i tolv ")
    assert not await hashing.is_password(kept, "")
    assert not hashing.is_outdated(kept)


async def test_whole_passwords_count_however_long() -> None:
    kept = await hashing.hash_password("x" * 255 + "a")
    assert not await hashing.is_password(kept, "x" * 255 + "b")


async def test_nobodys_password_is_nothing() -> None:
    assert not await hashing.is_password(None, "")
    assert not await hashing.is_password("no hash", "")


def test_nobodys_password_takes_as_long_as_any() -> None:
    assert not hashing.is_outdated(vars(hashing)["_NOBODYS"])


async def test_no_more_at_once_than_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    verify = vars(hashing)["_verify"]

    def counting(kept: str, password: str) -> bool:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        found = verify(kept, password)
        with lock:
            at_once -= 1
        return found

    monkeypatch.setattr(hashing, "_verify", counting)
    await asyncio.gather(*(hashing.is_password(None, "x") for _ in range(20)))
    assert 1 <= most <= (os.cpu_count() or 1)
