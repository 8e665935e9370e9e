"""The contract of a stage.

A stage is a frozen dataclass: its fields are its options, its docstring is its page, `process` is its behaviour. It looks at a
`Document` and says what it found; only the pipeline changes text. Authors of stages never import pyarrow.

    @dataclass(frozen=True)
    class ShoutedLine(Stage):
        '''Lines in capitals alone.'''            # the page: `cleaner explain shouted_line`
        name = "shouted_line"
        max_characters: int = option(80, "Longer lines are left alone.", minimum=1)

        def process(self, document: Document) -> StageResult: ...
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from cleaner.document import Document
from cleaner.edit import Edit


class Drop(NamedTuple):
    """The decision that a document does not belong in the dataset, with the rule that made it."""

    rule: str
    detail: str = ""


class StageResult(NamedTuple):
    """All that a stage can say of a document.

    `edits`   changes to the text that the stage received, sorted, apart from each other
    `fields`  columns to set; list columns are extended by what is given, others replaced
    `drop`    the document goes to `dropped/`; edits and fields of this result are ignored
    `text`    only from a stage that writes `text`: the source text that it made out of bytes or HTML. `edits`, if
              any, are edits of this text, and the account of the document starts here
    """

    edits: Sequence[Edit] = ()
    fields: Mapping[str, Any] = {}
    drop: Drop | None = None
    text: str | None = None


NOTHING = StageResult()
"""What a stage says that found nothing."""


def option(default: Any, help: str, *, minimum: float | None = None, maximum: float | None = None) -> Any:
    """Declare an option of a stage: its default, one sentence of help, and the bounds of its value."""
    metadata = {"help": help, "minimum": minimum, "maximum": maximum}
    if isinstance(default, list | dict | set):
        raise TypeError("the default of an option must be immutable: use a tuple")
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Stage:
    """The base of all stages.

    `name`    what the stage finds, singular, snake_case; the same in config, module and docs
    `reads`   columns that it looks at; the plan checks that the input or an earlier stage sets them
    `writes`  columns that it may set in `fields`; "text" only for stages that make text out of bytes or HTML
    """

    name: ClassVar[str]
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ()

    @property
    def screen(self) -> str | Sequence[str | Callable[[str], bool]] | None:
        """An RE2 pattern; a document whose text has no match cannot be touched by this stage. None: look at every one.

        Of several one must match: two that have nothing in common cost less apart than as one. A function may stand beside patterns:
        it is asked about texts in which none of them stands, and should cost less than a pattern that says the same.
        """
        return None

    def process(self, document: Document) -> StageResult:
        """Say what was found in one document. Pure, and without effect on its own output."""
        raise NotImplementedError(f"{type(self).__name__} must override process or process_batch")

    def process_batch(self, documents: Sequence[Document]) -> Sequence[StageResult]:
        """Say what was found in each document, in order. Override where many documents at once are cheaper."""
        return [self.process(document) for document in documents]
