import asyncio
from types import SimpleNamespace

import pytest

from tutorial.daphne_shutdown import cancel_applications


async def test_every_application_is_cancelled_although_a_connection_has_none():
    application = asyncio.create_task(asyncio.Event().wait())
    connections = {"half a request": {"connected": 1.0}, "a socket": {"application_instance": application}}
    cancel_applications(SimpleNamespace(connections=connections))
    with pytest.raises(asyncio.CancelledError):
        await application
