"""Faults are known by what they need."""

from huleedu.lab.run.faults import NEED_ROOT, OF_MESSAGES, ON_NATS, ON_VALKEY, Fault


def test_a_fault_of_an_engine_is_named_after_it() -> None:
    assert {fault for fault in Fault if fault.endswith("-valkey")} == ON_VALKEY
    assert {fault for fault in Fault if fault.endswith("-nats")} == ON_NATS


def test_what_is_in_the_plan_needs_neither_engines_nor_root() -> None:
    assert not OF_MESSAGES & (NEED_ROOT | ON_VALKEY | ON_NATS)
