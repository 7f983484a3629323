"""A walked list whose figures are a draft: put aside, gone on with by whomever, or thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.errors import Refusal
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.transfers.counting import CountingPage
from showroom.ui.transfers.discarding import DISCARD, DISCARDED, ask_discard
from showroom.ui.transfers.line_keeping import LineKeeping
from showroom.ui.transfers.model import DraftModel
from showroom.ui.widgets.overlay import ask_drop
from showroom.ui.widgets.table_rows import Column


class CountedDraft(CountingPage):
    """`resumed` says of `{lines}` lines that they wait, `undone` what throwing them away means."""

    resumed: ClassVar[str] = ""
    undone: ClassVar[str] = ""
    _model: DraftModel

    def __init__(
        self,
        context: Context,
        columns: Sequence[Column],
        titles: tuple[str, str],
        model: DraftModel,
    ) -> None:
        super().__init__(context, columns, *titles)
        self._model = model
        self.keeping = LineKeeping(context, model, self)

    # -- what a page does with the whole --------------------------------------------------------

    def drop(self) -> None:
        """Nothing is in hand any more; back to the start."""
        raise NotImplementedError

    def not_done(self, refusal: Refusal) -> bool:
        """What the books said no to of the whole; True where that was said here."""
        raise NotImplementedError

    # -- its draft ------------------------------------------------------------------------------

    @property
    def reading(self) -> bool:
        """Also while a figure is being kept."""
        return super().reading or self.keeping.busy

    def holds(self, draft_id: str) -> bool:
        """It is this very draft that is in hand."""
        draft = self._model.draft
        return draft is not None and draft.draft_id == draft_id

    def use_choices(self, choices: ReceivingChoices) -> None:
        """What codes may mean here."""
        self.choices = choices

    def ask_leave(self) -> None:
        """Esc: back; what was kept waits, a figure that nobody took is asked about."""
        if self.typed or (self._model.unkept and not self.keeping.busy):
            ask_drop(self, "还有没记下的数", self._put_aside)
        else:
            self.keeping.when_kept(self._put_aside)

    def _put_aside(self) -> None:
        draft = self._model.draft
        lines = len(draft.lines) if draft is not None else 0
        self.drop()
        if lines:
            self.context.operations.tell(self.resumed.format(lines=lines))

    def ask_discard(self) -> None:
        """F8: throw the draft away, after a question."""
        ask_discard(self, self.keeping, self._model, self.undone, self._discard)

    def _discard(self, draft: DocumentDraft) -> None:
        discard, actor = self.context.services.drafts.discard, self.context.actor
        how = How(exclusive=DISCARD, success=DISCARDED, refused=self.not_done)
        wanted, do = (actor, draft.draft_id, draft.revision), self.context.operations.do
        do(discard, *wanted, owner=self, on_done=lambda _done: self.drop(), how=how)
