"""Take it home: a lesson's lab as a Django project of its own."""
