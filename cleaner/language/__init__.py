"""Which language a text is in. In: texts. Out: a `Guess` each, BCP 47 tag and score; pure functions, no network.

>>> identify("Der Minister sprach am Mittwoch in Berlin über die neuen Gesetze.").language
'de'
"""

from cleaner.language.engine import identify, identify_batch, known_languages, strangeness
from cleaner.language.judge import Guess

__all__ = ["Guess", "identify", "identify_batch", "known_languages", "strangeness"]
