"""Files that mean harm: small, well formed, and dear to whoever draws them."""

import zlib


def _pdf(objects):
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    told = (len(objects) + 1, begin)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % told


def _stream(head, body):
    return b"<<%s/Length %d>>stream\n" % (head, len(body)) + body + b"\nendstream"


def _sheet(size, content=b"", resources=b""):
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<<%s>>/Contents 4 0 R>>"
        % (*size, resources),
        _stream(b"", content),
    ]


def nested_pdf(levels=9, times=20):
    """Forms in forms: 3 KB that ask for 20⁹ rectangles."""
    objects = _sheet((595, 842), b"/F0 Do", b"/XObject<</F0 5 0 R>>")
    for level in range(levels):
        inner, resources = b"0 0 500 500 re f " * 10, b""
        if level < levels - 1:
            inner = (b"/F%d Do " % (level + 1)) * times
            name = (level + 1, 6 + level)
            resources = b"/Resources<</XObject<</F%d %d 0 R>>>>" % name
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + resources
        objects.append(_stream(head, inner))
    return _pdf(objects)


def tall_pdf(wide=10, high=14_400):
    """417 bytes: as wide as a window it would be a million dots high."""
    return _pdf(_sheet((wide, high), b"0 0 5 5 re f"))


def swollen_pdf(side=30_000):
    """A picture of 900 million dots in 110 KB, four times."""
    packed = zlib.compress(bytes(side * side // 8), 9)
    draw = b"595 0 0 842 0 0 cm /I Do"
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
    kind = b"/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode"
    return _pdf([*_sheet((595, 842), draw, b"/XObject<</I 5 0 R>>"), _stream(head + kind, packed)])


def _segment(marker, body):
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2) + body


def scanning_jpeg(side=7_000, scans=3_000):
    """A progressive picture whose every scan says nothing, over and over: half a minute."""
    size = side.to_bytes(2) * 2
    table = bytes([1] + [0] * 15) + b"\0"
    return (
        b"\xff\xd8"
        + _segment(0xDB, b"\0" + b"\1" * 64)
        + _segment(0xC2, b"\x08" + size + b"\x01\x01\x11\x00")
        + _segment(0xC4, b"\x00" + table)
        + _segment(0xC4, b"\x10" + table)
        + _segment(0xDA, b"\x01\x01\x00\x00\x00\x00")
        + bytes(4)
        + (_segment(0xDA, b"\x01\x01\x00\x01\x3f\x00") + b"\0") * scans
        + b"\xff\xd9"
    )
