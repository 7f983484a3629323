from hypothesis import given
from hypothesis import strategies as st

from showroom.printing.printers.replies import MAX_BLOCK, Replies

ANSWERS = {
    "real_time": st.sampled_from([0x12, 0x16, 0x1A, 0x1E, 0x32, 0x72]).map(lambda b: bytes([b])),
    "in_sequence": st.sampled_from([0x00, 0x03, 0x0C, 0x0F]).map(lambda b: bytes([b])),
    "asb": st.just(b"\x10\x00\x00\x0f"),
    "block": st.sampled_from([b"7\x220001\0", b"_EPSON\0", b"=!!\0"]),
    "flow": st.sampled_from([b"\x11", b"\x13"]),
}
STREAM = st.lists(
    st.sampled_from(sorted(ANSWERS)).flatmap(lambda k: st.tuples(st.just(k), ANSWERS[k]))
)


@given(STREAM, st.data())
def test_answers_are_told_apart_however_they_arrive(stream, data):
    whole, replies = b"".join(part for _, part in stream), Replies()
    while whole:
        size = data.draw(st.integers(1, len(whole)))
        replies.feed(whole[:size])
        whole = whole[size:]
    assert replies.real_time == [p[0] for k, p in stream if k == "real_time"]
    assert replies.in_sequence == [p[0] for k, p in stream if k == "in_sequence"]
    assert replies.blocks == [p[:-1] for k, p in stream if k == "block"]


@given(st.binary(max_size=2000))
def test_noise_never_grows_without_end(noise):
    replies = Replies()
    replies.feed(noise)
    replies.feed(b"\x12" * 5)
    assert replies.real_time
    replies.forget()
    assert replies == Replies()


def test_a_block_that_does_not_end_is_noise():
    """An answer that followed it would be waited for in vain."""
    replies = Replies()
    replies.feed(b"_" + b"A" * (MAX_BLOCK + 1) + b"\x12")
    assert (replies.blocks, replies.real_time) == ([], [0x12])
