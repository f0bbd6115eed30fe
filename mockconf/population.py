"""Believable history for an empty world: made with Faker, and the same for the same seed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from faker import Faker

from mockconf.model import Conference, Participant
from mockconf.sids import SidFactory
from mockconf.states import ConferenceStatus, EndReason, ParticipantStatus
from mockconf.switchboard import Switchboard

_REGIONS = ("us1", "us1", "us1", "ie1", "de1", "sg1", "br1", "au1", "jp1")
_LABELS = ("agent", "customer", "supervisor", "interpreter")
_TOPICS = ("standup", "support", "sales call", "interview", "review", "hotline", "briefing")
_ENDINGS = (EndReason.LAST_LEFT, EndReason.LAST_LEFT, EndReason.MODERATOR_LEFT, EndReason.VIA_API)

#: One conference in ten is still open, and there is at least one.
_OPEN_SHARE = 10
_SECONDS_OF_HISTORY = 365 * 24 * 3600
_SECONDS_OF_MEETING = 90 * 60


def populate(
    switchboard: Switchboard, account_sid: str, seed: str, now: datetime, conferences: int
) -> None:
    """Give an account a number of `conferences` of the year before `now`, the latest of them still open."""
    fake = Faker("en_US")
    source = f"{seed}/population/{switchboard.next_serial()}"  # another one for a second helping
    fake.seed_instance(source)
    maker = _Maker(switchboard, account_sid, fake, SidFactory(source))
    still_open = -(-conferences // _OPEN_SHARE)
    ages = sorted(
        (
            fake.random_int(_SECONDS_OF_MEETING, _SECONDS_OF_HISTORY)
            for _ in range(conferences - still_open)
        ),
        reverse=True,
    )
    for age in ages:
        maker.completed(now - timedelta(seconds=age))
    for place in range(still_open):
        maker.open(now - timedelta(seconds=still_open - place), people=place % 4 + 1)


class _Maker(NamedTuple):
    switchboard: Switchboard
    account_sid: str
    fake: Faker
    sids: SidFactory

    def completed(self, moment: datetime) -> None:
        """A conference that ended within its hour and a half."""
        reason = self.fake.random_element(_ENDINGS)
        ended_by = None if reason is EndReason.VIA_API else self.sids.make("CA")
        over = moment + timedelta(seconds=self.fake.random_int(60, _SECONDS_OF_MEETING))
        conference = self._conference(
            moment, over, ConferenceStatus.COMPLETED, reason=reason, ended_by=ended_by
        )
        self.switchboard.restore(conference, [])

    def open(self, moment: datetime, people: int) -> None:
        """A conference that runs with several people, or waits with one."""
        status = ConferenceStatus.INIT if people == 1 else ConferenceStatus.IN_PROGRESS
        conference = self._conference(moment, moment, status)
        labels = self.fake.random_sample(_LABELS, people)
        self.switchboard.restore(
            conference, [self._participant(conference, label) for label in labels]
        )

    def _conference(
        self,
        created: datetime,
        updated: datetime,
        status: ConferenceStatus,
        reason: EndReason | None = None,
        ended_by: str | None = None,
    ) -> Conference:
        serial = self.switchboard.next_serial()
        return Conference(
            sid=self.sids.make("CF"),
            account_sid=self.account_sid,
            friendly_name=f"{self.fake.company()} {self.fake.random_element(_TOPICS)} {serial}",
            date_created=created,
            date_updated=updated,
            serial=serial,
            status=status,
            region=self.fake.random_element(_REGIONS),
            reason_conference_ended=reason,
            call_sid_ending_conference=ended_by,
        )

    def _participant(self, conference: Conference, label: str) -> Participant:
        return Participant(
            sid=self.sids.make("CP"),
            call_sid=self.sids.make("CA"),
            account_sid=self.account_sid,
            conference_sid=conference.sid,
            date_created=conference.date_created,
            date_updated=conference.date_created,
            serial=self.switchboard.next_serial(),
            from_=self._number(),
            to=self._number(),
            label=label,
            status=ParticipantStatus.CONNECTED,
            muted=self.fake.boolean(20),
            end_conference_on_exit=label == "agent",
        )

    def _number(self) -> str:
        """A number out of the range that is reserved for fiction."""
        return f"+1{self.fake.random_int(2, 9)}{self.fake.numerify('##55501##')}"
