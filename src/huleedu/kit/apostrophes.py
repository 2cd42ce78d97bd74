"""Know an apostrophe however it was typed."""

APOSTROPHES = "'’‘ʼ´`′＇ʹ‛"
"""Between two letters each of these is an apostrophe: keyboards differ, and Swedish ones have ´
and ` in handier places than '."""
ONE_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), "'")
"""For `str.translate`: all of them become the plain one."""
