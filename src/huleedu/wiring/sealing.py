"""Where the key is that seals secrets: in a setting, or in a file of the home that we make."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from huleedu.kit.cannot_run import CannotRun
from huleedu.kit.database import Database
from huleedu.kit.folders import make_private
from huleedu.kit.sealing import Seals, name_of_key, new_key, read_keys
from huleedu.services.identity import api as identity
from huleedu.wiring.settings import Settings


class SecretsClosed(CannotRun):
    """Secrets of the database open by no key that is here."""


def key_file(settings: Settings) -> Path:
    """Where the keys stand, one a line, if no setting holds them."""
    return settings.home / "secrets.key"


def seals_of(settings: Settings) -> Seals:
    """Seals by the keys of this program; a first key is made when the first secret comes."""
    return Seals(lambda: _keys(settings) or [*_made(settings)])


def _keys(settings: Settings) -> list[bytes]:
    if settings.general.secrets_key:
        return read_keys(settings.general.secrets_key)
    try:
        return read_keys(key_file(settings).read_text(encoding="ascii"))
    except FileNotFoundError:
        return []


def _made(settings: Settings) -> Sequence[bytes]:
    """A first key; of several processes that make one at once all take the same."""
    make_private(settings.home)
    _write(key_file(settings), new_key() + "\n", first=True)
    return _keys(settings)


def _write(file: Path, text: str, *, first: bool) -> None:
    """Whole or not at all, for its owner alone; `first`: unless there is one."""
    descriptor, name = mkstemp(prefix=f"{file.name}.", dir=file.parent)  # mode 0600
    beside = Path(name)
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    if first:
        with suppress(FileExistsError):
            os.link(beside, file)
        beside.unlink()
    else:
        beside.replace(file)


async def seal_what_is_kept(settings: Settings, seals: Seals, database: Database) -> int:
    """Seal what is plain or of an older key; how many it was.

    Raises `SecretsClosed` before anything is changed if some open by no key that is here.
    """
    here = {name_of_key(key) for key in _keys(settings)}
    if missing := sorted(await identity.key_names(database) - here):
        raise SecretsClosed(
            f"Secrets in the database (of code apps and sign-in services) are sealed by the key "
            f"{', '.join(missing)}, which is not here. Put {key_file(settings)} back from the "
            "backup or from the machine that made it, or set HULEEDU_SECRETS_KEY to its lines. If "
            "it is lost, run `huleedu secrets start-anew`: people then use a recovery code, or "
            "`huleedu people reset-factor`, and sign-in services are set again."
        )
    return (await identity.seal_all(database, seals)).sealed


async def rotated(settings: Settings, database: Database) -> int:
    """Seal all by a new key, and forget the older ones; how many secrets there are.

    The new key is on disk before it seals, and the old ones until nothing needs them.
    """
    if settings.general.secrets_key:
        raise CannotRun(
            "The key is a setting: put a new one before it in HULEEDU_SECRETS_KEY, with a comma "
            "between, start `huleedu serve` once, and take the old one away."
        )
    await seal_what_is_kept(settings, seals_of(settings), database)
    file = key_file(settings)
    before = file.read_text(encoding="ascii") if file.exists() else ""
    make_private(settings.home)
    newest = new_key()
    _write(file, f"{newest}\n{before}", first=False)
    found = await identity.seal_all(database, seals_of(settings))
    _write(file, f"{newest}\n", first=False)
    return found.sealed
