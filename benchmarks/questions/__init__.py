"""Two invented corpora with planted answers, and how well the shipped questions find them.

``planted_a`` is British and ``planted_b`` American. Both were written, with their answers, before
anybody who wrote them had seen the SQL: by the questions' descriptions alone. Questions are mended
while looking at A; B is only ever scored.
"""
