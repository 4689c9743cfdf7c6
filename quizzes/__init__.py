"""Questions about a lesson: asked, graded, explained."""
