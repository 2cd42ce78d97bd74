"""What a pair is worth is worked out once, and is the same for whoever asks."""

import numpy as np
import pytest

from huleedu.services.judging.domain.judgements import Floats
from huleedu.services.judging.domain.worth import Outlook, Outlooks

MEAN = np.array([-1.0, -0.9, 0.0, 1.5])
COVARIANCE = np.diag([0.5, 0.5, 0.2, 0.9]) + 0.05


class Counting:
    """A belief that counts how often it is asked for its covariance."""

    scripts = 4
    measured = False
    only_variances = False
    asked = 0

    def mean(self) -> Floats:
        return MEAN

    def error(self) -> Floats:
        return np.sqrt(COVARIANCE.diagonal())

    def covariance(self, doubt: float = 1.0) -> Floats:
        self.asked += 1
        return COVARIANCE * (1 + doubt)


@pytest.mark.parametrize("covariance", [COVARIANCE, None], ids=["few", "many"])
def test_a_part_is_worth_what_the_whole_says(covariance: Floats | None) -> None:
    outlook = Outlook(MEAN, COVARIANCE.diagonal(), covariance)
    everybody = np.arange(4)
    whole = outlook.worth(everybody, everybody)
    rows, columns = np.array([2, 0]), np.array([1, 3, 2])
    assert np.allclose(outlook.worth(rows, columns), whole[np.ix_(rows, columns)])
    assert np.allclose(whole, whole.T)
    assert whole[0, 1] > whole[0, 3], "what is near and uncertain tells more than what is far"


@pytest.mark.parametrize("covariance", [COVARIANCE, None], ids=["few", "many"])
def test_a_judgement_narrows_what_is_believed_of_its_pair(covariance: Floats | None) -> None:
    outlook = Outlook(MEAN, COVARIANCE.diagonal(), covariance)
    after = outlook.after(outlook.told(0, 1))
    assert (after.variance[:2] < outlook.variance[:2]).all()
    assert np.allclose(after.variance[3], outlook.variance[3])
    assert after.mean is outlook.mean


def test_a_belief_is_asked_once_for_all() -> None:
    believed = Counting()
    outlooks = Outlooks(believed)
    assert outlooks.at(0.5) is outlooks.at(0.5)
    assert outlooks.at(None).covariance is None
    assert believed.asked == 1
    assert np.allclose(outlooks.at(1.0).variance, 2 * COVARIANCE.diagonal())
    assert believed.asked == 2
