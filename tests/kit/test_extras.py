"""Whoever lacks an extra is told the command that brings it to where they are."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from huleedu.kit import extras
from huleedu.kit.extras import NotInstalled


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any] | None) -> None:
    """Let the program be found in a folder, as an installer would note it."""
    noted = folder / "huleedu-0.1.0.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text("Metadata-Version: 2.4\nName: huleedu\nVersion: 0.1.0\n")
    if origin is not None:
        (noted / "direct_url.json").write_text(json.dumps(origin))
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    monkeypatch.setattr(sys, "prefix", str(folder))


def receive(folder: Path, *had: str) -> None:
    """Leave the receipt of `uv tool install`."""
    named = f"extras = {json.dumps(had)}, " if had else ""
    (folder / "uv-receipt.toml").write_text(
        f'[tool]\nrequirements = [{{ name = "huleedu", {named}path = "x.whl" }}]\n'
        'entrypoints = [{ name = "huleedu", install-path = "/x", from = "huleedu" }]\n'
    )


def test_in_a_clone_it_is_an_argument_of_uv_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        tmp_path, monkeypatch, {"url": "file:///home/åsa/huleedu", "dir_info": {"editable": True}}
    )
    assert extras.how("png") == "`uv run --extra png huleedu …`"


def test_a_tool_is_installed_anew_and_keeps_the_extras_that_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, None)
    receive(tmp_path)
    assert extras.how("png") == "`uv tool install 'huleedu[png]'`"
    receive(tmp_path, "uvloop", "png", "engines")
    assert extras.how("png") == "`uv tool install 'huleedu[engines,png,uvloop]'`"


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (
            {"url": "file:///home/%C3%85sa%20B/huleedu-0.1.0-py3-none-any.whl", "archive_info": {}},
            "huleedu[nats] @ /home/Åsa B/huleedu-0.1.0-py3-none-any.whl",
        ),
        ({"url": "file:///home/x/huleedu", "dir_info": {}}, "huleedu[nats] @ /home/x/huleedu"),
        (
            {"url": "https://a.example/h.whl", "archive_info": {}},
            "huleedu[nats] @ https://a.example/h.whl",
        ),
        (
            {"url": "https://a.example/h", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "huleedu[nats] @ git+https://a.example/h@abc",
        ),
    ],
)
def test_it_comes_from_where_the_program_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any], requirement: str
) -> None:
    install(tmp_path, monkeypatch, origin)
    assert extras.how("nats") == f"`pip install '{requirement}'`"
    receive(tmp_path)
    assert extras.how("nats") == f"`uv tool install '{requirement}'`"


def test_what_is_there_is_there_and_what_is_not_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for extra in extras.MODULES:
        assert extras.is_there(extra)
        extras.need(extra, "All")
    install(tmp_path, monkeypatch, None)
    monkeypatch.setitem(extras.MODULES, "png", ("resvg_py", "not_to_be_had"))
    with pytest.raises(NotInstalled, match="What draws is not installed: `pip install 'huleedu"):
        extras.need("png", "What draws")


def test_each_extra_of_the_wheel_is_known() -> None:
    from importlib import metadata

    assert set(metadata.metadata("huleedu").get_all("Provides-Extra") or []) == {*extras.MODULES}
