"""Real waiting, for scripted delays."""

import asyncio


async def hold(gate: asyncio.Event | None, seconds: float) -> None:
    """Waits for the gate, if there is one, and then so many real seconds."""
    if gate is not None:
        await gate.wait()
    if seconds > 0:
        await asyncio.sleep(seconds)
