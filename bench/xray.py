"""What the group X-ray costs: python -m bench.xray. Prints medians and ratios within this one run."""

import argparse
import asyncio
import statistics
import time
from typing import Any

from channels.layers import InMemoryChannelLayer

from live_demo.xray import Registry, XrayLayer

MESSAGE = {"type": "chat.message", "text": "x" * 64}


def _bare() -> Any:
    return InMemoryChannelLayer()


def _wrapped() -> Any:
    return XrayLayer(InMemoryChannelLayer(), prefix="room.")


def _observed() -> Any:
    layer = _wrapped()
    layer.observers.append(Registry())
    return layer


MODES = {
    "bare layer": (_bare, "room.one"),
    "X-ray, no observer": (_wrapped, "room.one"),
    "X-ray, outside of the prefix": (_observed, "chat.one"),
    "X-ray, registry": (_observed, "room.one"),
}


async def _microseconds(make: Any, group: str, members: int, sends: int) -> float:
    """Processor time of one group_send and of taking it from each member's channel."""
    layer = make()
    channels = [await layer.new_channel() for _ in range(members)]
    for channel in channels:
        await layer.group_add(group, channel)
    start = time.process_time()
    for _ in range(sends):
        await layer.group_send(group, MESSAGE)
        for channel in channels:
            await layer.receive(channel)
    return (time.process_time() - start) / sends * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.xray", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sends", type=int, default=1000, help="in one round of one mode")
    parser.add_argument("--members", type=int, nargs="*", default=[2, 8, 32])
    options = parser.parse_args()
    print(f"{options.rounds} rounds of {options.sends} group_sends, 64 bytes, all modes interleaved")
    for members in options.members:
        results: dict[str, list[float]] = {mode: [] for mode in MODES}
        for _ in range(options.rounds):
            for mode, (make, group) in MODES.items():
                results[mode].append(asyncio.run(_microseconds(make, group, members, options.sends)))
        bare = statistics.median(results["bare layer"])
        print(f"\n{members} members: us a group_send and its receives, ratio to the bare layer")
        for mode, taken in results.items():
            print(f"  {mode:30} {statistics.median(taken):8.1f} {statistics.median(taken) / bare:6.2f}")


if __name__ == "__main__":
    main()
