"""P16: a school's settings, and the language models that it allows, for its administrators."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from typing import Literal

from huleedu.gateway.scales import SCALES, scale_name, scale_told
from huleedu.gateway.web.coming import people, signed_in, told
from huleedu.gateway.web.pages import Answer, Asked, Done, MayNot, Page, PageRoute, Redirect
from huleedu.gateway.web.setting_up import again
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmOff, LlmSettings, SchoolSettings

SETTINGS, MODELS = "/school/settings", "/school/language-models"
MONEY = ("price_in", "price_out", "limit_batch", "limit_month")
LINES = ("provider", "country", "contract", "endpoint", "models", "currency")
TEMPLATE = "identity/settings.html"
MODELS_TEMPLATE = "identity/language_models.html"


async def settings(asked: Asked) -> Answer:
    """What an administrator may set."""
    found = await identity.settings_of(people(asked), signed_in(asked))
    return MayNot() if isinstance(found, identity.MayNot) else _settings_page(asked, found, {})


def _settings_page(
    asked: Asked,
    of: SchoolSettings,
    wrong: Mapping[str, str],
    own: str | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Page:
    kept = [each for each in of.scales if each not in SCALES]
    names = {
        "settings": of,
        "wrong": wrong,
        "known_scales": [(each, scale_name(each)) for each in SCALES],
        "own_scales": "\n".join(map(scale_name, kept)) if own is None else own,
        "fresh": _is_fresh(asked),
        "mails": asked.web.mailer is not None,
    }
    return Page(TEMPLATE, names, status if wrong else HTTPStatus.OK)


def _is_fresh(asked: Asked) -> bool:
    return asked.web.clock() < signed_in(asked).fresh_until


async def change_settings(asked: Asked) -> Answer:
    """Set it otherwise; whoever lets pupils have links shows first who they are."""
    before = await identity.settings_of(people(asked), signed_in(asked))
    if isinstance(before, identity.MayNot):
        return MayNot()
    typed = asked.first("own_scales")
    own = [scale_told(line) for line in typed.splitlines() if line.strip()]
    wanted = replace(
        before,
        name=asked.first("school_name"),
        language="en" if asked.first("language") == "en" else "sv",
        teachers_need_factor=bool(asked.first("teachers_need_factor")),
        scales=(
            *(each for each in SCALES if each in asked.form.get("scales", ())),
            *dict.fromkeys(each for each in own if each and each not in SCALES),
        ),
        pupil_links=bool(asked.first("pupil_links")),
    )
    if None in own:
        wrong = {"own_scales": asked.words.say("new_batch.grades_wrong")}
        return _settings_page(asked, wanted, wrong, typed)
    if wanted.pupil_links and not before.pupil_links and not _is_fresh(asked):
        wrong = {"pupil_links": asked.words.say("identity.pupil_links.not_fresh")}
        return _settings_page(asked, wanted, wrong, typed, HTTPStatus.FORBIDDEN)
    changed = await _change(asked, wanted, before)
    match changed:
        case identity.Done():
            return Redirect(SETTINGS, Done("settings_changed"))
        case identity.FormRefused(problems):
            return _settings_page(asked, wanted, told(asked, problems), typed)
        case identity.SeenOtherwise():
            wrong = {"school_name": asked.words.say("identity.settings.meanwhile")}
            return _settings_page(asked, wanted, wrong, typed, HTTPStatus.CONFLICT)
        case identity.MayNot():
            return MayNot()


async def _change(
    asked: Asked, wanted: SchoolSettings, seen: SchoolSettings
) -> identity.Done | identity.FormRefused | identity.SeenOtherwise | identity.MayNot:
    return await identity.change_settings(
        people(asked), signed_in(asked), wanted, asked.web.clock(), seen=seen
    )


async def language_models(asked: Asked) -> Answer:
    """Which language models are allowed, and what they have cost this month."""
    found = await identity.settings_of(people(asked), signed_in(asked))
    if isinstance(found, identity.MayNot):
        return MayNot()
    return await _models_page(asked, found, _typed(asked, found.llm), {})


def _typed(asked: Asked, llm: LlmSettings | LlmOff) -> dict[str, str]:
    """The form, as it would be filled in for this."""
    if isinstance(llm, LlmOff):
        usual = {"protocol": "openai", "who": "teachers", "currency": "SEK"}
        return {**dict.fromkeys((*LINES, *MONEY), ""), **usual}
    lines = {name: str(getattr(llm, name)) for name in ("provider", "country", "contract")}
    money = {name: _money_written(asked, getattr(llm, name)) for name in MONEY}
    rest = {"protocol": llm.protocol, "who": llm.who, "currency": llm.currency}
    return {
        **lines,
        **money,
        **rest,
        "endpoint": llm.endpoint,
        "models": "\n".join(llm.models),
    }


def _money_written(asked: Asked, amount: Decimal) -> str:
    return _written(asked, format(amount.normalize(), "f"))


def _written(asked: Asked, plain: str) -> str:
    return plain.replace(".", ",") if asked.words.language == "sv" else plain


async def _models_page(
    asked: Asked,
    settings: SchoolSettings,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Answer:
    llm = settings.llm
    spent = await identity.llm_spent(people(asked), signed_in(asked).school, asked.web.clock())
    names = {
        "allowed": None if isinstance(llm, LlmOff) else llm,
        "typed": typed,
        "wrong": wrong,
        "spent": _written(asked, f"{spent:.2f}"),
        "limit": "" if isinstance(llm, LlmOff) else _money_written(asked, llm.limit_month),
        "fresh": _is_fresh(asked),
    }
    return Page(MODELS_TEMPLATE, names, status if wrong else HTTPStatus.OK)


async def allow_language_models(asked: Asked) -> Answer:
    """Allow those that were filled in; texts will go there, so show first who you are."""
    if not _is_fresh(asked):
        return again(MODELS)
    before = await identity.settings_of(people(asked), signed_in(asked))
    if isinstance(before, identity.MayNot):
        return MayNot()
    typed = {name: asked.first(name) for name in (*LINES, *MONEY, "protocol", "who")}
    llm = _understood(asked)
    changed = await _change(asked, replace(before, llm=llm), before)
    match changed:
        case identity.Done():
            return Redirect(MODELS, Done("llm_allowed", {"provider": llm.provider}))
        case identity.FormRefused(problems):
            return await _models_page(asked, before, typed, told(asked, problems))
        case identity.SeenOtherwise():
            wrong = {"provider": asked.words.say("identity.settings.meanwhile")}
            return await _models_page(asked, before, typed, wrong, HTTPStatus.CONFLICT)
        case identity.MayNot():
            return MayNot()


def _understood(asked: Asked) -> LlmSettings:
    """What was filled in; an amount that is none is NaN, which no rule lets pass."""
    return LlmSettings(
        provider=asked.first("provider"),
        country=asked.first("country"),
        contract=asked.first("contract"),
        protocol="anthropic" if asked.first("protocol") == "anthropic" else "openai",
        endpoint=asked.first("endpoint").rstrip("/"),
        models=tuple(line.strip() for line in asked.first("models").splitlines() if line.strip()),
        currency=asked.first("currency").upper(),
        price_in=_amount(asked.first("price_in")),
        price_out=_amount(asked.first("price_out")),
        limit_batch=_amount(asked.first("limit_batch")),
        limit_month=_amount(asked.first("limit_month")),
        who="administrators" if asked.first("who") == "administrators" else "teachers",
    )


def _amount(typed: str) -> Decimal:
    """An amount of money as people write it."""
    plain = "".join(typed.split()).replace(",", ".")
    is_number = plain.isascii() and plain.replace(".", "", 1).isdigit()
    return Decimal(plain) if is_number else Decimal("NaN")


async def forbid_language_models(asked: Asked) -> Answer:
    """Allow none from now on."""
    before = await identity.settings_of(people(asked), signed_in(asked))
    if isinstance(before, identity.MayNot):
        return MayNot()
    changed = await identity.change_settings(
        people(asked), signed_in(asked), replace(before, llm=LlmOff()), asked.web.clock()
    )
    return Redirect(MODELS, Done("llm_forbidden")) if changed == identity.Done() else MayNot()


def _page(
    method: Literal["GET", "POST"],
    path: str,
    what: str,
    view: Callable[[Asked], Awaitable[Answer]],
) -> PageRoute:
    return PageRoute(method=method, path=path, who="administrator", what=what, view=view)


SCHOOL_SETTINGS_PAGES = (
    _page("GET", SETTINGS, "The school's settings", settings),
    _page("POST", SETTINGS, "Change the school's settings", change_settings),
    _page("GET", MODELS, "Which language models the school allows", language_models),
    _page("POST", MODELS, "Allow language models", allow_language_models),
    _page("POST", f"{MODELS}/off", "Allow no language models", forbid_language_models),
)
