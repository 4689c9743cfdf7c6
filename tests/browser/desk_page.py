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
    page.evaluate(FILL, fields)


def values(page, names):
    """The values of these fields, as `fill` takes them."""
    fields = {name: page.locator(f'[name="{name}"]') for name in names}
    return {
        name: field.is_checked() if field.get_attribute("type") == "checkbox" else field.input_value()
        for name, field in fields.items()
    }


def save(page, button="Save and continue editing"):
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_load_state()


def write_lesson(page, slug):
    page.goto("/admin/lessons/lesson/add/")
    fill(page, track="1", lab="chat", title=f"A lesson on {slug}", summary="What it is.")
    fill(page, slug=slug)
    fill(page, sample_note="The file.", snapshot="- one\n- **two**", flow_note="In a sentence.")
    fill(page, **{"tracker-m0-title": "Start", "tracker-v0-name": "connection_state"})
    fill(page, **{"tracker-v0-m0-value": "None", "tracker-v0-m0-note": "not yet"})
    for row, event in enumerate(("websocket.connect", "websocket.accept")):
        add(page, "steps")
        fields = {"action": f"Action {row}", "evaluation": "`x()`", "result": "Done", "reached_by": event}
        fill(page, **{f"steps-{row}-{name}": value for name, value in fields.items()})
    add(page, "flow_steps")
    fill(page, **{"flow_steps-0-title": "It begins", "flow_steps-0-text": "So."})
    add(page, "key_moments")
    fill(
        page,
        **{
            "key_moments-0-question": "Why?",
            "key_moments-0-answer": "So.",
            "key_moments-0-points_to": "step 2",
        },
    )
    add(page, "transcript_parts")
    fill(page, **{"transcript_parts-0-text": "In words.", "transcript_parts-0-points_to": "step 1"})
    add(page, "questions")
    fill(page, **{"questions-0-key": "first", "questions-0-proof": "step 1", "questions-0-text": "Which?"})
    for row, (text, right) in enumerate((("This", True), ("That", False))):
        add(page, "questions-0-choices")
        fields = {"text": text, "feedback": f"{text}, because."} | ({"is_right": True} if right else {})
        fill(page, **{f"questions-0-choices-{row}-{name}": value for name, value in fields.items()})
    add(page, "questions-0-hints")
    fill(page, **{"questions-0-hints-0-text": "Look.", "questions-0-hints-0-points_to": "step 1"})
