"""What an instructor does on the page of a lesson at the desk."""


def add(page, group):
    """Add a row to the inline `group`."""
    page.locator(
        f"#{group}-group .add-handler:not(#{group}-group .djn-group-nested .add-handler)"
    ).last.click()


FILL = """(given) => {
    for (const [name, value] of Object.entries(given)) {
        const [field, ...others] = document.querySelectorAll(`[name="${name}"]`)
        const isOne = field && !others.length
        if (!isOne || field.disabled || !field.checkVisibility()) throw Error(`cannot fill ${name}`)
        const property = typeof value === 'boolean' ? 'checked' : 'value'
        field[property] = value
        if (field[property] !== value) throw Error(`${name} does not take ${value}`)
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
    }
}"""


def fill(page, **fields):
    """Give these fields, each of which is in sight, their values: all in one call of the browser."""
    page.wait_for_load_state()
    page.evaluate(FILL, fields)


def values(page, names):
    """The values of these fields, as `fill` takes them."""
    fields = {name: page.locator(f'[name="{name}"]') for name in names}
    return {
        name: field.is_checked() if field.get_attribute("type") == "checkbox" else field.input_value()
        for name, field in fields.items()
    }


def save(page, button="Save and continue editing"):
    """Press the button of a form, once it is there whole, and wait for the page that follows."""
    page.wait_for_load_state()
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_load_state()


SAVE = """async (given) => {
    const sent = new FormData(document.querySelector('#lesson_form'))
    for (const [name, value] of Object.entries({ ...given, _continue: 'yes' })) {
        if (name !== '_continue' && !sent.has(name)) throw Error(`no field ${name}`)
        sent.set(name, value)
    }
    const answer = await fetch(location.href, { method: 'POST', body: sent, redirect: 'manual' })
    if (answer.type === 'opaqueredirect') return []
    const shown = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const errors = [...shown.querySelectorAll('.errornote, .errorlist')]
    return [answer.status, ...errors.map((each) => each.textContent)]
}"""


def saved(page, **fields):
    """Save the form of a lesson, once it is there whole, with these fields and no page that follows."""
    page.wait_for_load_state()
    assert page.evaluate(SAVE, fields) == [], "the form has been saved"


ROWS = {"steps": 2, "flow_steps": 1, "key_moments": 1, "transcript_parts": 1, "questions": 1}
ROWS |= {"questions-0-choices": 2, "questions-0-hints": 1}
"""How many rows of each group `fields_of` fills."""


def fields_of(slug):
    """What makes a lesson with one row of each kind, or two."""
    fields = {"track": "1", "lab": "chat", "title": f"A lesson on {slug}", "summary": "What it is."}
    fields |= {"slug": slug, "sample_note": "The file.", "snapshot": "- one\n- **two**"}
    fields |= {"flow_note": "In a sentence.", "tracker-m0-title": "Start"}
    fields |= {"tracker-v0-name": "connection_state", "tracker-v0-m0-value": "None"}
    fields |= {"tracker-v0-m0-note": "not yet"}
    for row, event in enumerate(("websocket.connect", "websocket.accept")):
        step = {"action": f"Action {row}", "evaluation": "`x()`", "result": "Done", "reached_by": event}
        fields |= {f"steps-{row}-{name}": value for name, value in step.items()}
    fields |= {"flow_steps-0-title": "It begins", "flow_steps-0-text": "So."}
    fields |= {"key_moments-0-question": "Why?", "key_moments-0-answer": "So."}
    fields |= {"key_moments-0-points_to": "step 2"}
    fields |= {"transcript_parts-0-text": "In words.", "transcript_parts-0-points_to": "step 1"}
    fields |= {"questions-0-key": "first", "questions-0-proof": "step 1", "questions-0-text": "Which?"}
    for row, text in enumerate(("This", "That")):
        choice = {"text": text, "feedback": f"{text}, because."}
        fields |= {f"questions-0-choices-{row}-{name}": value for name, value in choice.items()}
    hint = {"questions-0-hints-0-text": "Look.", "questions-0-hints-0-points_to": "step 1"}
    return fields | {"questions-0-choices-0-is_right": True} | hint


def write_lesson(page, slug):
    """Fill the form of a new lesson, as an instructor does."""
    page.goto("/admin/lessons/lesson/add/")
    for group, rows in ROWS.items():
        for _ in range(rows):
            add(page, group)
    fill(page, **fields_of(slug))


def made_lesson(page, slug):
    """The address of the lesson that `write_lesson` and `save` make, made by one request without a page."""
    sent = fields_of(slug) | {"questions-0-choices-0-is_right": "on", "_continue": "yes"}
    sent |= {"status": "draft", "minutes": "10", "sample_message": "hello", "script-steps": "0"}
    sent |= {"tracker-moments": "1", "tracker-variables": "1", "flow_steps-0-place": "consumer"}
    sent |= {"questions-0-kind": "single", "questions-0-credits": "100", "questions-0-reveal": "closed"}
    for group, rows in ROWS.items():
        sent |= {f"{group}-TOTAL_FORMS": str(rows), f"{group}-INITIAL_FORMS": "0"}
    (token,) = (each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    made = page.request.post(
        "/admin/lessons/lesson/add/", form=sent, headers={"X-CSRFToken": token}, max_redirects=0
    )
    assert made.status == 302, made.text()
    return made.headers["location"]
