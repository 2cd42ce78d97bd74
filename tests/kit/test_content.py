"""A content's name follows from its bytes alone."""

from huleedu.kit.content import address_of


def test_a_content_is_named_by_its_sha_256() -> None:
    assert address_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert address_of("Åsa".encode()) != address_of(b"Asa")
