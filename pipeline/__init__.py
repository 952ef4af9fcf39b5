"""juesuan: from Chinese public-finance disclosures to exact, traceable facts.

`read(path)` takes one document through every stage and returns its `Record`.
"""

__version__ = "0.1.0"
