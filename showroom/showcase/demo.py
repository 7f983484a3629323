"""Building the demo shop with simulated days, for the verb and the tour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from showroom.domain.business_day import business_date
from showroom.domain.errors import Refusal
from showroom.domain.ids import TillId
from showroom.machine.assets import sample_catalogue
from showroom.machine.clock import SystemClock
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import Opened, check_keys, database_of, prepare_home
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.books.books import Books
from showroom.services.setup.setup import SetupState
from showroom.services.suite import make_suite
from showroom.showcase.simulation import Plan, SetClock, Simulation, Traded, at_us

SET_UP_S = 7 * 3600
"""Seconds after midnight at which the shop is set up, on a day that has come so far."""
Step = Callable[[int, int], object]


def build_demo(  # noqa: PLR0913 (the words of the verb)
    home: Home,
    local: LocalSettings,
    url: str = "",
    *,
    days: int,
    seed: int,
    until: date | None,
    step: Step,
) -> str:
    """Set up the demo shop in an empty home and trade; a sentence of what came of it.

    Refuses `already_set_up`: a shop with books is never overwritten. Without `until` the last day
    is today, traded up to now with its shift left open.
    """
    database = database_of(home, local, url)
    try:
        clock, keys = SetClock(), prepare_home(home, database)
        check_keys(database, keys, local.till_id, home.keys)
    except BaseException:
        database.close()
        raise
    suite = make_suite(Books(database, clock, keys, TillId(local.till_id)))
    opened = Opened(suite, database, keys)
    try:
        traded = trade(opened, clock, days=days, seed=seed, until=until, step=step)
    finally:
        opened.close()
    return f"演示店已建好：{days} 天，{traded.sales} 单销售，{traded.refunds} 单退货。"


def trade(
    opened: Opened, clock: SetClock, *, days: int, seed: int, until: date | None, step: Step
) -> Traded:
    """Set up and simulate on books whose clock is `clock`."""
    suite = opened.suite
    now_us = SystemClock().now_us()
    last = until or date.fromisoformat(business_date(now_us))
    stop_us = 0 if until else now_us
    first = last - timedelta(days=days - 1)
    if stop_us and at_us(first, SET_UP_S) >= stop_us:
        first -= timedelta(days=1)
    clock.set(first, SET_UP_S)
    if suite.setup.state() is not SetupState.EMPTY:
        raise Refusal("already_set_up")
    suite.setup.start_demo(sample_catalogue(), papers_day=last.isoformat())
    people = {p.role: Actor(p.person_id, p.name, p.role) for p in suite.people.list_people()}
    simulation = Simulation(suite, clock, people)
    traded = simulation.run(Plan(days, seed, last, stop_us), step)
    suite.prints.discard_backlog(SYSTEM)
    return traded
