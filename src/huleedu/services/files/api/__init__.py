"""What others may ask of the files service: what one file may take of us, and what is in it."""

from huleedu.services.files.domain import WARM, Limits, count_members
from huleedu.services.files.domain.own_results import HEAD_BYTES as OWN_RESULT_HEAD_BYTES
from huleedu.services.files.domain.own_results import is_ours as is_own_result
from huleedu.services.files.domain.own_results import may_be_ours as may_be_own_result

__all__ = [
    "OWN_RESULT_HEAD_BYTES",
    "WARM",
    "Limits",
    "count_members",
    "is_own_result",
    "may_be_own_result",
]
