"""The widget kit of the desk: theme, text, paint, layout, widgets, window. Knows no scenario.

A screen is a `Page` whose `build` returns a tree of widgets for the present state:

    class Hello(Page):
        def build(self) -> Widget:
            return Centre(Panel([TextBlock("Hello"), Button("Leave", self.app.pop)]), most=400)
"""
