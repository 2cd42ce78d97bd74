"""Settings are read from the environment, and checked before anything starts."""

from pathlib import Path

import pytest

from huleedu.kit.settings import WrongSetting
from huleedu.wiring.settings import default_home, read


def test_the_defaults_run_on_a_laptop() -> None:
    settings = read({})
    assert settings.general.database_url is None
    assert (settings.general.bus, settings.general.slot_ledger) == ("postgres", "postgres")
    assert settings.general.workers >= 1
    assert settings.llm.url is None


def test_each_group_has_its_beginning() -> None:
    settings = read(
        {"HULEEDU_BUS": "nats", "HULEEDU_FILES_PAGES_MAX": "3", "HULEEDU_LLM_MODEL": "judge-1"}
    )
    assert settings.general.bus == "nats"
    assert settings.files.pages_max == 3
    assert settings.llm.model == "judge-1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HULEEDU_BUS", "pigeon"),
        ("HULEEDU_WORKERS", "0"),
        ("HULEEDU_HOOM", "/tmp"),
        ("HULEEDU_LLM_MONEY", "3"),
        ("HULEEDU_LLM_PRICE_IN", "NaN"),
        ("HULEEDU_LLM_URL", "localhost:11434/v1"),
        ("HULEEDU_LLM_KEY", "sk-123 "),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        read({name: value})


@pytest.mark.skipif("sys.platform != 'linux'")
def test_data_lie_where_the_user_keeps_them() -> None:
    assert default_home({"XDG_DATA_HOME": "/data"}) == Path("/data/huleedu")
    assert default_home({"XDG_DATA_HOME": ""}) == Path.home() / ".local/share/huleedu"


def test_a_home_that_is_set_is_taken() -> None:
    assert read({"HULEEDU_HOME": "/somewhere"}).home == Path("/somewhere")


def test_a_key_goes_to_its_own_address_alone(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("https://a.example/v1 sk-a\n\nhttps://b.example/v1/\tsk-b\nodd\n")
    told = {"HULEEDU_LLM_URL": "https://ours.example/v1", "HULEEDU_LLM_KEY": "sk-ours"}
    llm = read({**told, "HULEEDU_LLM_KEYS": str(keys)}).llm
    assert llm.key_of("https://ours.example/v1/") == "sk-ours"
    assert llm.key_of("https://a.example/v1") == "sk-a"
    assert llm.key_of("https://b.example/v1") == "sk-b"
    assert llm.key_of("https://elsewhere.example/v1") == ""
    assert read(told).llm.key_of("https://a.example/v1") == ""


@pytest.mark.parametrize(
    "told",
    [
        {"HULEEDU_MAIL_HOST": "mail.example"},
        {"HULEEDU_MAIL_HOST": "mail.example", "HULEEDU_MAIL_SENDER": "a@b.example\nBcc: x@y"},
        {
            "HULEEDU_MAIL_HOST": "mail.example",
            "HULEEDU_MAIL_SENDER": "a@b.example",
            "HULEEDU_MAIL_USER": "us",
            "HULEEDU_MAIL_TLS": "none",
        },
    ],
    ids=["no sender", "two lines", "a password without tls"],
)
def test_mail_that_could_not_go_out_safely_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(WrongSetting):
        read(told)
