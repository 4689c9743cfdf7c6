"""How a run looks: fragments, panes, sentences, replay."""
