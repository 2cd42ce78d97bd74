"""What administrators set is checked as a whole."""

from dataclasses import replace

from tests.services.identity.domain.test_language_models import ALLOWED

from huleedu.services.identity.domain.settings import SchoolSettings, settings_problems

NOW = SchoolSettings("Lundaskolan", "sv", teachers_need_factor=False)


def wrong(wanted: SchoolSettings, before: SchoolSettings = NOW) -> list[str]:
    return [each.field for each in settings_problems(before, wanted, operator=False)]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert wrong(NOW) == []
    models = replace(ALLOWED, currency="kr")
    many = tuple(f"{n},{n + 1}" for n in range(21))
    told = replace(NOW, name=" ", scales=many, llm=models)
    assert wrong(told) == ["school_name", "scales", "currency"]


def test_language_models_that_stay_are_not_looked_at_again() -> None:
    """An operator allowed them on this machine; a name is changed by somebody else."""
    before = replace(NOW, llm=replace(ALLOWED, endpoint="http://localhost:1/v1", contract=""))
    assert wrong(replace(before, name="Lunda"), before) == []
    assert wrong(before) == ["endpoint"]
