"""How hard a text is to read, from the lengths of its sentences and words."""


def lix(words: int, sentences: int, long_words: int) -> float:
    """LIX, läsbarhetsindex: words per sentence + long words (more than 6 letters) in percent.

    Source: Björnsson, C.-H. (1968). Läsbarhet. Stockholm: Liber. He counts numbers as words and a
    colon as a sentence's end; here words and sentences are those of `huleedu.kit.prose`.
    Needs at least one word and one sentence.
    """
    return words / sentences + 100 * long_words / words


def flesch(words: int, sentences: int, syllables: int) -> float:
    """Reading ease: 206.835 - 1.015 (words per sentence) - 84.6 (syllables per word).

    Source: Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology 32(3),
    221-233. Needs at least one word and one sentence.
    """
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    """Grade of an American school: 0.39 (words per sentence) + 11.8 (syllables per word) - 15.59.

    Source: Kincaid, J. P., Fishburne, R. P., Rogers, R. L. & Chissom, B. S. (1975). Derivation of
    new readability formulas for Navy enlisted personnel. Research Branch Report 8-75.
    Needs at least one word and one sentence.
    """
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59
