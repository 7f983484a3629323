"""What the verbs of places, transfers, replenishment and bins are given."""

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.transfer import MoveLine
from showroom.domain.ids import LocationId, PointId
from showroom.domain.stock import DocumentKind
from showroom.services.stock.bins import BinWanted
from showroom.services.stock.places import NewPlace
from tests.factories import request
from tests.services.stock.deliveries import WAREHOUSE
from tests.services.stock.moves import counted
from tests.services.verbs.begun import numbers
from tests.services.verbs.documents import Documents


class Moving(Documents):
    """Places, and goods that move from one to another."""

    def places_listed(self):
        return (), {}

    places_points = transfers_places = transfers_under_way = places_listed
    replenishment_needed = bins_listed = places_listed

    def replenishment_standing(self):
        return (self.sku.sku_id,), {}

    def places_find(self):
        return ("KW-MC1",), {}

    def places_add(self):
        number = next(numbers)
        zone = self.suite.catalogue.zones()[0].zone_id
        name = f"货架 {number}"
        new = NewPlace(PointId(1), name, PlaceKind.SHOP_FLOOR, f"KW-H{number}", zone)
        return (new, request(number)), {}

    def _box(self):
        name = f"箱 {next(numbers)}"
        new = NewPlace(PointId(1), name, PlaceKind.BULK_BIN, sku_id=self.sku.sku_id)
        add = self.suite.places.add
        return add(self.shop.owner, new, request(next(numbers))).place.location_id

    def places_rename(self):
        return (WAREHOUSE, "后仓"), {}

    def places_set_zone(self):
        return (WAREHOUSE, self.suite.catalogue.zones()[0].zone_id), {}

    def places_reorder(self):
        return ([WAREHOUSE, LocationId(1)],), {}

    def places_check_off(self):
        return (LocationId(6),), {}

    def places_set_active(self):
        return (LocationId(6),), {"active": False}

    def places_add_point(self):
        number = next(numbers)
        return (f"X{number}", "专柜", PointKind.COUNTER, request(number)), {}

    def places_rename_point(self):
        return (PointId(1), "万荣路店"), {}

    def places_print_cards(self):
        return ([WAREHOUSE], "60x40", request(1)), {}

    def transfers_lying(self):
        return (self.sku.sku_id, WAREHOUSE), {}

    def transfers_whole_place(self):
        return (WAREHOUSE,), {}

    def transfers_suggest(self):
        return (self.sku.sku_id, WAREHOUSE, 3), {}

    def _moved(self):
        """The line of a move of something that has just come in."""
        line = self._posted().lines[0]
        return MoveLine(line.sku_id, line.lot_id, 1, line.place_id, LocationId(1))

    def transfers_send(self):
        moved, drafts, key = self._moved(), self.suite.drafts, f"draft-{next(numbers)}"
        head = DraftHead(place_id=moved.from_place_id, to_place_id=moved.to_place_id)
        line = DraftLine(moved.sku_id, moved.quantity, moved.lot_id)
        drafts.begin(self.shop.stock_keeper, DocumentKind.TRANSFER, head, key)
        draft = drafts.put_line(self.shop.stock_keeper, key, "line-1", line)
        return (draft.draft_id, draft.revision, request(1)), {}

    transfers_move = transfers_send

    def transfers_receive(self):
        draft = counted(self.shop, self._sent(), {1: 0}, {1: Difference.LOST})
        return (draft.draft_id, draft.revision, request(1)), {}

    def transfers_arriving(self):
        return (self._sent().document_id,), {}

    def _sent(self):
        (draft_id, revision, _), _ = self.transfers_send()
        asked = request(next(numbers))
        return self.suite.transfers.send(self.shop.stock_keeper, draft_id, revision, asked).document

    def replenishment_replenish(self):
        return ([self._moved()], request(1)), {}

    def bins_choice(self):
        self._moved()
        return (self._box(),), {}

    def bins_open_lot(self):
        moved = self._moved()
        wanted = BinWanted(self._box(), moved.lot_id, 1, moved.from_place_id)
        return (wanted, request(1)), {}
