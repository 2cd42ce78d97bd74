"""Services are listed, and run until they are told to end."""

import signal

from tests.program import InThisProcess, Program, finish

from huleedu.wiring.modules import HEARERS, SERVICES


def test_every_service_is_listed_with_its_purpose(in_this_process: InThisProcess) -> None:
    lines = in_this_process.run("modules").out.splitlines()
    assert {*SERVICES} <= {line.split()[0] for line in lines}
    assert all(len(line.split()) > 1 for line in lines)


def test_an_unknown_service_is_told_with_those_that_there_are(
    in_this_process: InThisProcess,
) -> None:
    ran = in_this_process.run("run", "files", "nothing")
    assert ran.code == 2
    assert "nothing" in ran.err
    assert all(name in ran.err for name in HEARERS)


async def test_services_end_well_when_they_are_told_to(on_database: Program) -> None:
    services = await on_database.start("run", "lifecycle")
    assert services.stderr
    assert b"lifecycle" in await services.stderr.readline()
    services.send_signal(signal.SIGTERM)
    _, err = await finish(services)
    assert services.returncode == 0, err
