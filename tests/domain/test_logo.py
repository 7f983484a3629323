"""A logo is known by its dots and their shape."""

from showroom.domain.logo import Logo


def test_equal_pictures_are_one_and_others_are_not():
    logo = Logo.of(16, 1, b"\xf0\x0f")
    assert logo == Logo.of(16, 1, b"\xf0\x0f")
    assert logo.digest != Logo.of(16, 1, b"\xf0\x1f").digest
    assert logo.digest != Logo.of(8, 2, b"\xf0\x0f").digest, "the same dots in another shape"
