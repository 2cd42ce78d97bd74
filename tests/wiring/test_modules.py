"""Every service is in the table under its own name, and with the tables that it says it has."""

from huleedu.wiring.modules import HEARD, HEARERS, SERVICES


def test_a_service_is_found_by_its_name() -> None:
    for name, service in SERVICES.items():
        assert service.name == name
        assert service.purpose
        assert service.schema is None or list(service.schema.glob("0001_*.sql"))


def test_who_hears_nothing_is_no_hearer() -> None:
    assert "identity" not in HEARERS
    assert all(HEARD[name] for name in HEARERS)
