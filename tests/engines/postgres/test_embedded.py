"""What keeps the socket from its folder is named by the error's number, not guessed at."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

from huleedu.engines.postgres.account import Account
from huleedu.engines.postgres.embedded import make_socket_dir
from huleedu.engines.supervisor.engine import CannotStart


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "/tmp: the disk is full"),
        (errno.EDQUOT, "/tmp: your share of the disk is used up"),
        (errno.EROFS, "/tmp: the disk is read-only"),
        (errno.EACCES, "/tmp: it may not be written to"),
        (errno.ENOENT, "/tmp: there is no such folder"),
        (errno.EMFILE, f"/tmp: {os.strerror(errno.EMFILE)}"),
    ],
    ids=lambda value: errno.errorcode.get(value) if isinstance(value, int) else "",
)
def test_why_no_folder_takes_the_socket_is_told(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_wanted: object) -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(CannotStart) as refused:
        make_socket_dir(Account(os.geteuid(), os.getegid(), needs_keys=False))
    assert said in str(refused.value)
    assert f"{tmp_path}: " in str(refused.value)
    assert ("full" in str(refused.value)) == (number == errno.ENOSPC)
