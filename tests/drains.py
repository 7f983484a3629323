"""The outbox drained on one thread: every printer's line after the other."""

from showroom.delivery.courier import Courier
from showroom.printing.links.turns import WAIT_S, Turns


class OneThread:
    """A courier that a test can call step by step."""

    def __init__(self, suite, clock=lambda: 0.0, wait_s=WAIT_S):
        self.turns = Turns(wait_s)
        self.courier = Courier(suite.queue, suite.settings, self.turns, clock)

    def drain(self):
        told = self.courier.settle_leftovers()
        for name in told.lines:
            told = self.courier.run(name)
        return told
