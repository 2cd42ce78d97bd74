"""What a run asks follows from its seed."""

from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from huleedu.lab.run import Fault, Plan, rounds


def test_the_same_seed_asks_the_same() -> None:
    plan = Plan(repeat=5, faults=tuple(Fault), seed=3)
    assert list(rounds(plan)) == list(rounds(plan))
    assert list(rounds(plan)) != list(rounds(msgspec.structs.replace(plan, seed=4)))


@given(
    tasks=st.integers(1, 40),
    processes=st.integers(1, 5),
    identical=st.integers(1, 6),
    seed=st.integers(0, 99),
)
def test_each_offer_goes_to_one_process(
    tasks: int, processes: int, identical: int, seed: int
) -> None:
    plan = Plan(tasks=tasks, processes=processes, identical=identical, repeat=2, seed=seed)
    one, other = rounds(plan)
    assert one.batch != other.batch
    offered = [offer.content for share in one.shares for offer in share]
    assert len(offered) == tasks
    assert len(set(offered)) == one.contents == max(1, tasks - identical + 1)


def test_with_twice_each_offer_reaches_two_processes() -> None:
    [asked] = rounds(Plan(tasks=10, faults=(Fault.TWICE,)))
    offered = Counter(offer.content for share in asked.shares for offer in share)
    assert set(offered.values()) == {2}


def test_out_of_order_some_offers_come_before_their_batch() -> None:
    [asked] = rounds(Plan(faults=(Fault.OUT_OF_ORDER,), seed=1))
    assert asked.register_after_ms is not None
    came = [offer.after_ms for share in asked.shares for offer in share]
    assert min(came) < asked.register_after_ms < max(came)


def test_faults_of_messages_are_done_to_nobody() -> None:
    [asked] = rounds(Plan(faults=(Fault.LATE, Fault.CUT)))
    assert [fault for fault, _, _ in asked.faults] == [Fault.CUT]
