"""The feed of this process: over the channel layer where Redis connects several processes, else local."""

from django.conf import settings

from live_demo.feed.local import LocalFeed
from live_demo.feed.over_layer import LayerFeed
from live_demo.feed.protocol import Feed

feed: Feed = LayerFeed() if settings.REDIS_URL else LocalFeed()
