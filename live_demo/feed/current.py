"""The feed of this process: local, or over the channel layer where there is more than one process."""

from django.conf import settings

from live_demo.feed.local import LocalFeed
from live_demo.feed.over_layer import LayerFeed

feed: LocalFeed | LayerFeed = LayerFeed() if settings.REDIS_URL else LocalFeed()
