from collections.abc import Sequence

class _Places:
    def tolist(self) -> list[int]: ...

def linear_sum_assignment(
    cost_matrix: Sequence[Sequence[float]], maximize: bool = False
) -> tuple[_Places, _Places]: ...
