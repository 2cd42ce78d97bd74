"""Carry out together what is asked while something is under way: group commit.

The cost of a durable write is the commit, not the rows; so calls that arrive during a commit wait
for the next one and share it.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class GroupCommit(Generic[Asked, Answer]):
    """Turns `carry_out(many) -> answers in the same order` into a call for one.

    Args:
        carry_out: does the work; what it raises is raised to each caller of the group.
        at_most: how many are carried out together.
        side_by_side: how many groups may be under way at once.
        apart_s: how much later than the one before it a group begins at the earliest, unless it is
            full. Whoever asks after a pause is not kept waiting; many who ask one after the other
            share more.
    """

    def __init__(
        self,
        carry_out: Callable[[list[Asked]], Awaitable[list[Answer]]],
        *,
        at_most: int,
        side_by_side: int,
        apart_s: float = 0.0,
    ) -> None:
        self._carry_out = carry_out
        self._at_most = at_most
        self._side_by_side = side_by_side
        self._waiting: deque[tuple[Asked, asyncio.Future[Answer]]] = deque()
        self._at_work = 0
        self._apart_s = apart_s
        self._began = -math.inf
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, asked: Asked) -> Answer:
        """Wait for the group that carries this out, and return its answer."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._at_work < self._side_by_side:
            self._at_work += 1
            task = asyncio.create_task(self._work_off())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await answer

    async def _work_off(self) -> None:
        try:
            await self._carry_out_groups()
        finally:
            # in the same breath as the look at what is waiting: whoever asks after that look
            # must not count on this task, which has yet to be told done
            self._at_work -= 1

    async def _carry_out_groups(self) -> None:
        while self._waiting:
            await self._keep_apart()
            group = [self._waiting.popleft() for _ in range(min(self._at_most, len(self._waiting)))]
            if not group:  # another group has taken all of them in the meantime
                return
            try:
                answers = await self._carry_out([asked for asked, _ in group])
            except BaseException as error:
                for _, answer in group:
                    if not answer.done():
                        answer.set_exception(error)
                if not isinstance(error, Exception):
                    raise
                continue
            for (_, future), answer in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    async def _keep_apart(self) -> None:
        loop = asyncio.get_running_loop()
        pause = self._began + self._apart_s - loop.time()
        if pause > 0 and len(self._waiting) < self._at_most:
            await asyncio.sleep(pause)
        self._began = loop.time()
