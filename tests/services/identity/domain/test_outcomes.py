"""Answers say what they are, and nobody changes them on their way."""

from dataclasses import fields, is_dataclass

from huleedu.services.identity.domain import outcomes


def test_an_answer_is_told_in_words_and_cannot_be_changed() -> None:
    answers = [each for each in vars(outcomes).values() if isinstance(each, type)]
    made = [each for each in answers if is_dataclass(each)]
    assert len(made) > 10
    for each in made:
        assert each.__doc__
        assert not each.__doc__.startswith(f"{each.__name__}("), "its fields are no explanation"
        assert vars(each)["__dataclass_params__"].frozen
        assert hasattr(each, "__slots__") or not fields(each)
