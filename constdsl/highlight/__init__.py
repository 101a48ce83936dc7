"""Colours for constitutions wherever Pygments draws them: documentation, slides, terminals."""
