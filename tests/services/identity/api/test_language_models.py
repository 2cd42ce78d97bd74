"""The month's money is set aside before a question is asked, and never passed."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tests.services.identity.domain.test_language_models import ALLOWED
from tests.services.identity.persons import NOW, karin

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity import api


async def allow(database: Database, admin: api.SignedIn, limit: int = 100) -> api.LlmSettings:
    llm = replace(ALLOWED, limit_month=Decimal(limit))
    before = await api.settings_of(database, admin)
    assert isinstance(before, api.SchoolSettings)
    done = await api.change_settings(database, admin, replace(before, llm=llm), NOW, seen=before)
    assert done == api.Done()
    return llm


async def test_none_are_allowed_at_first(identity: Database) -> None:
    assert await api.llm_settings(identity, OWN_SCHOOL) == api.LlmOff()
    assert await api.take_llm_money(identity, OWN_SCHOOL, Decimal(1), NOW) == api.LlmOff()


async def test_what_is_allowed_is_told_and_can_be_ended(identity: Database) -> None:
    admin = await karin(identity)
    llm = await allow(identity, admin)
    assert await api.llm_settings(identity, OWN_SCHOOL) == llm
    off = replace(await settings(identity, admin), llm=api.LlmOff())
    assert await api.change_settings(identity, admin, off, NOW) == api.Done()
    assert await api.llm_settings(identity, OWN_SCHOOL) == api.LlmOff()
    entries = await api.audit_of(identity, admin)
    assert not isinstance(entries, api.MayNot)
    said = [entry for entry in entries if entry.what.startswith("llm_")]
    assert [entry.what for entry in said] == ["llm_forbidden", "llm_allowed"]
    assert said[1].facts["endpoint"] == llm.endpoint


async def settings(database: Database, admin: api.SignedIn) -> api.SchoolSettings:
    found = await api.settings_of(database, admin)
    assert isinstance(found, api.SchoolSettings)
    return found


async def test_wrong_ones_change_nothing(identity: Database) -> None:
    admin = await karin(identity)
    before = await settings(identity, admin)
    wrong = replace(before, name="Elsewhere", llm=replace(ALLOWED, models=()))
    refused = await api.change_settings(identity, admin, wrong, NOW)
    assert isinstance(refused, api.FormRefused)
    assert await settings(identity, admin) == before


async def test_of_many_at_once_none_passes_the_limit(identity: Database) -> None:
    await allow(identity, await karin(identity), limit=100)
    answers = await asyncio.gather(
        *(api.take_llm_money(identity, OWN_SCHOOL, Decimal(30), NOW) for _ in range(8))
    )
    assert answers.count(api.Done()) == 3
    assert answers.count(api.LlmMonthOver(Decimal(10))) == 5
    assert await api.llm_spent(identity, OWN_SCHOOL, NOW) == 90
    assert await api.take_llm_money(identity, OWN_SCHOOL, Decimal(-25), NOW) == api.Done()
    assert await api.llm_spent(identity, OWN_SCHOOL, NOW) == 65
    next_month = NOW + timedelta(days=9)
    assert await api.llm_spent(identity, OWN_SCHOOL, next_month) == 0
    assert await api.take_llm_money(identity, OWN_SCHOOL, Decimal(100), next_month) == api.Done()
