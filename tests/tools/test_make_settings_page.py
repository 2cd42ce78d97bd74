"""The page of settings says what the settings' types say."""

from tools.make_settings_page import PAGE, page


def test_the_page_of_settings_is_what_the_types_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python tools/make_settings_page.py"
