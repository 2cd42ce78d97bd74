"""One goes on to paths of ours alone."""

import pytest

from huleedu.gateway.web.pages import identifier, own_path, sign_in_address


@pytest.mark.parametrize("ours", ["/", "/batches/1?filter=late", "/help/files", "/a%2f%2fb"])
def test_our_paths_are_kept(ours: str) -> None:
    assert own_path(ours) == ours


@pytest.mark.parametrize(
    "other",
    ["", "//x", "///x", "http://x", "javascript:x", "/\\x", "\\\\x", "/ x", "/\tx", "/\nx", "x/y"],
)
def test_all_else_is_home(other: str) -> None:
    assert own_path(other) == "/"


def test_what_was_wanted_is_remembered_over_sign_in() -> None:
    assert sign_in_address("/batches?a=b&c=d") == "/sign-in?next=/batches%3Fa%3Db%26c%3Dd"
    assert sign_in_address("//x") == "/sign-in?next=/"


def test_an_id_is_a_uuid() -> None:
    assert identifier("0") is None
    assert identifier("00000000-0000-4000-8000-000000000001")
