"""A reason in somebody's own words."""

from showroom.ui.widgets.words_edit import WordsEdit


def test_a_pin_is_gone_with_its_last_figure_and_words_stay(qtbot):
    field = WordsEdit("备注", 40, "可以不填")
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "70809")
    assert field.text() == "70809"
    qtbot.keyClicks(field, "0")
    assert field.text() == ""
    assert "PIN" in field.placeholderText()
    qtbot.keyClicks(field, "2 x 100")
    assert field.text() == "2 x 100"
    assert field.placeholderText() == "可以不填"
