"""A page of the desk as a browser would post it: every field with what it holds, line ends as CRLF."""

from bs4 import BeautifulSoup


class DeskPage(dict):
    """The fields of a lesson's form by their names. Change some, then `save()`."""

    def __init__(self, client, lesson):
        super().__init__()
        self.client, self.address = client, f"/admin/lessons/lesson/{lesson.pk}/change/"
        self._read(client.get(self.address))

    @classmethod
    def of(cls, client, lesson, response):
        """The page that came instead of what was hoped for."""
        page = cls(client, lesson)
        page.clear()
        page._read(response)
        return page

    def _read(self, response):
        form = BeautifulSoup(response.content, "html.parser").select_one("#lesson_form")
        for field in form.select("input[name], textarea[name], select[name]"):
            if "-empty" not in field["name"] and "__prefix__" not in field["name"]:
                self._take(field)

    def _take(self, field):
        if field.name == "textarea":
            self[field["name"]] = field.text.removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            self[field["name"]] = [option["value"] for option in field.select("option[selected]")]
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                self.setdefault(field["name"], []).append(field.get("value", "on"))
        elif field.get("type") not in ("submit", "button", "file"):
            self[field["name"]] = field.get("value", "")

    def save(self):
        """The answer to the POST, redirects followed."""
        return self.client.post(self.address, {**self, "_save": "Save"}, follow=True)


def said(response):
    """The messages that the desk shows, and every error of the form."""
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(each.get_text(" ", strip=True) for each in page.select(".messagelist li, .errorlist li"))
