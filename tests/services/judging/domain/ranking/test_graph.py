"""Groups of scripts that no judgement links."""

import numpy as np

from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.judgements import Judgements, Known
from huleedu.services.judging.domain.ranking.graph import Apart, Linked, links


def chain(scripts: int, pairs: list[tuple[int, int]]) -> Judgements:
    """Judgements that the first is better."""
    first, second = np.array(pairs).T
    ones = np.ones(len(pairs), np.int64)
    return Judgements(scripts, 1, first, second, 0 * ones, ones, 2 * ones)


def test_a_chain_links_all() -> None:
    assert links(chain(4, [(0, 1), (2, 1), (3, 2)])) == Linked()


def test_groups_are_named_the_largest_first() -> None:
    found = links(chain(6, [(4, 5), (0, 1), (1, 2)]))
    assert isinstance(found, Apart)
    assert found.group.tolist() == [0, 0, 0, 2, 1, 1]
    assert found.sizes == (3, 2, 1)
    assert found.unjudged == (3,)


def test_nothing_judged_is_all_apart() -> None:
    found = links(Judgements(3, 1))
    assert isinstance(found, Apart)
    assert found.unjudged == (0, 1, 2)


def test_the_errors_say_that_groups_cannot_be_compared() -> None:
    pairs = [(0, 1), (1, 2), (0, 2)] * 15 + [(1, 0), (2, 1)] * 5
    others = [(3, 4), (4, 5), (3, 5)] * 15 + [(4, 3), (5, 4)] * 5
    apart = learn(chain(6, pairs + others), Known(side_sd=0))
    bridged = learn(chain(6, pairs + others + [(0, 3), (4, 1)] * 20), Known(side_sd=0))

    def across(covariance: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
        return float(covariance[0, 0] + covariance[3, 3] - 2 * covariance[0, 3])

    assert across(apart.covariance()) > 2 * across(bridged.covariance())
