# valkey ships types of which strict checking knows half: keyword arguments without any, answers
# that are awaitable or not. These are those that we use.
from valkey import exceptions as exceptions
