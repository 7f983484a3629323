"""Lines of lots in the books: what could not be kept stays in the model, and is kept again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.errors import Refusal
from showroom.services.stock.drafts import DraftKept, NewDraft
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.transfers.keeping import GONE, LOST
from showroom.ui.transfers.model import DraftModel


class LineKeeping(QObject):
    """`kept` follows whatever the books keep; `lost` why the draft is nobody's to change.

    What the books refused or could not keep stays in the model, is seen there, and is kept before
    the next thing is done with the whole. The window makes the draft's key, and the first lines
    begin it, so that nothing waits for an answer.
    """

    kept = Signal()
    lost = Signal(str)

    def __init__(self, context: Context, model: DraftModel, host: QObject) -> None:
        super().__init__(host)
        self._context, self._model = context, model
        self._draft_id = ""
        self._asked = 0
        self._then: Callable[[], object] | None = None

    def use(self, draft_id: str) -> None:
        """The draft that is open; "" for none, which the first line begins."""
        self._draft_id, self._then = draft_id, None

    @property
    def busy(self) -> bool:
        """The books have not answered yet."""
        return self._asked > 0

    def save_head(self, head: DraftHead) -> None:
        """What is true of the whole; before the first line it is only remembered."""
        self._model.say_head(head)
        if self._model.draft is not None:
            self._save_head(head)
        else:
            self.kept.emit()

    def put(self, lines: Sequence[tuple[str, DraftLine]], instead_of: Sequence[str] = ()) -> None:
        """Keep lines under their keys, in the place of others: all of it or nothing."""
        self._keep({**dict.fromkeys(instead_of), **dict(lines)})

    def begin(self) -> None:
        """The books have the draft, though no line of it was made."""
        model = self._model
        if model.draft is None and not model.unkept and not self.busy:
            self._put({})

    def drop(self, key: str) -> None:
        """Take a line away."""
        self._keep({key: None})

    def when_kept(self, then: Callable[[], object]) -> None:
        """Do it once the books have all that was entered; not at all when they could not keep it.

        What they could not keep before is tried once more.
        """
        if not self.busy:
            self._keep_the_rest()
        if self.busy:
            self._then = then
        else:
            then()

    def _keep_the_rest(self) -> None:
        unkept, head = self._model.unkept, self._model.unkept_head
        if unkept:
            self._keep(unkept)
        if head is not None and self._model.draft is not None:
            self._save_head(head)

    def _keep(self, wanted: Mapping[str, DraftLine | None]) -> None:
        model = self._model
        model.say_lines(wanted)
        if model.draft is None and not model.unkept and not self.busy:
            self._draft_id = ""  # what could not be begun is not wanted any more
            self.kept.emit()
        else:
            self._put(wanted)

    def _put(self, wanted: Mapping[str, DraftLine | None]) -> None:
        model = self._model
        self._draft_id = self._draft_id or uuid4().hex
        new = NewDraft(model.kind, model.head) if model.draft is None else None
        lines = tuple(KeptLine(key, line) for key, line in wanted.items() if line is not None)
        gone = tuple(key for key, line in wanted.items() if line is None)
        put = self._context.services.drafts.put_lines

        def answered() -> None:
            model.lines_kept(wanted)
            if new is not None:
                model.head_kept(new.head)
            if new is not None and model.unkept_head is not None:
                self._save_head(model.unkept_head)  # it was said while the draft began

        self._do(put, lines, gone, new, answered=answered)

    def _save_head(self, head: DraftHead) -> None:
        save = self._context.services.drafts.save_head
        self._do(save, head, answered=lambda: self._model.head_kept(head))

    def _do(
        self, verb: Callable[..., DraftKept], *args: object, answered: Callable[[], object]
    ) -> None:
        draft_id, actor = self._draft_id, self._context.actor
        self._asked += 1

        def done(kept: DraftKept) -> None:
            if draft_id == self._draft_id:
                answered()
                self._model.use_draft(kept.draft)

        def refused(refusal: Refusal) -> bool:
            if draft_id != self._draft_id:
                return refusal.code in LOST  # of one that is in hand no more
            return self._refused(refusal)

        how = How(refused=refused, settled=self._settled)
        do = self._context.operations.do
        if not do(verb, actor, draft_id, *args, owner=self, on_done=done, how=how):
            self._asked -= 1

    def _refused(self, refusal: Refusal) -> bool:
        if refusal.code in LOST | GONE:
            self.use("")
            self.lost.emit(refusal.code)
        return False

    def _settled(self) -> None:
        self._asked = max(0, self._asked - 1)  # what is tried again ends once more
        if self._asked:
            return
        then, self._then = self._then, None
        self.kept.emit()
        if then is not None and self._model.is_kept:
            then()
