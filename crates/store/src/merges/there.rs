//! There: one card of two.

use diesel::prelude::*;
use domain::clients::merging::CardSide;
use domain::fields::Subject;
use domain::ids::{ClientId, CompanyId, EntryId, FieldId, MergeId};
use domain::organisation::NameOrder;
use domain::timeline::EntryKind;

use super::moves::{ANSWER, ENDED, NUMBERED, RELATION};
use super::rows::{EndedChain, MergeRow, Tally, Then};
use crate::audit::state;
use crate::chains::{self as chain_rows, ChainRow};
use crate::clients::{self, ClientData, ClientRow, Kept};
use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::outbox::Audience;
use crate::schema::{
    chains, client_relations, client_values, company_values, merges, tasks as task_table,
};
use crate::tasks::{self, TaskRow};
use crate::timeline::{self, About, Changed, Said};

impl Tx<'_> {
    /// Puts a held card into another held one. `data` is what the kept card says from now on; where chains run for both, `continues` says whose go on, and the others
    /// end with the reason.
    ///
    /// # Errors
    /// [`Guard::Merged`](crate::Guard::Merged) when somebody else has merged the other card at this moment.
    pub fn merge_clients(
        &mut self,
        kept: ClientId,
        other: ClientId,
        data: &ClientData,
        continues: Option<CardSide>,
        reason: &str,
        order: NameOrder,
    ) -> Result<MergeRow, StoreError> {
        let mut tally = Tally::default();
        let ended = match continues {
            Some(CardSide::Kept) => self.end_chains_of(other, reason)?,
            Some(CardSide::Other) => self.end_chains_of(kept, reason)?,
            None => Vec::new(),
        };
        if !ended.is_empty() {
            tally.ended = continues.map(|side| match side {
                CardSide::Kept => CardSide::Other,
                CardSide::Other => CardSide::Kept,
            });
            tally.ended_chains = ended.iter().map(|(chain, _)| chain.id).collect();
        }
        let (mut card, mut stub) = (clients::row(self, kept)?, clients::row(self, other)?);
        let was = ClientData::of(&card, self.contacts(kept)?);
        let before = Then::of(&card, &was);
        card.last_contact_sort = card.last_contact_sort.max(stub.last_contact_sort);
        self.write_card(&mut card, &was, data, order)?;
        let after = Then::of(&card, data);
        let entry_id = self.tell_merged(&card, &stub, &was, data, order)?;

        let merge = MergeRow {
            id: self.new_id(),
            kept_id: kept,
            other_id: other,
            merged_by: self.who().employee(),
            merged_at: self.now(),
            before: Written::of(&before)?,
            after: Written::of(&after)?,
            tally: Json(tally),
            other_archived_at: stub.archived_at,
            entry_id,
            undone_by: None,
            undone_at: None,
            remains: None,
            version: 1,
        };
        self.insert_merge(&merge)?;
        for (chain, was) in &ended {
            self.written_down(merge.id, ENDED, chain.id.number(), 0, Some(was))?;
        }
        let merge = self.carry_over(merge)?;

        card.next_due_sort = clients::next_due(self, kept)?;
        clients::save(self, &mut card)?;
        stub.next_due_sort = clients::next_due(self, other)?;
        stub.archived_at = stub.archived_at.or(Some(self.now()));
        clients::save(self, &mut stub)?;
        self.pair_merged([kept, other], merge.id, true)?;
        self.audit(
            "client.merged",
            merge.id,
            state(&Kept::of(&was)),
            state(&Kept::of(data)),
        )?;
        self.emit(
            "client.updated",
            kept,
            card.version,
            clients::audience(&card),
        )?;
        self.emit(
            "client.merged",
            other,
            stub.version,
            clients::audience(&stub),
        )?;
        Ok(merge)
    }

    /// Ends every chain that runs for a client, and says how each was.
    fn end_chains_of(
        &mut self,
        client: ClientId,
        reason: &str,
    ) -> Result<Vec<(ChainRow, EndedChain)>, StoreError> {
        let running: Vec<ChainRow> = chains::table
            .filter(chains::client_id.eq(bind(client)))
            .filter(chains::ended_at.is_null())
            .order(chains::id)
            .select(ChainRow::as_select())
            .load(self.conn())?;
        let mut ended = Vec::new();
        for chain in running {
            let mut was = EndedChain::of(&chain);
            let open = chain_rows::open_task(self, chain.id)?.into_iter();
            let open = open.chain(chain_rows::open_errands(self, chain.id)?);
            was.tasks = open.map(|task| (task.id, task.state)).collect();
            let chain = self.cancel_chain(chain, reason)?;
            ended.push((chain, was));
        }
        Ok(ended)
    }

    /// A merge is a change of the kept card: what it says now, and whose card came into it.
    fn tell_merged(
        &mut self,
        card: &ClientRow,
        stub: &ClientRow,
        was: &ClientData,
        data: &ClientData,
        order: NameOrder,
    ) -> Result<EntryId, StoreError> {
        let mut said = clients::differences(self, was, data)?;
        said.version = Some(card.version);
        let name = ClientData::of(stub, Default::default()).name.full(order);
        said.changes.insert(
            0,
            Changed {
                member: "merged".to_owned(),
                before: None,
                after: Some(name),
            },
        );
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let by = self.who().employee();
        timeline::tell(self, EntryKind::ClientChanged, about, by, said)
    }

    fn insert_merge(&mut self, merge: &MergeRow) -> Result<(), StoreError> {
        diesel::insert_into(merges::table)
            .values((
                merges::id.eq(bind(merge.id)),
                merges::kept_id.eq(bind(merge.kept_id)),
                merges::other_id.eq(bind(merge.other_id)),
                merges::merged_by.eq(merge.merged_by.map(bind)),
                merges::merged_at.eq(bind(merge.merged_at)),
                merges::before.eq(merge.before.clone()),
                merges::after.eq(merge.after.clone()),
                merges::tally.eq(merge.tally.clone()),
                merges::other_archived_at.eq(merge.other_archived_at.map(bind)),
                merges::entry_id.eq(bind(merge.entry_id)),
                merges::version.eq(merge.version),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// Everything of the other card that has rows goes over.
    fn carry_over(&mut self, mut merge: MergeRow) -> Result<MergeRow, StoreError> {
        let (id, from, to) = (merge.id, merge.other_id, merge.kept_id);
        self.count_once(id, [from, to])?;
        for (kind, table) in NUMBERED {
            let moved = self.move_all(id, (kind, table), from, to)?;
            let tally = &mut merge.tally.0;
            match *kind {
                "task" => tally.tasks = moved,
                "chain" => tally.chains = moved,
                "completion" => tally.completions = moved,
                "entry" => tally.entries = moved,
                _ => {}
            }
        }
        self.share_segments(id, from, to)?;
        self.chains_told(from, to, "")?;
        self.relink(id, from, to)?;
        let open = self.announce_moved(id)?;
        merge.tally.0.open_tasks = open;
        let row = merges::table.filter(merges::id.eq(bind(id)));
        diesel::update(row)
            .set(merges::tally.eq(merge.tally.clone()))
            .execute(self.conn())?;
        Ok(merge)
    }

    /// Links and answers on other cards that name the one are about the other from now on.
    fn relink(&mut self, merge: MergeId, from: ClientId, to: ClientId) -> Result<(), StoreError> {
        let linked: Vec<(ClientId, String)> = client_relations::table
            .filter(client_relations::other_id.eq(bind(from)))
            .filter(client_relations::client_id.ne(bind(to)))
            .select((client_relations::client_id, client_relations::kind))
            .load(self.conn())?;
        let fields: Vec<FieldId> = self.client_fields()?.of_clients();
        let answered: Vec<(ClientId, FieldId)> = client_values::table
            .filter(client_values::reference.is_not_null())
            .filter(client_values::reference.assume_not_null().eq(from.number()))
            .filter(client_values::field_id.eq_any(fields.into_iter().map(bind)))
            .filter(client_values::client_id.ne(bind(to)))
            .filter(client_values::client_id.ne(bind(from)))
            .select((client_values::client_id, client_values::field_id))
            .load(self.conn())?;
        for (client, kind) in &linked {
            let both: i64 = client_relations::table
                .filter(client_relations::client_id.eq(bind(*client)))
                .filter(client_relations::other_id.eq(bind(to)))
                .count()
                .get_result(self.conn())?;
            let row = client_relations::table
                .filter(client_relations::client_id.eq(bind(*client)))
                .filter(client_relations::other_id.eq(bind(from)));
            // Whoever is linked with both is linked once.
            let was = (both > 0).then_some(kind);
            match was {
                Some(_) => diesel::delete(row).execute(self.conn())?,
                None => diesel::update(row)
                    .set(client_relations::other_id.eq(bind(to)))
                    .execute(self.conn())?,
            };
            self.written_down(merge, RELATION, client.number(), 0, was)?;
        }
        for (client, field) in &answered {
            let row = client_values::table
                .filter(client_values::client_id.eq(bind(*client)))
                .filter(client_values::field_id.eq(bind(*field)));
            diesel::update(row)
                .set(client_values::reference.eq(to.number()))
                .execute(self.conn())?;
            self.written_down::<()>(merge, ANSWER, client.number(), field.number(), None)?;
        }
        self.relink_companies(merge, from, to)?;
        let mut touched: Vec<ClientId> = linked.into_iter().map(|(client, _)| client).collect();
        touched.extend(answered.into_iter().map(|(client, _)| client));
        self.shown_anew(touched)
    }

    /// So are answers on cards of companies. A field is of one kind of cards, which says whose number it is that is written down.
    fn relink_companies(
        &mut self,
        merge: MergeId,
        from: ClientId,
        to: ClientId,
    ) -> Result<(), StoreError> {
        let fields = self.own_fields(Subject::Company)?.of_clients();
        let answered: Vec<(CompanyId, FieldId)> = company_values::table
            .filter(company_values::reference.is_not_null())
            .filter(
                company_values::reference
                    .assume_not_null()
                    .eq(from.number()),
            )
            .filter(company_values::field_id.eq_any(fields.into_iter().map(bind)))
            .select((company_values::company_id, company_values::field_id))
            .load(self.conn())?;
        for (company, field) in answered {
            let row = company_values::table
                .filter(company_values::company_id.eq(bind(company)))
                .filter(company_values::field_id.eq(bind(field)));
            diesel::update(row)
                .set(company_values::reference.eq(to.number()))
                .execute(self.conn())?;
            self.written_down::<()>(merge, ANSWER, company.number(), field.number(), None)?;
            self.company_shown_anew(company)?;
        }
        Ok(())
    }

    /// Cards on which something else is shown now.
    pub(super) fn shown_anew(&mut self, mut cards: Vec<ClientId>) -> Result<(), StoreError> {
        cards.sort_unstable();
        cards.dedup();
        for id in cards {
            let mut card = clients::row(self, id)?;
            clients::save(self, &mut card)?;
            self.emit("client.updated", id, card.version, clients::audience(&card))?;
        }
        Ok(())
    }

    /// Tells of the open tasks and running chains that went over. Answers how many tasks.
    pub(super) fn announce_moved(&mut self, merge: MergeId) -> Result<u32, StoreError> {
        let merge = merge.number();
        let open = self.numbers(&format!(
            "SELECT tasks.id AS number FROM merge_moves JOIN tasks ON tasks.id = merge_moves.row_id \
             WHERE merge_moves.merge_id = {merge} AND merge_moves.kind = 'task' AND tasks.closed_at IS NULL ORDER BY tasks.id"
        ))?;
        for number in &open {
            let task: TaskRow = task_table::table
                .filter(task_table::id.eq(bind(domain::ids::TaskId::from_number(*number))))
                .first(self.conn())?;
            self.emit(
                "task.updated",
                task.id,
                task.version,
                tasks::audience(&task),
            )?;
        }
        let running = self.numbers(&format!(
            "SELECT chains.id AS number FROM merge_moves JOIN chains ON chains.id = merge_moves.row_id \
             WHERE merge_moves.merge_id = {merge} AND merge_moves.kind = 'chain' AND chains.ended_at IS NULL ORDER BY chains.id"
        ))?;
        for number in running {
            let chain = chain_rows::row(self, domain::ids::ChainId::from_number(number))?;
            let audience = Audience::branch(chain.branch_id);
            self.emit("chain.updated", chain.id, chain.version, audience)?;
        }
        Ok(u32::try_from(open.len()).unwrap_or(u32::MAX))
    }

    /// An entry about a card that says nothing but that it changed in this way.
    pub(super) fn tell_of(&mut self, card: &ClientRow, said: Said) -> Result<EntryId, StoreError> {
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let by = self.who().employee();
        timeline::tell(self, EntryKind::ClientChanged, about, by, said)
    }
}
