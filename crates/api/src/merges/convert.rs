//! Two cards and their merges as the reader sees them.

use std::collections::BTreeMap;

use domain::clients::merging::{CardChoice, MEMBERS, Nature, undo_until};
use domain::ids::{BranchId, ClientId, EmployeeId};
use domain::name::PersonName;
use domain::organisation::NameOrder;
use domain::sentence::Telling;
use domain::time::Timestamp;
use store::merges::{MergeRow, Work};
use wire::clients::{Client, PersonName as Named};
use wire::merges::{CardWork, ComparedMember, Merge, MergedCard};

const CHOICES: [CardChoice; 3] = [CardChoice::Kept, CardChoice::Other, CardChoice::Both];

/// Both cards member by member. `kinds` are those of the club's own fields in their order, each with its key and label.
pub fn members(
    cards: (&Client, &Client),
    branches: &BTreeMap<BranchId, String>,
    fields: &[(String, String, Nature)],
    proposed: &BTreeMap<String, CardChoice>,
    telling: Telling<'_>,
) -> Vec<ComparedMember> {
    let (kept, other) = cards;
    let own = MEMBERS.iter().map(|(member, nature)| {
        let lines = |card: &Client| lines(card, member, branches, telling);
        compared(member, None, *nature, (lines(kept), lines(other)), proposed)
    });
    let fields = fields.iter().map(|(key, label, nature)| {
        let lines = |card: &Client| {
            let filled = card.fields.iter().filter(|filled| filled.key == *key);
            filled.map(|filled| filled.display.clone()).collect()
        };
        let member = format!("fields.{key}");
        let lines = (lines(kept), lines(other));
        compared(&member, Some(label.clone()), *nature, lines, proposed)
    });
    own.chain(fields)
        // What neither card has is not asked.
        .filter(|member| !(member.kept.is_empty() && member.other.is_empty()))
        .collect()
}

fn compared(
    member: &str,
    label: Option<String>,
    nature: Nature,
    (kept, other): (Vec<String>, Vec<String>),
    proposed: &BTreeMap<String, CardChoice>,
) -> ComparedMember {
    let choices = CHOICES.into_iter().filter(|choice| nature.allows(*choice));
    ComparedMember {
        proposed: proposed.get(member).copied().unwrap_or(CardChoice::Kept),
        same: kept == other,
        member: member.to_owned(),
        label,
        kept,
        other,
        choices: choices.collect(),
    }
}

fn lines(
    card: &Client,
    member: &str,
    branches: &BTreeMap<BranchId, String>,
    telling: Telling<'_>,
) -> Vec<String> {
    let one = |text: Option<String>| text.into_iter().collect();
    match member {
        "surname" => one(card.surname.clone()),
        "given" => one(card.given.clone()),
        "patronymic" => one(card.patronymic.clone()),
        "birth_date" => one(card.birth_date.map(|date| telling.date(date))),
        "phones" => {
            let phones = card.phones.iter();
            phones
                .map(|phone| labelled(&phone.display, phone.label.as_deref()))
                .collect()
        }
        "emails" => {
            let emails = card.emails.iter();
            emails
                .map(|email| labelled(&email.address, email.label.as_deref()))
                .collect()
        }
        "messengers" => {
            let contacts = card.messengers.iter();
            contacts
                .map(|contact| {
                    let address = format!("{} {}", contact.messenger, contact.address);
                    labelled(&address, contact.label.as_deref())
                })
                .collect()
        }
        "stage" => vec![card.stage.as_str().to_owned()],
        "branch" => one(branches.get(&card.branch_id).cloned()),
        "responsible" => one(card.responsible.as_ref().map(|person| person.name.clone())),
        "source" => one(card.source.as_ref().map(|source| source.name.clone())),
        "tags" => card.tags.clone(),
        "do_not_contact" => {
            let channels = card.do_not_contact.iter();
            channels
                .map(|channel| channel.as_str().to_owned())
                .collect()
        }
        "relations" => {
            let relations = card.relations.iter();
            relations
                .map(|relation| format!("{}: {}", relation.kind, relation.name))
                .collect()
        }
        "note" => one(card.note.clone()),
        _ => Vec::new(),
    }
}

fn labelled(shown: &str, label: Option<&str>) -> String {
    match label {
        Some(label) => format!("{shown} ({label})"),
        None => shown.to_owned(),
    }
}

pub fn work(work: Work) -> CardWork {
    CardWork {
        tasks: work.tasks,
        open_tasks: work.open_tasks,
        completions: work.completions,
        entries: work.entries,
    }
}

/// Whether a chain runs for somebody.
pub fn runs(card: &Client) -> bool {
    card.chains.iter().any(|chain| chain.ended_at.is_none())
}

/// What a merge is shown with.
pub struct Shown<'n> {
    pub order: NameOrder,
    pub now: Timestamp,
    /// Of clients whom the reader may see.
    pub clients: &'n BTreeMap<ClientId, PersonName>,
    pub people: &'n BTreeMap<EmployeeId, String>,
    /// Whether the reader may undo merges, somewhere.
    pub may_undo: bool,
}

impl Shown<'_> {
    pub fn merge(&self, row: &MergeRow) -> Merge {
        let tally = row.tally();
        let until = undo_until(row.merged_at);
        let both = [row.kept_id, row.other_id];
        let may = self.may_undo
            && row.undone_at.is_none()
            && self.now <= until
            && both.iter().all(|id| self.clients.contains_key(id));
        Merge {
            id: row.id,
            kept: self.card(row.kept_id),
            other: self.card(row.other_id),
            merged_by: self.person(row.merged_by),
            merged_at: row.merged_at,
            tasks: tally.tasks,
            open_tasks: tally.open_tasks,
            chains: tally.chains,
            completions: tally.completions,
            entries: tally.entries,
            ended_chains: tally.ended_chains.clone(),
            undo_until: may.then_some(until),
            undone_by: self.person(row.undone_by),
            undone_at: row.undone_at,
            version: row.version,
        }
    }

    fn card(&self, id: ClientId) -> MergedCard {
        let name = self.clients.get(&id);
        MergedCard {
            id,
            name: name.map(|name| name.full(self.order)),
        }
    }

    fn person(&self, id: Option<EmployeeId>) -> Option<Named> {
        let name = |id| self.people.get(&id).cloned().unwrap_or_default();
        id.map(|id| Named { id, name: name(id) })
    }
}
