"""Dates in words, out of the catalogue.

Python's own `%B` says months in whatever locale a library has set for the process, so that one and
the same game would be told in two languages.
"""

from __future__ import annotations

import datetime as dt

from sim.catalogue import _


def month(date: dt.date) -> str:
    """The month of a date by its name, such as "January"."""
    names = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July")),
        *(_("August"), _("September"), _("October"), _("November"), _("December")),
    )
    return names[date.month - 1]


def short_month(date: dt.date) -> str:
    """The month of a date in three letters, such as "Jan"."""
    names = (
        *(_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug")),
        *(_("Sep"), _("Oct"), _("Nov"), _("Dec")),
    )
    return names[date.month - 1]


def date_words(date: dt.date) -> str:
    """A date in words, such as "15 June 1992"."""
    return _("{day} {month} {year}").format(day=date.day, month=month(date), year=date.year)


def short_date(date: dt.date) -> str:
    """A date in few letters, such as "15 Jun 1992"."""
    said = _("{day} {month} {year}")
    return said.format(day=date.day, month=short_month(date), year=date.year)
