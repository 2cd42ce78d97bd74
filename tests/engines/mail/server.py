"""A mail server of the tests' own: right by default, and wrong in one way when told so."""

import asyncio
import base64
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Fault = Literal["", "silent", "slow", "no such address", "full", "hangs up", "no tls", "dribbles"]
USER, PASSWORD = "huleedu", "the server's own"


@dataclass
class Server:
    """One server; `fault` is how it is wrong, `taken` what it has answered for."""

    port: int = 0
    fault: Fault = ""
    wants_login: bool = False
    taken: list[EmailMessage] = field(default_factory=list[EmailMessage])
    said: list[str] = field(default_factory=list[str])
    """Every line that came in plain or by TLS, with which of both."""
    context: ssl.SSLContext | None = None
    trust: ssl.SSLContext | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _talk(  # noqa: C901 - a branch a word
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        safe, let_in = False, False
        if self.fault == "silent":
            await reader.read()
            return
        if self.fault == "dribbles":
            while not reader.at_eof():
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.02)
            return
        await _say(writer, "220 mail.example")
        while line := (await reader.readline()).decode().strip():
            self.said.append(f"{'tls' if safe else 'plain'} {line}")
            word, _, rest = line.partition(" ")
            match word.upper():
                case "EHLO":
                    more = [] if safe or self.fault == "no tls" else ["250-STARTTLS"]
                    more += ["250-AUTH PLAIN"] if self.wants_login else []
                    await _say(writer, "250-mail.example", *more, "250 8BITMIME")
                case "STARTTLS" if self.context:
                    await _say(writer, "220 go on")
                    await writer.start_tls(self.context)
                    safe = True
                case "AUTH":
                    told = base64.b64decode(rest.partition(" ")[2]).split(b"\0")[1:]
                    let_in = told == [USER.encode(), PASSWORD.encode()]
                    await _say(writer, "235 come in" if let_in else "535 no")
                case "MAIL":
                    refused = self.wants_login and not let_in
                    await _say(writer, "530 who are you" if refused else "250 well")
                case "RCPT":
                    gone = self.fault == "no such address" and "nobody" in line
                    await _say(writer, "550 nobody here" if gone else "250 well")
                case "DATA":
                    await self._data(reader, writer)
                case "RSET":
                    await _say(writer, "250 well")
                case "QUIT":
                    await _say(writer, "221 bye")
                    return
                case _:
                    await _say(writer, "502 what")

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.fault == "hangs up":
            raise ConnectionError
        await _say(writer, "354 go on")
        text = await reader.readuntil(b"\r\n.\r\n")
        if self.fault == "slow":
            await reader.read()
            return
        if self.fault == "full":
            await _say(writer, "552 no room")
            return
        message = message_from_bytes(text[:-5].replace(b"\r\n..", b"\r\n."), policy=default)
        self.taken.append(message)
        await _say(writer, "250 taken")


async def _say(writer: asyncio.StreamWriter, *lines: str) -> None:
    writer.write("".join(f"{line}\r\n" for line in lines).encode())
    await writer.drain()


@asynccontextmanager
async def receiving(
    folder: Path, fault: Fault = "", *, at_once: bool = False
) -> AsyncGenerator[Server]:
    """A server on this machine; `at_once`: TLS from the first byte."""
    server = Server(fault=fault)
    server.context, server.trust = certificates(folder)
    listening = await asyncio.start_server(
        server.serve, "127.0.0.1", 0, ssl=server.context if at_once else None
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


def certificates(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server named `localhost` shows, and what trusts it and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = folder / "mail.pem"
    shown.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown)
    return server, ssl.create_default_context(cafile=str(shown))
