"""What is removed when its time is over: `settings.RETENTION` says when, `manage.py clean_up` does it."""
