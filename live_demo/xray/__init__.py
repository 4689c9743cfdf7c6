"""Group X-ray for Django Channels: who is in which group, and what became of each group_send.

Stands alone: it imports nothing of this project, and works in any other. docs/xray.md says how.
"""

from live_demo.xray.events import GroupEvent
from live_demo.xray.layer import XrayLayer
from live_demo.xray.picture import Picture, picture
from live_demo.xray.registry import Facts, GroupSend, Membership, Registry

__all__ = ["Facts", "GroupEvent", "GroupSend", "Membership", "Picture", "Registry", "XrayLayer", "picture"]
