"""What people are called, both ways."""

from huleedu.kit.short_forms import is_name_as_well, long_forms, short_forms


def test_a_short_form_leads_back_to_every_name_that_it_stands_for() -> None:
    assert "lasse" in short_forms(["lars"])
    assert long_forms(["lasse"]) == {"lars"}
    assert {"william"} <= long_forms(["bill", "nobody"])
    for name in ("katarina", "elisabeth", "william"):
        assert all(name in long_forms([form]) for form in short_forms([name]))


def test_some_are_names_as_well() -> None:
    assert is_name_as_well("anna")
    assert not is_name_as_well("lasse")
