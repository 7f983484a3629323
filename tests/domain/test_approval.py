from showroom.domain.approval import Act, Deed


def test_a_deed_says_which_way_it_moves():
    assert Deed(Act.LINE_PRICE, "line 1", "腊肉", 2000, 1990).moved_fen == -10
    assert Deed(Act.DRAWER, "drawer", "钱箱", 0, 0).moved_fen == 0
