//! And back: two cards again.
//!
//! A chain is never cut: what was done in it since goes back with it, and whatever began with it. Everything else that was done stays on the kept card.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::clients::merging::{many_back, one_back};
use domain::fields::Subject;
use domain::ids::{ChainId, ClientId, CompanyId, ComparisonId, EmployeeId, EntryId, FieldId};
use domain::organisation::NameOrder;
use domain::staff::EmployeeState;
use domain::tasks::TaskState;
use domain::time::Timestamp;

use super::moves::{ANSWER, COUNTED, ENDED, NUMBERED, RELATION};
use super::rows::{Counted, EndedChain, MergeRow, Remains, Then};
use crate::audit::state;
use crate::chains as chain_rows;
use crate::clients::{self, ClientData, ClientEmail, ClientMessenger, ClientRow, Kept};
use crate::engine::columns::{Json, bind};
use crate::engine::errors::{StoreError, expect_one};
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::own_fields::Answers;
use crate::schema::{
    chains, client_relations, client_values, company_values, compared_chains, merges,
};
use crate::tasks::{self, TaskRow};
use crate::timeline::{Changed, Said};

/// Entries of the time in between that are named.
const MOST_NAMED: i64 = 200;

impl Tx<'_> {
    /// Makes two cards again of one. Whether it may be undone was decided in this transaction, with both cards held.
    pub fn undo_merge(
        &mut self,
        mut merge: MergeRow,
        order: NameOrder,
    ) -> Result<MergeRow, StoreError> {
        let mut remains = Remains::default();
        self.send_back(&merge, &mut remains)?;
        self.unlink(&merge)?;
        self.unshare_segments(merge.id)?;
        self.run_again(&merge, &mut remains)?;
        self.count_again(&merge)?;
        self.cards_back(&merge, &mut remains, order)?;
        self.announce_moved(merge.id)?;
        self.pair_merged([merge.kept_id, merge.other_id], merge.id, false)?;

        merge.undone_by = self.who().employee();
        merge.undone_at = Some(self.now());
        merge.remains = Some(Json(remains));
        let seen = merges::table
            .filter(merges::id.eq(bind(merge.id)))
            .filter(merges::undone_at.is_null());
        let changed = diesel::update(seen)
            .set((
                merges::undone_by.eq(merge.undone_by.map(bind)),
                merges::undone_at.eq(merge.undone_at.map(bind)),
                merges::remains.eq(merge.remains.clone()),
                merges::version.eq(merge.version + 1),
            ))
            .execute(self.conn())?;
        expect_one(changed, merge.version)?;
        merge.version += 1;
        Ok(merge)
    }

    /// Rows go back, with what was done since in the chains among them.
    fn send_back(&mut self, merge: &MergeRow, remains: &mut Remains) -> Result<(), StoreError> {
        let (from, to) = (merge.kept_id, merge.other_id);
        let chains = self.chains_back(merge)?;
        let listed: Vec<String> = chains.iter().map(i64::to_string).collect();
        // A list that is never empty: no chain has the number 0.
        let chains = format!(
            "(0{}{})",
            if listed.is_empty() { "" } else { "," },
            listed.join(",")
        );
        let (other, since) = (to.number(), merge.entry_id.number());
        let tasks = format!("task_id IN (SELECT id FROM tasks WHERE client_id = {other})");
        let about = format!(" OR chain_id IN {chains} OR {tasks}");
        for (kind, table) in NUMBERED {
            let also = match *kind {
                "chain" => format!(" OR id IN {chains}"),
                "task" => format!(" OR chain_id IN {chains} OR side_of_id IN {chains}"),
                "notice" => format!(" OR {tasks}"),
                // What was agreed to since was agreed to on the kept card; so was he linked with a company, and so was a file put there, or a discount granted.
                "consent" | "company" | "file" | "discount" => String::new(),
                _ => about.clone(),
            };
            if *kind == "entry" {
                let went = self.numbers(&format!(
                    "SELECT id AS number FROM timeline WHERE client_id = {} AND id > {since} AND (chain_id IN {chains} OR {tasks}) \
                     ORDER BY id DESC LIMIT {MOST_NAMED}",
                    from.number()
                ))?;
                remains.went = went.into_iter().map(EntryId::from_number).collect();
            }
            self.move_back(merge.id, (kind, table), from, to, &also)?;
        }
        let stayed = self.numbers(&format!(
            "SELECT id AS number FROM timeline WHERE client_id = {} AND company_id IS NULL AND id > {since} ORDER BY id DESC LIMIT {MOST_NAMED}",
            from.number()
        ))?;
        remains.stayed = stayed.into_iter().map(EntryId::from_number).collect();
        self.chains_told(from, to, &format!(" AND chain_id IN {chains}"))
    }

    /// Chains that go back: those that came, those that took over from them since, and those that they called since.
    fn chains_back(&mut self, merge: &MergeRow) -> Result<BTreeSet<i64>, StoreError> {
        let (merge_id, kept) = (merge.id.number(), merge.kept_id.number());
        let came = self.numbers(&format!(
            "SELECT chains.id AS number FROM merge_moves JOIN chains ON chains.id = merge_moves.row_id \
             WHERE merge_moves.merge_id = {merge_id} AND merge_moves.kind = 'chain' AND chains.client_id = {kept}"
        ))?;
        let mut back: BTreeSet<i64> = came.iter().copied().collect();
        let mut last = came;
        while !last.is_empty() {
            let listed: Vec<String> = last.iter().map(i64::to_string).collect();
            let listed = listed.join(",");
            let since = merge.entry_id.number();
            let begun = self.numbers(&format!(
                "SELECT id AS number FROM chains WHERE client_id = {kept} AND id > {since} AND (started_from IN ({listed}) \
                 OR id IN (SELECT next_chain_id FROM completions WHERE chain_id IN ({listed}) AND next_chain_id IS NOT NULL))"
            ))?;
            last = begun.into_iter().filter(|id| back.insert(*id)).collect();
        }
        Ok(back)
    }

    /// Links and answers on other cards that nobody has changed since are about the card that they were about.
    fn unlink(&mut self, merge: &MergeRow) -> Result<(), StoreError> {
        let (kept, other) = (merge.kept_id, merge.other_id);
        let mut touched = Vec::new();
        for (client, _, was) in self.read_back::<String>(merge.id, RELATION)? {
            let client = ClientId::from_number(client);
            let changed = match was {
                // Linked with both: the second link comes again.
                Some(kind) => diesel::insert_into(client_relations::table)
                    .values((
                        client_relations::client_id.eq(bind(client)),
                        client_relations::other_id.eq(bind(other)),
                        client_relations::kind.eq(kind),
                    ))
                    .execute(self.conn())?,
                None => {
                    let row = client_relations::table
                        .filter(client_relations::client_id.eq(bind(client)))
                        .filter(client_relations::other_id.eq(bind(kept)));
                    diesel::update(row)
                        .set(client_relations::other_id.eq(bind(other)))
                        .execute(self.conn())?
                }
            };
            touched.extend((changed > 0).then_some(client));
        }
        let of_companies = self.own_fields(Subject::Company)?.of_clients();
        for (client, field, _) in self.read_back::<()>(merge.id, ANSWER)? {
            let field = FieldId::from_number(field);
            if of_companies.contains(&field) {
                self.answer_back(CompanyId::from_number(client), field, kept, other)?;
                continue;
            }
            let client = ClientId::from_number(client);
            let row = client_values::table
                .filter(client_values::client_id.eq(bind(client)))
                .filter(client_values::field_id.eq(bind(field)))
                .filter(client_values::reference.is_not_null())
                .filter(client_values::reference.assume_not_null().eq(kept.number()));
            let changed = diesel::update(row)
                .set(client_values::reference.eq(other.number()))
                .execute(self.conn())?;
            touched.extend((changed > 0).then_some(client));
        }
        self.shown_anew(touched)
    }

    /// An answer on the card of a company is about the other one again, unless it was changed since.
    fn answer_back(
        &mut self,
        company: CompanyId,
        field: FieldId,
        kept: ClientId,
        other: ClientId,
    ) -> Result<(), StoreError> {
        let row = company_values::table
            .filter(company_values::company_id.eq(bind(company)))
            .filter(company_values::field_id.eq(bind(field)))
            .filter(company_values::reference.is_not_null())
            .filter(
                company_values::reference
                    .assume_not_null()
                    .eq(kept.number()),
            );
        let changed = diesel::update(row)
            .set(company_values::reference.eq(other.number()))
            .execute(self.conn())?;
        match changed > 0 {
            true => self.company_shown_anew(company),
            false => Ok(()),
        }
    }

    /// Chains that the merge had ended run again where they stood.
    fn run_again(&mut self, merge: &MergeRow, remains: &mut Remains) -> Result<(), StoreError> {
        for (id, _, was) in self.read_back::<EndedChain>(merge.id, ENDED)? {
            let id = ChainId::from_number(id);
            let Some(was) = was else { continue };
            let mut chain = chain_rows::row(self, id)?;
            let mut open = Vec::new();
            for (task, state) in &was.tasks {
                open.push((tasks::row(self, *task)?, *state));
            }
            let as_left = chain.state == ChainState::Cancelled
                && chain.ended_at == Some(merge.merged_at)
                && open
                    .iter()
                    .all(|(task, _)| task.closed_at == Some(merge.merged_at));
            if !as_left || !self.may_go_on(&chain, &open)? {
                remains.still_ended.push(id);
                continue;
            }
            was.put_back(&mut chain);
            chain_rows::save(self, &mut chain)?;
            let audience = Audience::branch(chain.branch_id);
            self.emit("chain.updated", chain.id, chain.version, audience)?;
            for (task, state) in open {
                self.task_open_again(task, state)?;
            }
        }
        Ok(())
    }

    fn task_open_again(&mut self, mut task: TaskRow, state: TaskState) -> Result<(), StoreError> {
        task.state = state;
        task.closed_at = None;
        task.closed_by = None;
        task.cancel_reason = None;
        tasks::save(self, &mut task)?;
        self.emit(
            "task.updated",
            task.id,
            task.version,
            tasks::audience(&task),
        )
    }

    /// Whether nothing stands in the way of a chain that was ended: its client is in work, its process is, its people are there, and no other chain of
    /// the process runs for the client.
    fn may_go_on(
        &mut self,
        chain: &chain_rows::ChainRow,
        open: &[(TaskRow, TaskState)],
    ) -> Result<bool, StoreError> {
        let running: i64 = chains::table
            .filter(chains::client_id.eq(bind(chain.client_id)))
            .filter(chains::process_id.eq(bind(chain.process_id)))
            .filter(chains::ended_at.is_null())
            .count()
            .get_result(self.conn())?;
        let people = self.known_people()?;
        let left = |id: EmployeeId| {
            let mut people = people.iter();
            people.any(|(known, person)| *known == id && person.state == EmployeeState::Left)
        };
        let gone = open
            .iter()
            .filter_map(|(task, _)| task.assignee_id)
            .any(left);
        // The other card is still in the archive, and comes out of it in this transaction.
        let archived = self.any_process(chain.process_id)?.archived_at.is_some()
            || (self.is_kept(chain.client_id)?
                && clients::row(self, chain.client_id)?.archived_at.is_some());
        Ok(running == 0 && !gone && !archived)
    }

    /// A chain counts again in a comparison in which the other card's came first.
    fn count_again(&mut self, merge: &MergeRow) -> Result<(), StoreError> {
        for (chain, comparison, was) in self.read_back::<Counted>(merge.id, COUNTED)? {
            let (chain, comparison) = (
                ChainId::from_number(chain),
                ComparisonId::from_number(comparison),
            );
            let Some(was) = was else { continue };
            let client = chain_rows::row(self, chain)?.client_id;
            let counted: i64 = compared_chains::table
                .filter(compared_chains::comparison_id.eq(bind(comparison)))
                .filter(compared_chains::client_id.eq(bind(client)))
                .count()
                .get_result(self.conn())?;
            if counted > 0 {
                continue;
            }
            diesel::insert_into(compared_chains::table)
                .values((
                    compared_chains::comparison_id.eq(bind(comparison)),
                    compared_chains::client_id.eq(bind(client)),
                    compared_chains::chain_id.eq(bind(chain)),
                    compared_chains::side.eq(bind(was.side)),
                    compared_chains::began_at.eq(bind(Timestamp::from_micros(was.began_at))),
                ))
                .execute(self.conn())?;
        }
        Ok(())
    }

    /// Both cards say what they said, but for what somebody has changed since.
    fn cards_back(
        &mut self,
        merge: &MergeRow,
        remains: &mut Remains,
        order: NameOrder,
    ) -> Result<(), StoreError> {
        let (mut card, mut stub) = (
            clients::row(self, merge.kept_id)?,
            clients::row(self, merge.other_id)?,
        );
        let now = ClientData::of(&card, self.contacts(card.id)?);
        let (before, after) = (merge.before.read()?, merge.after.read()?);
        let data = self.members_back(&before.data, &after.data, &now, &mut remains.members)?;
        card.last_contact_sort = match card.last_contact_sort.as_micros() == after.last_contact {
            true => Timestamp::from_micros(before.last_contact),
            false => self.latest_contact(&card, &before, merge)?,
        };
        card.next_due_sort = clients::next_due(self, card.id)?;
        self.write_card(&mut card, &now, &data, order)?;

        stub.archived_at = merge.other_archived_at;
        stub.next_due_sort = clients::next_due(self, stub.id)?;
        let own = ClientData::of(&stub, self.contacts(stub.id)?);
        let then = Then::of(&stub, &own);
        stub.last_contact_sort = self.latest_contact(&stub, &then, merge)?;
        clients::save(self, &mut stub)?;

        let name = |data: &ClientData| Some(data.name.full(order));
        let mut said = clients::differences(self, &now, &data)?;
        said.changes.insert(0, undone(name(&own)));
        said.version = Some(card.version);
        self.tell_of(&card, said)?;
        let said = Said {
            changes: vec![undone(name(&data))],
            version: Some(stub.version),
            ..Said::default()
        };
        self.tell_of(&stub, said)?;
        self.audit(
            "client.merge_undone",
            merge.id,
            state(&Kept::of(&now)),
            state(&Kept::of(&data)),
        )?;
        self.emit(
            "client.updated",
            card.id,
            card.version,
            clients::audience(&card),
        )?;
        self.emit(
            "client.restored",
            stub.id,
            stub.version,
            clients::audience(&stub),
        )
    }

    /// When somebody last talked with the client of a card: before the merge, or since then.
    fn latest_contact(
        &mut self,
        card: &ClientRow,
        then: &Then,
        merge: &MergeRow,
    ) -> Result<Timestamp, StoreError> {
        use crate::schema::completions;
        let since: Option<Timestamp> = completions::table
            .filter(completions::client_id.eq(bind(card.id)))
            .filter(completions::reached_human.eq(true))
            .filter(completions::taken_back_at.is_null())
            .filter(completions::completed_at.gt(bind(merge.merged_at)))
            .select(diesel::dsl::max(completions::completed_at))
            .first(self.conn())?;
        let then = Timestamp::from_micros(then.last_contact);
        Ok(since.map_or(then, |since| since.max(then)))
    }

    /// The kept card's members: what they were, where nobody has changed them since; the others are named.
    fn members_back(
        &mut self,
        before: &ClientData,
        after: &ClientData,
        now: &ClientData,
        changed: &mut Vec<String>,
    ) -> Result<ClientData, StoreError> {
        let mut note = |member: &str, clean: bool| {
            if !clean {
                changed.push(member.to_owned());
            }
        };
        macro_rules! one {
            ($($member:ident).+, $word:literal) => {{
                let (value, clean) = one_back(&before.$($member).+, &after.$($member).+, &now.$($member).+);
                note($word, clean);
                value
            }};
        }
        macro_rules! many {
            ($($member:ident).+, $word:literal) => {{
                let (value, clean) = many_back(&before.$($member).+, &after.$($member).+, &now.$($member).+);
                note($word, clean);
                value
            }};
        }
        let mut data = now.clone();
        data.name.surname = one!(name.surname, "surname");
        data.name.given = one!(name.given, "given");
        data.name.patronymic = one!(name.patronymic, "patronymic");
        // Whoever took both names away has left the card with none.
        if data.name.surname.is_none() && data.name.given.is_none() {
            data.name = now.name.clone();
        }
        data.birth_date = one!(birth_date, "birth_date");
        data.stage = one!(stage, "stage");
        data.branch_id = one!(branch_id, "branch");
        data.responsible_id = one!(responsible_id, "responsible");
        data.source_id = one!(source_id, "source");
        data.note = one!(note, "note");
        data.do_not_contact = many!(do_not_contact, "do_not_contact");
        data.do_not_contact.sort();
        let contacts = &mut data.contacts;
        contacts.phones = many!(contacts.phones, "phones");
        contacts.emails = many!(contacts.emails, "emails");
        contacts.messengers = many!(contacts.messengers, "messengers");
        contacts.tags = many!(contacts.tags, "tags");
        contacts
            .tags
            .sort_by_key(|tag| crate::search::sort_key(tag));
        contacts.relations = many!(contacts.relations, "relations");
        contacts.relations.sort_by_key(|relation| relation.other_id);
        // What was changed and comes again is one.
        contacts
            .tags
            .dedup_by_key(|tag| crate::search::sort_key(tag));
        contacts
            .relations
            .dedup_by_key(|relation| relation.other_id);
        once(&mut contacts.phones, |one, other| one.e164 == other.e164);
        once(&mut contacts.emails, ClientEmail::is_same);
        once(&mut contacts.messengers, ClientMessenger::is_same);
        let fields = self.client_fields()?;
        let mut answers = Answers::new();
        let lists = [&before.contacts, &after.contacts, &now.contacts].map(|then| &then.answers);
        let asked: BTreeSet<FieldId> = lists.iter().flat_map(|list| list.keys()).copied().collect();
        for id in asked {
            let [before, after, now] = lists.map(|list| list.get(&id).cloned());
            let (value, clean) = one_back(&before, &after, &now);
            if let (false, Some(def)) = (clean, fields.get(id)) {
                changed.push(format!("fields.{}", def.key));
            }
            answers.extend(value.map(|value| (id, value)));
        }
        data.contacts.answers = answers;
        Ok(data)
    }

    fn is_kept(&mut self, client: ClientId) -> Result<bool, StoreError> {
        Ok(self.merged_away(client)?.is_none())
    }
}

/// Of those that are the same, the first.
fn once<T>(list: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    let mut seen = Vec::with_capacity(list.len());
    for item in list.drain(..) {
        if !seen.iter().any(|known| same(known, &item)) {
            seen.push(item);
        }
    }
    *list = seen;
}

fn undone(name: Option<String>) -> Changed {
    Changed {
        member: "merge_undone".to_owned(),
        before: None,
        after: name,
    }
}
