//! People who think of the club, are met, and get a card.

use chrono::Duration;
use domain::access::{BuiltInRole, Permission};
use domain::clients::{Messenger, Stage};
use domain::discounts::Term;
use domain::ids::ClientId;
use domain::tasks::TaskType;
use domain::time::{Due, Timestamp};
use store::Tx;
use store::discounts::GrantData;
use wire::clients::{MessengerContact, NewClient, PhoneEntry};
use wire::tasks::NewTask;

use super::{Life, REMEMBERED};
use crate::clients;
use crate::demo::agenda::Event;
use crate::demo::dice::Dice;
use crate::demo::people;
use crate::http::ApiError;

impl Life {
    /// When the `number`th person thinks of the club. The club grows: more come in the end than in the beginning.
    pub(super) fn interest(&self, number: u64) -> Timestamp {
        const WHOLE: i128 = 1 << 40;
        let jitter = self.dice.for_one("jitter", number).below(1 << 20);
        let place = (i128::from(number) * (1 << 20) + i128::from(jitter)) * (WHOLE >> 20);
        let share = place / i128::from(self.clients.max(1));
        let bent = (13 * share - 3 * share * share / WHOLE) / 10;
        let span = i128::from(self.end.since(self.start).num_seconds());
        self.start
            .plus(Duration::seconds((bent * span / WHOLE) as i64))
    }

    pub(super) fn somebody_comes(&mut self, at: Timestamp, number: u64) {
        let mut dice = self.dice.for_one("interest", number);
        let shares = self.club.branches.iter().map(|place| place.words.share);
        let branch = dice.weighted(shares);
        let asked = at.plus(Duration::minutes(dice.between(1, 90)));
        let met = self.hours(branch).next_open(asked).at;
        let met = met.plus(Duration::minutes(dice.between(0, 40)));
        // Whoever asks in the last hours, when the branch may be closed, is met before the history ends.
        let met = met.min(self.end);
        self.agenda.put(met, Event::Meeting { number, branch });
        if number + 1 < self.clients {
            let next = self.interest(number + 1).max(at);
            self.agenda
                .put(next, Event::Interest { number: number + 1 });
        }
    }

    pub(super) fn meet(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        number: u64,
        branch: usize,
    ) -> Result<(), ApiError> {
        let mut dice = self.dice.for_one("client", number);
        let operators = self.club.members(BuiltInRole::Operator, branch);
        let member = *dice.pick(&operators);
        let warm = dice.chance(84);
        let mut new = self.card(&mut dice, at, number, branch);
        if warm {
            new.start_process_id = Some(self.club.process);
        } else {
            new.stage = Some(if dice.chance(60) {
                Stage::Client
            } else {
                Stage::Former
            });
        }
        let language = self.club.language;
        let who = &self.club.staff[member].who;
        let saved = tx.as_of(at, who, |tx| clients::created(tx, &new, language))?;
        let client = saved.client.id;
        self.met += 1;
        let known = &mut self.known[branch];
        known.push_back(client);
        if known.len() > REMEMBERED {
            known.pop_front();
        }
        self.discount(tx, at, number, member, client)?;
        match saved.client.next.and_then(|next| next.task_id) {
            Some(task) => self.take_up(tx, at, task, branch, Some(client), member),
            None => self.one_off_call(tx, at, &mut dice, branch, member, client),
        }
    }

    /// One in nine has a discount: some for a while, and of some of them little is left.
    fn discount(
        &self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        number: u64,
        member: usize,
        client: ClientId,
    ) -> Result<(), ApiError> {
        let place = usize::try_from(number / 9).unwrap_or_default();
        let discounts = &self.club.discounts;
        if number % 9 != 4 || discounts.is_empty() {
            return Ok(());
        }
        let discount = &discounts[place % discounts.len()];
        let from = at.as_utc().date_naive();
        let days = [None, Some(365), Some(120), Some(190)][place % 4];
        let data = GrantData {
            term: Term {
                from,
                until: days.map(|days| from + Duration::days(days)),
            },
            document: discount
                .document
                .then(|| format!("{}\u{a0}{}", self.club.words.document, 100 + number)),
            note: None,
        };
        let who = &self.club.staff[member].who;
        tx.as_of(at, who, |tx| {
            let card = tx.client_for(Permission::ClientDiscount, client)?;
            tx.grant_discount(&card, discount, data)
        })?;
        Ok(())
    }

    pub(super) fn card(
        &self,
        dice: &mut Dice,
        at: Timestamp,
        number: u64,
        branch: usize,
    ) -> NewClient {
        let place = &self.club.branches[branch];
        let cultures = place.words.cultures;
        let (_, culture) = cultures[dice.weighted(cultures.iter().map(|(weight, _)| *weight))];
        let person = people::draw(dice, culture, place.zone.day(at));
        let phone = |typed: String| PhoneEntry {
            number: typed,
            label: None,
            do_not_call: false,
        };
        // A family often shares a phone.
        let shared = number > 0 && dice.chance(3);
        let phone_of = if shared { number - 1 } else { number };
        let words = self.club.words;
        let weight = |place: usize| (self.club.sources.len() - place) as u32;
        let source = dice.weighted((0..self.club.sources.len()).map(weight));
        NewClient {
            phones: vec![phone(people::phone(culture, phone_of))],
            emails: dice
                .chance(42)
                .then(|| people::email(&person, number).into())
                .into_iter()
                .collect(),
            messengers: dice
                .chance(18)
                .then(|| {
                    let nick = people::nick(&person, number);
                    MessengerContact::new(Messenger::Telegram, format!("@{nick}"))
                })
                .into_iter()
                .collect(),
            surname: Some(person.surname),
            given: Some(person.given),
            patronymic: person.patronymic,
            birth_date: person.birth_date,
            source_id: self
                .club
                .sources
                .get(source)
                .copied()
                .filter(|_| dice.chance(88)),
            branch_id: Some(place.id),
            tags: dice
                .chance(24)
                .then(|| (*dice.pick(words.tags)).to_owned())
                .into_iter()
                .collect(),
            note: dice
                .chance(12)
                .then(|| (*dice.pick(words.client_notes)).to_owned()),
            ..NewClient::default()
        }
    }

    /// A client outside the process is called once or twice a year.
    fn one_off_call(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        dice: &mut Dice,
        branch: usize,
        member: usize,
        client: ClientId,
    ) -> Result<(), ApiError> {
        let Some(template) = self.kind(dice, |kind| kind.task_type == TaskType::ClientCall) else {
            return Ok(());
        };
        let today = self.club.branches[branch].zone.day(at);
        let new = NewTask {
            template_id: Some(template),
            client_id: Some(client),
            due: Some(Due::Day(today + Duration::days(dice.between(0, 3)))),
            ..NewTask::default()
        };
        self.give(tx, at, member, branch, new)
    }
}
