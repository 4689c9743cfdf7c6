"""Asks the pages of this process for one address after the other."""

from django.test import RequestFactory
from django.test.client import ClientHandler


class PageClient(RequestFactory):
    """A browser without a server, and without what Django's test client keeps of every template.

    What stands in an address is sent as it is. A view that raises is answered with 500, as a server does.
    """

    def __init__(self):
        super().__init__()
        self._handler = ClientHandler(enforce_csrf_checks=True)

    def request(self, **request):
        """The answer, in place of Django's request."""
        response = self._handler(self._base_environ(**request))
        response.getvalue()
        self.cookies.update(response.cookies)
        for name in [name for name, cookie in response.cookies.items() if cookie["max-age"] == 0]:
            del self.cookies[name]
        return response

    def get(self, address):
        return self.generic("GET", address)

    def post(self, address, body, **headers):
        """The answer to a form that was sent."""
        return self.generic("POST", address, body, FORM, headers=headers)


FORM = "application/x-www-form-urlencoded"
