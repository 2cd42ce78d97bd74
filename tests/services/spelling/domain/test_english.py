"""English: British and American words are right, misspellings are not."""

from collections.abc import Callable

import pytest

from huleedu.services.spelling.domain import Spelling

BRITISH = """
colour favourite honour neighbour behaviour flavour humour labour rumour harbour armour vapour
glamour endeavour odour parlour saviour savoury rigour tumour organise organised organisation
realise realised recognise recognised apologise criticise analyse analysed paralyse catalyse
specialise memorise summarise emphasise minimise maximise civilisation generalisation
industrialisation modernisation centre theatre metre litre fibre calibre spectre sombre lustre
kilometre travelled travelling traveller cancelled labelled modelling signalled counsellor fuelled
jewellery marvellous woollen equalled quarrelled skilful wilful fulfil enrol instalment defence
licence offence pretence practise analogue catalogue dialogue monologue programme grey tyre kerb
plough draught cheque storey pyjamas mould moult smoulder moustache sceptical aluminium aeroplane
anaemia anaesthetic archaeology encyclopaedia foetus gynaecology haemorrhage leukaemia manoeuvre
oesophagus orthopaedic paediatric mediaeval learnt spelt burnt dreamt spoilt leapt whilst amongst
towards ageing judgement acknowledgement likeable sizeable cosy artefact gaol whisky yoghurt
neighbourhood favourable colourful unfavourable dishonour honourable rumoured harboured colouring
"""

AMERICAN = "color favorite honor organize realize analyze center theater traveled gray defense"

MISSPELLED = """
colur favourit neighbur behavoir organaise realise's's recieve seperate definately goverment
centere travled jewelery licens defance catalouge programe anaemea archeologgy manouvre skilfull
fullfil instalmment harbuor humourr grammer
"""


@pytest.mark.parametrize("word", BRITISH.split())
def test_a_british_spelling_is_right(flagged: Callable[..., list[str]], word: str) -> None:
    assert flagged(f"We saw that {word} was on the list.", "en") == []


def test_there_are_a_hundred_british_spellings_here() -> None:
    assert len(set(BRITISH.split())) >= 100


@pytest.mark.parametrize("word", AMERICAN.split())
def test_an_american_spelling_is_right(flagged: Callable[..., list[str]], word: str) -> None:
    assert flagged(f"We saw that {word} was on the list.", "en") == []


@pytest.mark.parametrize("word", MISSPELLED.split())
def test_a_misspelling_is_found(flagged: Callable[..., list[str]], word: str) -> None:
    assert flagged(f"We saw that {word} was on the list.", "en") == [word]


@pytest.mark.parametrize(
    "text",
    [
        "I don't think it's fair, and she'll say she hasn't seen o'clock.",
        "I don’t think it’s fair, and they’re sure the teachers’ room is mine.",
        "The café was naïve, a cliché, and her résumé was a façade.",
        "He overtrained, unfollowed her, and was underprepared.",
        "It is a well-known, pre-game, de-escalated, self-made, twenty-one-year-old story.",
        "The 2nd of May, B12, covid-19, the 1990s, 3D and mp3 files.",
        "NATO and UNICEF met in the USA.",
        "My iPhone and eBay account are old.",
        "See www.exampel.com, mail me at recieve@schol.se or follow #hapyness and @freind.",
        "We e.g. met at 5 p.m. with J.K. Rowling.",
        "The word \u043f\u0440\u0438\u0432\u0435\u0442 and \u4f60\u597d are greetings.",
        "They under\u00adstand that a cafe\u0301 stay whole.",
    ],
)
def test_what_is_right_is_not_flagged(flagged: Callable[..., list[str]], text: str) -> None:
    assert flagged(text, "en") == []


def test_an_apostrophe_that_is_missing_is_a_misspelling(
    flagged: Callable[..., list[str]],
) -> None:
    assert flagged("i dont know, thats all, and cant you see.", "en") == ["dont", "thats", "cant"]


def test_the_wrong_part_of_a_hyphenated_word_is_corrected(checked: Callable[..., Spelling]) -> None:
    (misspelling,) = checked("It is a well-knwon story.", "en").misspellings
    assert (misspelling.word, misspelling.suggestions[0]) == ("well-knwon", "well-known")
