"""Imported once by the fork server: workers forked from it find every stage already imported."""

from pipeline.executors import preload

preload()
