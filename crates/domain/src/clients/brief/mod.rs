//! The brief: what to know about a client before a call, in eight lines at most. Made by rules from the club's own data; nothing is guessed.

#[cfg(test)]
mod tests;

use chrono::{Datelike as _, Duration, NaiveDate, Timelike as _};

use super::{Channel, Stage};
use crate::discounts::{GrantState, Held};
use crate::results::Outcome;
use crate::time::{Due, Timestamp, Zone};
use crate::words::words;

/// Most lines of a brief.
pub const MAX_LINES: usize = 8;
/// So many of the latest contacts are looked at.
pub const MAX_CONTACTS: usize = 100;

/// A birthday is worth a word so many days before it, and after.
const BIRTHDAY_AHEAD: i64 = 14;
const BIRTHDAY_BEHIND: i64 = 3;
/// Most characters of what somebody wrote.
const MAX_QUOTE: usize = 140;
/// Hours are named when so many talks are known, and three of four fall into so many hours.
const TALKS_FOR_HOURS: usize = 4;
const HOURS: u32 = 3;
/// So many discounts are named.
const MAX_DISCOUNTS: usize = 3;

/// A task that ended with the client, or without reaching him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacted {
    pub at: Timestamp,
    pub result: String,
    pub outcome: Outcome,
    pub reached: bool,
    /// Its answers from dictionaries: the reason of a refusal, what he is interested in.
    pub answers: Vec<String>,
    pub comment: Option<String>,
}

/// A linked card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    pub name: String,
    /// What the other one is to this client.
    pub kind: String,
    pub birth_date: Option<NaiveDate>,
}

/// Everything the brief is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefFacts {
    pub stage: Stage,
    pub since: Timestamp,
    pub source: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub family: Vec<Relative>,
    /// The latest first.
    pub contacts: Vec<Contacted>,
    pub forbidden: Vec<Channel>,
    pub next: Option<(String, Due)>,
    /// What was granted and not withdrawn, whenever it holds.
    pub discounts: Vec<Held>,
    pub note: Option<String>,
}

words! {
    /// What a line of the brief is about.
    BriefKind {
        Standing = "standing",
        Forbidden = "forbidden",
        Birthday = "birthday",
        Family = "family",
        LastTalk = "last_talk",
        Unanswered = "unanswered",
        Rhythm = "rhythm",
        Refusal = "refusal",
        Discounts = "discounts",
        Next = "next",
        Note = "note",
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BriefLine {
    /// Who he is to the club, since when, and where from.
    Standing {
        stage: Stage,
        since: NaiveDate,
        source: Option<String>,
    },
    /// What must not be used to reach him.
    Forbidden {
        channels: Vec<Channel>,
    },
    /// A birthday that is near; `turns` is the age on that day.
    Birthday {
        on: NaiveDate,
        turns: u32,
    },
    /// Each with his age in years where it is known.
    Family {
        members: Vec<(Relative, Option<u32>)>,
    },
    /// The last time he was reached.
    LastTalk {
        talk: Contacted,
    },
    /// Attempts that reached nobody, `since` the last talk if there was one.
    Unanswered {
        times: u32,
        last: Timestamp,
        since: bool,
    },
    /// How often he was reached, every how many days, and between which full hours mostly.
    Rhythm {
        talks: u32,
        every_days: Option<u32>,
        hours: Option<(u32, u32)>,
    },
    /// The last refusal, or putting off, before the last talk.
    Refusal {
        talk: Contacted,
    },
    /// What he has today; `ending` when one of them runs out soon.
    Discounts {
        held: Vec<Held>,
        ending: bool,
    },
    Next {
        title: String,
        due: Due,
    },
    /// The beginning of the card's note.
    Note {
        text: String,
    },
}

impl BriefLine {
    pub const fn kind(&self) -> BriefKind {
        match self {
            Self::Standing { .. } => BriefKind::Standing,
            Self::Forbidden { .. } => BriefKind::Forbidden,
            Self::Birthday { .. } => BriefKind::Birthday,
            Self::Family { .. } => BriefKind::Family,
            Self::LastTalk { .. } => BriefKind::LastTalk,
            Self::Unanswered { .. } => BriefKind::Unanswered,
            Self::Rhythm { .. } => BriefKind::Rhythm,
            Self::Refusal { .. } => BriefKind::Refusal,
            Self::Discounts { .. } => BriefKind::Discounts,
            Self::Next { .. } => BriefKind::Next,
            Self::Note { .. } => BriefKind::Note,
        }
    }

    /// What gives way first when there are more than [`MAX_LINES`].
    const fn weight(&self) -> u8 {
        match self.kind() {
            BriefKind::Forbidden | BriefKind::LastTalk => 5,
            BriefKind::Standing | BriefKind::Next | BriefKind::Unanswered => 4,
            BriefKind::Refusal | BriefKind::Note => 3,
            BriefKind::Family | BriefKind::Birthday => 2,
            BriefKind::Discounts => match self {
                // It is time to speak about it.
                Self::Discounts { ending: true, .. } => 3,
                _ => 1,
            },
            BriefKind::Rhythm => 1,
        }
    }
}

/// The lines in the order in which they are read, as of `now` on the branch's wall.
pub fn brief(facts: &BriefFacts, now: Timestamp, zone: &Zone) -> Vec<BriefLine> {
    let today = zone.day(now);
    let mut lines = vec![BriefLine::Standing {
        stage: facts.stage,
        since: zone.day(facts.since),
        source: facts.source.clone(),
    }];
    if !facts.forbidden.is_empty() {
        lines.push(BriefLine::Forbidden {
            channels: facts.forbidden.clone(),
        });
    }
    lines.extend(facts.birth_date.and_then(|born| birthday(born, today)));
    if !facts.family.is_empty() {
        let aged = |one: &Relative| (one.clone(), one.birth_date.map(|born| age(born, today)));
        lines.push(BriefLine::Family {
            members: facts.family.iter().map(aged).collect(),
        });
    }
    let talks: Vec<&Contacted> = facts.contacts.iter().filter(|it| it.reached).collect();
    if let Some(talk) = talks.first() {
        lines.push(BriefLine::LastTalk { talk: told(talk) });
    }
    let missed: Vec<&Contacted> = facts
        .contacts
        .iter()
        .take_while(|it| !it.reached)
        .filter(|it| it.outcome == Outcome::NoContact)
        .collect();
    if let Some(last) = missed.first() {
        lines.push(BriefLine::Unanswered {
            times: missed.len() as u32,
            last: last.at,
            since: !talks.is_empty(),
        });
    }
    if talks.len() > 1 {
        lines.push(rhythm(&talks, zone));
    }
    let put_off = |it: &&&Contacted| matches!(it.outcome, Outcome::Refusal | Outcome::Postponed);
    if let Some(talk) = talks.iter().skip(1).find(put_off) {
        lines.push(BriefLine::Refusal { talk: told(talk) });
    }
    lines.extend(discounts(&facts.discounts, today));
    if let Some((title, due)) = &facts.next {
        lines.push(BriefLine::Next {
            title: title.clone(),
            due: *due,
        });
    }
    if let Some(text) = facts.note.as_deref().map(quote).filter(|it| !it.is_empty()) {
        lines.push(BriefLine::Note { text });
    }
    while lines.len() > MAX_LINES {
        let weights = lines.iter().enumerate();
        let least = weights.min_by_key(|(_, line)| line.weight());
        let Some((place, _)) = least else { break };
        lines.remove(place);
    }
    lines
}

/// What holds today, those that run out soon first.
fn discounts(held: &[Held], today: NaiveDate) -> Option<BriefLine> {
    let state = |one: &Held| GrantState::of(&one.term, false, today);
    let valid = held.iter().filter(|one| state(one).is_valid()).cloned();
    let mut valid: Vec<Held> = valid.collect();
    let ends = |one: &Held| one.term.until.unwrap_or(NaiveDate::MAX);
    valid.sort_by_key(ends);
    let ending = valid.iter().any(|one| state(one) == GrantState::Ending);
    valid.truncate(MAX_DISCOUNTS);
    (!valid.is_empty()).then_some(BriefLine::Discounts {
        held: valid,
        ending,
    })
}

/// A contact with its comment cut to what fits a line.
fn told(talk: &Contacted) -> Contacted {
    Contacted {
        comment: talk.comment.as_deref().map(quote),
        ..talk.clone()
    }
}

/// The first words of a text, on one line.
fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(MAX_QUOTE) else {
        return line;
    };
    let cut = &line[..end];
    let whole = cut.rfind(' ').map_or(cut, |space| &cut[..space]);
    format!(
        "{}…",
        whole.trim_end_matches([',', ';', ':', '.', '–', '-'])
    )
}

/// Full years on that day. Who was born on 29 February turns on 1 March in other years.
fn age(born: NaiveDate, on: NaiveDate) -> u32 {
    on.years_since(born).unwrap_or_default()
}

fn birthday(born: NaiveDate, today: NaiveDate) -> Option<BriefLine> {
    let near = -BIRTHDAY_BEHIND..=BIRTHDAY_AHEAD;
    let on = (today.year() - 1..=today.year() + 1)
        .map(|year| {
            let leap = || NaiveDate::from_ymd_opt(year, 3, 1);
            born.with_year(year).or_else(leap).unwrap_or(born)
        })
        .find(|on| near.contains(&(*on - today).num_days()))?;
    let turns = age(born, on);
    (turns > 0).then_some(BriefLine::Birthday { on, turns })
}

fn rhythm(talks: &[&Contacted], zone: &Zone) -> BriefLine {
    let span = match talks {
        [latest, .., first] => latest.at.since(first.at),
        _ => Duration::zero(),
    };
    let gaps = talks.len() as i64 - 1;
    let days = (span.num_hours() as f64 / 24.0 / gaps as f64).round() as u32;
    BriefLine::Rhythm {
        talks: talks.len() as u32,
        every_days: (days > 0).then_some(days),
        hours: usual_hours(talks, zone),
    }
}

/// The hours in which three of four talks took place, if there are such.
fn usual_hours(talks: &[&Contacted], zone: &Zone) -> Option<(u32, u32)> {
    if talks.len() < TALKS_FOR_HOURS {
        return None;
    }
    let hours: Vec<u32> = talks.iter().map(|it| zone.wall(it.at).hour()).collect();
    let within = |from: u32| {
        let inside = hours
            .iter()
            .filter(|hour| (from..from + HOURS).contains(*hour));
        inside.count()
    };
    // Of equal ones the earliest.
    let from = (0..=24 - HOURS).rev().max_by_key(|from| within(*from))?;
    (within(from) * 4 >= talks.len() * 3).then_some((from, from + HOURS))
}
