"""What is learnt in one process is what pairs are chosen by in another."""

from itertools import combinations
from uuid import UUID

import msgspec
import numpy as np
import pytest

from huleedu.contracts.judging import Kind
from huleedu.kit.work import Done
from huleedu.kit.workers import InThisProcess
from huleedu.services.judging.api.posterior_cache import LEARN
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.judgements import Judgements, Known
from huleedu.services.judging.domain.learning import learn_from, reached
from huleedu.services.judging.domain.pairing import next_pairs
from huleedu.services.judging.domain.past import past_from
from huleedu.services.judging.domain.posterior_cache import Basis, Learnt, cached


def agreed(scripts: int, rounds: int) -> Judgements:
    """Every pair so often, the higher number always much better."""
    pairs = list(combinations(range(scripts), 2)) * rounds
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    return Judgements(
        scripts=scripts,
        judges=1,
        first=first,
        second=second,
        judge=np.zeros(len(pairs), np.int64),
        answer=np.full(len(pairs), -2),
        steps=np.full(len(pairs), 5),
    )


def basis(made: Judgements, rules: Rules) -> Basis:
    names = tuple(str(UUID(int=number)) for number in range(made.scripts))
    decisions = Decisions(
        judgements=made,
        scripts=names,
        judges=("Åsa",),
        times=("",) * len(made),
        sides_usable=True,
        kinds=(Kind.PERSON,),
        took_s=np.full(len(made), np.nan),
    )
    return Basis(decisions, None, rules)


@pytest.mark.parametrize("scripts", [8, 700], ids=["few", "many"])
def test_pairs_are_chosen_as_by_what_was_learnt(scripts: int) -> None:
    """With many there is no covariance to choose by."""
    made = agreed(scripts, 1).chosen(np.arange(3 * scripts))
    learnt, of = learn(made, Known()), basis(made, Rules())
    told = cached(msgspec.msgpack.decode(_sent(of), type=Learnt), of)
    assert told.only_variances == learnt.only_variances == (scripts > 8)
    assert np.allclose(told.mean(), learnt.mean())
    assert np.allclose(told.error(), learnt.error())
    if not told.only_variances:
        for doubt in (0.25, 1.0):
            assert np.allclose(told.covariance(doubt), learnt.covariance(doubt))
    past = past_from(made)
    by_both = [next_pairs(one, past, np.random.default_rng(3), count=5) for one in (told, learnt)]
    assert by_both[0] == by_both[1]


def _sent(of: Basis) -> bytes:
    return msgspec.msgpack.encode(learn_from(of, None))


async def test_looking_begins_where_it_ended() -> None:
    of = basis(agreed(8, 2), Rules())
    first = learn_from(of, None)
    found = await InThisProcess().call(LEARN, of, first.near, time_s=60)
    assert isinstance(found, Done)
    assert np.allclose(np.frombuffer(found.value.mean), np.frombuffer(first.mean), atol=0.05)


def test_what_is_reached_is_asked_for_only_where_it_may_end_the_batch() -> None:
    early = basis(agreed(8, 1).chosen(np.arange(19)), Rules(reliability=0.1))
    assert learn_from(early, None).reliability is None
    assert (reached(early) or 0.0) > 0.1
    enough = basis(agreed(8, 1).chosen(np.arange(20)), Rules(reliability=0.1))
    assert learn_from(enough, None).reliability == reached(enough)
    assert learn_from(basis(agreed(8, 1), Rules()), None).reliability is None
    assert reached(basis(agreed(2, 40), Rules())) is None, "two are too few to tell"
