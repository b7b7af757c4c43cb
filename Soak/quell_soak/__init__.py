"""Runs the real `quell` for a long time under what may happen to it, and measures what it promises."""
