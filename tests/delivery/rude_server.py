"""A server on loopback that misbehaves on command."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

TOKEN = "123456:CANARY-token-that-nobody-may-see"

Play = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class RudeServer:
    """Plays one scripted part per request, the last one again and again, and keeps what it was sent."""

    def __init__(self, *plays: Play) -> None:
        self.plays = list(plays)
        self.requests: list[bytes] = []
        self.received = 0
        self.connections = 0
        self.connected = asyncio.Event()
        self.asked = asyncio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Listen; gives the address of a bot's method."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.connected.set()
        try:
            while not writer.is_closing():
                play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
                if play is not close_before_reading and not await self._read(reader):
                    break
                await play(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> bool:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = await reader.read(1)
            if not byte:
                return False
            self.received += 1
            head += byte
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        self.requests.append(head + await reader.readexactly(length))
        self.asked.set()
        return True


async def close_before_reading(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def close_after_reading(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    peer = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


async def garbage(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\x01 no http at all\r\n\r\n")
    await writer.drain()
    writer.close()


async def half_an_answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok":true,')
    await writer.drain()
    writer.close()


async def half_and_silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok":true,')
    await writer.drain()
    await reader.read()


def answer(status: int, body: bytes | dict[str, object], *headers: str) -> Play:
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def play(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(payload)}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + payload)
        await writer.drain()

    return play


def error(status: int, description: str, **parameters: object) -> Play:
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    return answer(status, body | ({"parameters": parameters} if parameters else {}))


OK = answer(200, {"ok": True, "result": {"message_id": 7}})
PAGE = f"<html>Cannot POST /bot{TOKEN}/sendMessage</html>".encode()
