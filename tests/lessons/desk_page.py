"""A page of the desk as a browser would post it: every field with what it holds, line ends as CRLF."""

import copy
import html
import re
from urllib.parse import urlencode

from quizzes.question_models import Choice

FIELD = re.compile(r"<(?:input\b([^>]*)|(textarea|select)\b([^>]*)>(.*?)</\2)>", re.S)
"""A field of the form, whose 700 fields a parser of HTML would take long to read; all values are escaped."""
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
SELECTED = re.compile(r'<option value="([^"]*)"[^>]* selected')
LISTS = re.compile(r'<ul\b[^>]*\bclass="[^"]*(?:messagelist|errorlist)[^>]*>(.*?)</ul>', re.S)


class DeskPage(dict):
    """The fields of a lesson's form by their names. Change some, then `save()`."""

    def __init__(self, client, lesson, response=None):
        """The page that `response` shows; without one, it is asked for."""
        super().__init__()
        self.client, self.address = client, f"/admin/lessons/lesson/{lesson.pk}/change/"
        self._read(response or client.get(self.address))

    def again(self, client):
        """The same page for another client that is signed in as the same user."""
        page = copy.copy(self)
        page.client = client
        return page

    def _read(self, response):
        before, form = response.text.split('id="lesson_form"', 1)
        assert "enctype" not in before.rpartition("<form ")[2], "a form without files is posted as `encoded`"
        form = form.split("</form>", 1)[0]
        for of_input, tag, attributes, content in FIELD.findall(form):
            field = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(of_input or attributes)}
            name = field.get("name", "-empty")
            if "-empty" not in name and "__prefix__" not in name:
                self._take(tag, name, field, content)

    def _take(self, tag, name, field, content):
        if tag == "textarea":
            self[name] = html.unescape(content).removeprefix("\n").replace("\n", "\r\n")
        elif tag == "select":
            self[name] = [html.unescape(value) for value in SELECTED.findall(content)]
        elif field.get("type") in ("checkbox", "radio"):
            if "checked" in field:
                self.setdefault(name, []).append(field.get("value", "on"))
        elif field.get("type") not in ("submit", "button", "file"):
            self[name] = field.get("value", "")

    def save(self):
        """The answer to the POST, redirects followed."""
        return self._post(follow=True)

    def store(self):
        """Save, where nobody looks at the page that comes next."""
        response = self._post()
        assert response.status_code == 302, said(response)

    def _post(self, **options):
        return self.client.post(self.address, *encoded({**self, "_save": "Save"}), **options)


def encoded(fields):
    """The body and the type with which a browser posts the fields of a form without files."""
    return urlencode(fields, doseq=True), "application/x-www-form-urlencoded"


def said(response):
    """The messages that the desk shows, and every error of the form."""
    shown = "".join(LISTS.findall(response.content.decode()))
    texts = (html.unescape(text).strip() for text in re.split("<[^>]*>", shown))
    return " ".join(text for text in texts if text)


def choices():
    """The choices of the first question: the text of each, and whether it is right."""
    return list(Choice.objects.filter(question__number=1).values_list("text", "is_right"))
