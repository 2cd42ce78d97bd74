"""What the judge's page says by itself: its script fills in the figures."""

from functools import cache

from huleedu.gateway.web.new_batch import EXAMPLES
from huleedu.gateway.web.pages import Asked
from huleedu.gateway.words.choice import LANGUAGES
from huleedu.gateway.words.words import Words, words
from huleedu.services.judging.api.naming import WhyNot

CODES = (
    *("title", "fetching", "saving", "two_waiting", "undoing", "undone", "undone_flag"),
    *("nothing_to_undo", "count_differs", "decided_before", "gone", "refused"),
    *("held_long", "quick", "done_of", "done", "flagged", "comment_saved", "comment_unsaved"),
    *("wide", "wide_off", "welcome", "welcome_what", "welcome_by", "offline", "mistake", "empty"),
    *("practice_of", "practice_as", "practice_other", "why_which", "why_noted", "why_told"),
    *("mine_changed", "mine_changed_at", "mine_same", "mine_late", "mine_gone", "mine_answer"),
    *("no_more", "state.quota_reached_what", "welcome_unnamed"),
    *(f"name.{why}" for why in WhyNot),
    *(
        f"{state}{what}"
        for state in (
            *("state.texts_used_up", "state.no_pair_left", "state.no_pair_now", "state.closed"),
            *("state.school_paused", "state.not_opened", "link.none", "link.wrong", "link.ended"),
        )
        for what in ("", "_what")
    ),
    *(f"said.{answer}" for answer in (2, 1, 0, -1, -2)),
)
COUNTED = (
    *("minutes", "welcome_many", "welcome_essays", "welcome_long", "practise"),
    *("state.quota_reached", "do_more"),
)
"""Of these there is one sentence for one, and one for many."""
ONE, MANY = 1, 2


def judge_words(asked: Asked) -> dict[str, str | list[str] | dict[str, str]]:
    """Code → sentence with its placeholders; for what is counted, that of one and that of many.

    `questions`: what judges are asked as a rule, in whatever language it is kept → in the page's.
    """
    told = asked.words
    return {
        **{code: told.sentence(f"judge.{code}") for code in CODES},
        **{code: [told.sentence(f"judge.{code}", n) for n in (ONE, MANY)] for code in COUNTED},
        "questions": _questions(told),
    }


@cache
def _questions(told: Words) -> dict[str, str]:
    return {
        words(language).say(f"criterion.{example}"): told.say(f"criterion.{example}")
        for example in EXAMPLES
        for language in LANGUAGES
    }
