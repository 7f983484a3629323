"""Lines of lots in the books: what could not be kept stays in the model, and is kept again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.together import together
from showroom.domain.errors import Refusal
from showroom.services.stock.draft_meeting import DraftMet
from showroom.services.stock.drafts import DraftKept, NewDraft
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.transfers.keeping import GONE, LOST, look, over, seen_by_others
from showroom.ui.transfers.met_panel import ask_whose, tell_lost
from showroom.ui.transfers.model import DraftModel
from showroom.ui.words.messages import sentence

Lines = Mapping[str, DraftLine | None]
"""Lines by their keys; None for one that is not there, or is to go."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that the books are to keep, and what follows from their answers.

    `mine` puts it over what somebody else made of the draft; `own` are the revisions it makes.
    """

    verb: Callable[..., DraftKept]
    args: tuple[object, ...]
    kept: Callable[[], object]
    unkept: Callable[[], object]
    mine: Callable[[DocumentDraft], object]
    own: int = 1


class LineKeeping(QObject):
    """`kept` follows whatever the books keep; `lost` why the draft is nobody's to change.

    What the books refused or could not keep stays in the model, is seen there, and is kept before
    the next thing is done with the whole. The window makes the draft's key, and the first lines
    begin it, so that nothing waits for an answer. Where somebody else changed the same, the model
    has what the books have by then, and whose it is to be is asked; `met` says that they have
    something else than was said here.
    """

    kept = Signal()
    met = Signal()
    lost = Signal(str)

    def __init__(self, context: Context, model: DraftModel, host: QWidget) -> None:
        super().__init__(host)
        self._context, self._model, self._host = context, model, host
        self._draft_id = ""
        self._asked = 0
        self._then: Callable[[], object] | None = None
        self._looks: Callable[[], object] | None = None
        self._others = False
        """Somebody else changed the draft, which is to be read before the whole is done with."""
        self._seen: dict[str, DraftLine | None] = {}
        self.scan = ""
        """The code that was read last and may not be in the books yet."""
        self._head_seen: DraftHead | None = None
        """What was seen of lines and of a head that the books do not have yet."""

    def use(self, draft_id: str) -> None:
        """The draft that is open; "" for none, which the first line begins."""
        self._draft_id, self._then, self._others = draft_id, None, False
        self._seen, self._head_seen, self._looks = {}, None, None

    @property
    def busy(self) -> bool:
        """The books have not answered yet."""
        return self._asked > 0

    def save_head(self, head: DraftHead, seen: DraftHead | None = None) -> None:
        """What is true of the whole; before the first line it is only remembered.

        `seen` is the head as its editor saw it, where that may be another than there is now.
        """
        seen = self._model.head if seen is None else seen
        self._model.say_head(head)
        if self._model.draft is not None:
            self._save_head(head, seen)
        else:
            self.kept.emit()

    def put(
        self,
        lines: Sequence[tuple[str, DraftLine]],
        instead_of: Sequence[str] = (),
        seen: Iterable[KeptLine] | None = None,
    ) -> None:
        """Keep lines under their keys, in the place of others: all of it or nothing.

        `seen` are lines as their editor saw them, where that may be others than there are now.
        """
        self._keep({**dict.fromkeys(instead_of), **dict(lines)}, seen)

    def begin(self) -> None:
        """The books have the draft, though no line of it was made."""
        model = self._model
        if model.draft is None and not model.unkept and not self.busy:
            self._put({}, {})

    def drop(self, key: str) -> None:
        """Take a line away."""
        self._keep({key: None})

    def when_settled(self, then: Callable[[], object]) -> None:
        """Do it once no answer is outstanding, whatever the books could keep."""
        if self.busy:
            self._looks = then
        else:
            then()

    def when_kept(self, then: Callable[[], object]) -> None:
        """Do it once the books have all that was entered; not at all when they could not keep it.

        What they could not keep before is tried once more. What somebody else did meanwhile is to
        be read first: then it is not done either.
        """
        self._others = False
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
            self._save_head(head, self._model.draft.head)

    def _keep(self, wanted: Lines, seen: Iterable[KeptLine] | None = None) -> None:
        model = self._model
        shown = {kept.key: kept.line for kept in (model.lines if seen is None else seen)}
        before = {key: self._seen.pop(key, shown.get(key)) for key in wanted}
        model.say_lines(wanted)
        if model.draft is None and not model.unkept and not self.busy:
            self._draft_id = ""  # what could not be begun is not wanted any more
            self.kept.emit()
        else:
            self._put(wanted, before)

    def _put(self, wanted: Lines, before: Lines) -> None:
        model = self._model
        self._draft_id = self._draft_id or uuid4().hex
        new = NewDraft(model.kind, model.head) if model.draft is None else None
        gone = tuple(key for key, line in wanted.items() if line is None)

        def kept() -> None:
            model.lines_kept(wanted)
            for key in wanted.keys() - model.unkept.keys():
                self._seen.pop(key, None)
            if new is not None:
                model.head_kept(new.head)
            if new is not None and model.unkept_head is not None:
                self._save_head(model.unkept_head, new.head)  # it was said while the draft began

        def unkept() -> None:
            self._seen.update({k: line for k, line in before.items() if k in model.unkept})

        def mine(draft: DocumentDraft) -> None:
            there = {k.key: k.line for k in draft.lines}
            said = {
                key: line if line is None else over(draft, key, line, before[key])[0]
                for key, line in wanted.items()
                if line is not None or key in there
            }
            self._keep(said, draft.lines)

        put, own = self._context.services.drafts.put_lines, 1 if new is None else 2
        args = (_lines(wanted), gone, new, _lines(before))
        self._do(_Said(put, args, kept, unkept, mine, own))

    def _save_head(self, head: DraftHead, seen: DraftHead) -> None:
        model = self._model
        before = seen if self._head_seen is None else self._head_seen
        self._head_seen = None

        def unkept() -> None:
            self._head_seen = before

        def mine(draft: DocumentDraft) -> None:
            self.save_head(together(before, head, draft.head).value, draft.head)

        save = self._context.services.drafts.save_head
        self._do(_Said(save, (head, before), lambda: model.head_kept(head), unkept, mine))

    def _do(self, said: _Said) -> None:
        draft_id, actor = self._draft_id, self._context.actor
        self._asked += 1

        def done(kept: DraftKept) -> None:
            if draft_id == self._draft_id:
                said.kept()
                self._look_for_others(kept, said.own)
                self._model.use_draft(kept.draft)

        def refused(refusal: Refusal) -> bool:
            if draft_id != self._draft_id:
                return refusal.code in LOST  # of one that is in hand no more
            if isinstance(refusal, DraftMet) and refusal.draft is not None:
                return self._met(refusal, refusal.draft, said)
            said.unkept()
            return self._refused(refusal)

        def failed(_error: Exception) -> bool:
            if draft_id == self._draft_id:
                said.unkept()
            return False

        how = How(refused=refused, failed=failed, settled=self._settled)
        do = self._context.operations.do
        if not do(said.verb, actor, draft_id, *said.args, owner=self, on_done=done, how=how):
            self._asked -= 1

    def _look_for_others(self, kept: DraftKept, own: int) -> None:
        """Said at once; somebody who is about to do something with the whole reads it first."""
        if not seen_by_others(self._model.draft, kept, own):
            return
        moved, self._others = Refusal("draft_moved", person=kept.before), True
        if self._then is None:
            self._context.operations.note(sentence(moved))
        else:
            self._context.operations.refuse(moved)

    def _met(self, refusal: DraftMet, draft: DocumentDraft, said: _Said) -> bool:
        said.kept()  # it is not what is to be kept any more
        self._others = True
        self._model.use_draft(draft)

        def mine() -> None:
            if draft.draft_id == self._draft_id:
                self._others = True
                said.mine(draft)

        ask_whose(self._context, self._host, refusal, mine)
        return True

    def look(self) -> None:
        """Whether it still is a draft: at another till it may have been posted or thrown away."""
        draft_id = self._draft_id

        def gone(refusal: Refusal) -> bool:
            return draft_id != self._draft_id or self._refused(refusal)

        if draft_id and self._model.draft is not None:
            look(self._context, self, draft_id, gone)

    def _refused(self, refusal: Refusal) -> bool:
        if refusal.code in LOST | GONE:
            self.use("")
            self.lost.emit(refusal.code)
            if refusal.code in LOST:
                tell_lost(self._context, self._host, self.scan)
            self.scan = ""
        return False

    def _settled(self) -> None:
        self._asked = max(0, self._asked - 1)  # what is tried again ends once more
        if self._asked:
            return
        then, others, self._then, self._others = self._then, self._others, None, False
        looks, self._looks, self.scan = self._looks, None, ""
        self._model.note_unsaved()
        if others:
            self.met.emit()
        self.kept.emit()
        if looks is not None:
            looks()
        if then is not None and self._model.is_kept and not others:
            then()


def _lines(of: Lines) -> tuple[KeptLine, ...]:
    return tuple(KeptLine(key, line) for key, line in of.items() if line is not None)
