from showroom.ui.browse.filter_bar import FilterBar
from showroom.ui.widgets.chip import ChipFace
from showroom.ui.widgets.elided_label import ElidedLabel

CHIPS = 6
SUM = "24 种　买断批次金额 ¥14,149.28"


def test_a_sum_that_has_no_room_beside_many_chips_stands_below_them(light, qtbot):
    """A sixth chip left 24 种…: half of what the list is worth is another sum."""
    bar = FilterBar("品名", [ChipFace(n, "低库存", counted=True) for n in range(CHIPS)])
    qtbot.addWidget(bar)
    bar.show_found({}, SUM)
    bar.show()
    said = bar.findChild(ElidedLabel)
    for width, below in ((1400, False), (856, True), (1400, False)):
        bar.resize(width, bar.sizeHint().height())
        light.processEvents()
        assert (said.y() > bar.states.geometry().bottom()) == below
        assert "14,149.28" in said.drawn
    bar.resize(856, bar.height())
    bar.show_found({}, "24 种")
    light.processEvents()
    assert said.y() <= bar.states.geometry().bottom(), "what is short needs no line of its own"
