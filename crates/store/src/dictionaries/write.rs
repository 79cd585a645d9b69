use std::collections::BTreeSet;

use diesel::dsl::max;
use diesel::prelude::*;
use domain::access::Permission;
use domain::dictionaries::DictionaryRole;
use domain::ids::{DictionaryId, ValueId};

use super::read::CHOSEN;
use super::rows::{Dictionary, Value};
use crate::audit::state;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{
    client_values, clients, company_values, completion_values, dictionaries, dictionary_values,
    own_fields, result_fields, results,
};
use crate::search::sort_key;

impl Tx<'_> {
    /// Adds a dictionary with its first values, whose names differ from each other.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::DictionaryName`](crate::Guard::DictionaryName).
    pub fn create_dictionary(
        &mut self,
        name: &str,
        values: &[String],
    ) -> Result<Dictionary, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let now = self.now();
        let dictionary = Dictionary {
            id: self.new_id(),
            name: name.to_owned(),
            role: None,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        let row = (
            dictionaries::id.eq(bind(dictionary.id)),
            dictionaries::name.eq(name),
            dictionaries::sort_key.eq(sort_key(name)),
            dictionaries::version.eq(1_i64),
            dictionaries::created_at.eq(bind(now)),
            dictionaries::updated_at.eq(bind(now)),
        );
        diesel::insert_into(dictionaries::table)
            .values(row)
            .execute(self.conn())?;
        self.told("created", None, &dictionary)?;
        self.insert_values(dictionary.id, values, 0)?;
        Ok(dictionary)
    }

    /// Gives a dictionary its role, which no other has yet.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`]; a conflict when another one has the role.
    pub fn give_role(
        &mut self,
        id: DictionaryId,
        role: DictionaryRole,
    ) -> Result<Dictionary, StoreError> {
        let before = self.dictionary_for(Permission::DirectoryEdit, id)?;
        let mut after = self.next_version(&before);
        after.role = Some(role);
        self.store_dictionary(&before, &after)?;
        self.told("updated", Some(&before), &after)?;
        Ok(after)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; a conflict with
    /// [`Guard::DictionaryName`](crate::Guard::DictionaryName).
    pub fn rename_dictionary(
        &mut self,
        id: DictionaryId,
        seen: i64,
        name: String,
    ) -> Result<Dictionary, StoreError> {
        let before = self.dictionary_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        if before.name == name {
            return Ok(before);
        }
        let mut after = self.next_version(&before);
        after.name = name;
        self.store_dictionary(&before, &after)?;
        self.told("updated", Some(&before), &after)?;
        Ok(after)
    }

    /// # Errors
    /// As [`Self::rename_dictionary`]; [`StoreError::InUse`] with the results and the clients' own fields that ask for it, and
    /// when cards take their source from it.
    pub fn archive_dictionary(&mut self, id: DictionaryId, seen: i64) -> Result<(), StoreError> {
        let before = self.dictionary_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let mut askers: Vec<String> = result_fields::table
            .inner_join(results::table)
            .filter(result_fields::dictionary_id.eq(bind(id)))
            .filter(result_fields::removed_at.is_null())
            .order((results::sort_key, results::id))
            .select(results::name)
            .load(self.conn())?;
        let own: Vec<String> = own_fields::table
            .filter(own_fields::dictionary_id.eq(bind(id)))
            .filter(own_fields::removed_at.is_null())
            .order((own_fields::position, own_fields::id))
            .select(own_fields::label)
            .load(self.conn())?;
        askers.extend(own);
        let uses = askers.len() as u64 + u64::from(before.role.is_some());
        askers.dedup();
        expect_unused(uses, askers)?;
        let mut after = self.next_version(&before);
        after.archived_at = Some(self.now());
        self.store_dictionary(&before, &after)?;
        self.told("archived", Some(&before), &after)
    }

    /// # Errors
    /// As [`Self::create_dictionary`]: its name may be taken by now.
    pub fn restore_dictionary(&mut self, id: DictionaryId) -> Result<Dictionary, StoreError> {
        let before = self.dictionary_for(Permission::DirectoryEdit, id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let mut after = self.next_version(&before);
        after.archived_at = None;
        self.store_dictionary(&before, &after)?;
        self.told("restored", Some(&before), &after)?;
        Ok(after)
    }

    /// The places in `names` of those that a value of the dictionary has already.
    pub fn taken_values(
        &mut self,
        id: DictionaryId,
        names: &[String],
    ) -> Result<Vec<usize>, StoreError> {
        let keys: Vec<String> = names.iter().map(|name| sort_key(name)).collect();
        let taken: Vec<String> = dictionary_values::table
            .filter(dictionary_values::dictionary_id.eq(bind(id)))
            .filter(dictionary_values::archived_at.is_null())
            .filter(dictionary_values::sort_key.eq_any(keys.clone()))
            .select(dictionary_values::sort_key)
            .load(self.conn())?;
        let taken: BTreeSet<String> = taken.into_iter().collect();
        let places = keys.iter().enumerate();
        Ok(places
            .filter(|(_, key)| taken.contains(*key))
            .map(|(place, _)| place)
            .collect())
    }

    /// Adds values at the end. Their names differ from each other.
    ///
    /// # Errors
    /// A conflict with [`Guard::ValueName`](crate::Guard::ValueName) when one of them is there already.
    pub fn add_values(
        &mut self,
        id: DictionaryId,
        names: &[String],
    ) -> Result<Dictionary, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let after = self.list_changed(id)?;
        let last: Option<i32> = dictionary_values::table
            .filter(dictionary_values::dictionary_id.eq(bind(id)))
            .select(max(dictionary_values::position))
            .first(self.conn())?;
        self.insert_values(id, names, last.map_or(0, |last| last + 1))?;
        Ok(after)
    }

    /// Puts the values into this order: each that is not archived, once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`].
    pub fn order_values(
        &mut self,
        id: DictionaryId,
        seen: i64,
        order: &[ValueId],
    ) -> Result<Dictionary, StoreError> {
        let before = self.dictionary_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        let after = self.next_version(&before);
        self.store_dictionary(&before, &after)?;
        for (place, id) in (0_i32..).zip(order) {
            diesel::update(dictionary_values::table.find(bind(*id)))
                .set(dictionary_values::position.eq(place))
                .execute(self.conn())?;
        }
        self.audit("dictionary.ordered", id, None, state(&order))?;
        self.emit("dictionary.updated", id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// Renames a value; what was answered keeps the old name.
    ///
    /// # Errors
    /// As [`Self::rename_dictionary`], with [`Guard::ValueName`](crate::Guard::ValueName).
    pub fn rename_value(
        &mut self,
        id: ValueId,
        seen: i64,
        name: String,
    ) -> Result<Value, StoreError> {
        let before = self.value_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        if before.name == name {
            return Ok(before);
        }
        let after = Value {
            name,
            ..before.clone()
        };
        self.store_value("updated", &before, after)
    }

    /// A value that can no longer be chosen; what was answered keeps it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`].
    pub fn archive_value(&mut self, id: ValueId, seen: i64) -> Result<(), StoreError> {
        let before = self.value_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_none() {
            let after = Value {
                archived_at: Some(self.now()),
                ..before.clone()
            };
            self.store_value("archived", &before, after)?;
        }
        Ok(())
    }

    /// A merged value comes back on its own: answers that count for the other one stay with it.
    ///
    /// # Errors
    /// As [`Self::rename_value`]: its name may be taken by now.
    pub fn restore_value(&mut self, id: ValueId) -> Result<Value, StoreError> {
        let before = self.value_for(Permission::DirectoryEdit, id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let after = Value {
            archived_at: None,
            merged_into: None,
            ..before.clone()
        };
        self.store_value("restored", &before, after)
    }

    /// Archives `from` and lets `into` of the same dictionary count for it, in answers and on cards. The words of history
    /// stay as they are.
    pub fn merge_value(&mut self, from: &Value, into: &Value) -> Result<(), StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let after = Value {
            archived_at: from.archived_at.or(Some(self.now())),
            merged_into: Some(into.id),
            ..from.clone()
        };
        self.store_value("merged", from, after)?;
        // What was merged into it before goes on to the new one.
        let earlier = dictionary_values::merged_into.eq(bind(from.id));
        diesel::update(dictionary_values::table.filter(earlier))
            .set(dictionary_values::merged_into.eq(bind(into.id)))
            .execute(self.conn())?;
        let answers = completion_values::table
            .filter(completion_values::reference.eq(from.id.as_i64()))
            .filter(completion_values::kind.eq_any(among(CHOSEN)));
        diesel::update(answers)
            .set(completion_values::reference.eq(into.id.as_i64()))
            .execute(self.conn())?;
        let askers = || {
            own_fields::table
                .filter(own_fields::dictionary_id.eq(bind(from.dictionary_id)))
                .select(own_fields::id)
        };
        macro_rules! on_cards {
            ($($values:ident),+) => {$(
                let on_cards = $values::table
                    .filter($values::reference.eq(from.id.as_i64()))
                    .filter($values::field_id.eq_any(askers()));
                diesel::update(on_cards)
                    .set($values::reference.eq(into.id.as_i64()))
                    .execute(self.conn())?;
            )+};
        }
        on_cards!(client_values, company_values);
        diesel::update(clients::table.filter(clients::source_id.eq(bind(from.id))))
            .set(clients::source_id.eq(bind(into.id)))
            .execute(self.conn())?;
        Ok(())
    }

    fn insert_values(
        &mut self,
        dictionary: DictionaryId,
        names: &[String],
        first: i32,
    ) -> Result<(), StoreError> {
        let now = self.now();
        for (position, name) in (first..).zip(names) {
            let value = Value {
                id: self.new_id(),
                dictionary_id: dictionary,
                name: name.clone(),
                position,
                merged_into: None,
                version: 1,
                created_at: now,
                updated_at: now,
                archived_at: None,
            };
            let row = (
                dictionary_values::id.eq(bind(value.id)),
                dictionary_values::dictionary_id.eq(bind(dictionary)),
                dictionary_values::name.eq(name),
                dictionary_values::sort_key.eq(sort_key(name)),
                dictionary_values::position.eq(position),
                dictionary_values::version.eq(1_i64),
                dictionary_values::created_at.eq(bind(now)),
                dictionary_values::updated_at.eq(bind(now)),
            );
            diesel::insert_into(dictionary_values::table)
                .values(row)
                .execute(self.conn())?;
            self.audit("value.created", value.id, None, state(&value))?;
        }
        Ok(())
    }

    /// Writes a value as its next version, on condition that nobody was faster, and lets its dictionary follow.
    fn store_value(
        &mut self,
        what: &str,
        before: &Value,
        after: Value,
    ) -> Result<Value, StoreError> {
        let after = Value {
            version: before.version + 1,
            updated_at: self.now(),
            ..after
        };
        let row = dictionary_values::table
            .filter(dictionary_values::id.eq(bind(before.id)))
            .filter(dictionary_values::version.eq(before.version));
        let changed = diesel::update(row)
            .set((
                dictionary_values::name.eq(&after.name),
                dictionary_values::sort_key.eq(sort_key(&after.name)),
                dictionary_values::merged_into.eq(after.merged_into.map(bind)),
                dictionary_values::version.eq(after.version),
                dictionary_values::updated_at.eq(bind(after.updated_at)),
                dictionary_values::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        self.audit(
            &format!("value.{what}"),
            after.id,
            state(before),
            state(&after),
        )?;
        self.emit(
            &format!("value.{what}"),
            after.id,
            after.version,
            Audience::EVERYBODY,
        )?;
        self.list_changed(after.dictionary_id)?;
        Ok(after)
    }

    /// The list of values is another one: the dictionary's next version, whichever it is at.
    fn list_changed(&mut self, id: DictionaryId) -> Result<Dictionary, StoreError> {
        let now = self.now();
        diesel::update(dictionaries::table.find(bind(id)))
            .set((
                dictionaries::version.eq(dictionaries::version + 1_i64),
                dictionaries::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        let after = self.dictionary(id)?;
        self.emit("dictionary.updated", id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    fn next_version(&self, before: &Dictionary) -> Dictionary {
        Dictionary {
            version: before.version + 1,
            updated_at: self.now(),
            ..before.clone()
        }
    }

    /// Writes every column, on condition that nobody was faster.
    fn store_dictionary(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
    ) -> Result<(), StoreError> {
        let row = dictionaries::table
            .filter(dictionaries::id.eq(bind(before.id)))
            .filter(dictionaries::version.eq(before.version));
        let changed = diesel::update(row)
            .set((
                dictionaries::name.eq(&after.name),
                dictionaries::sort_key.eq(sort_key(&after.name)),
                dictionaries::role.eq(after.role.map(bind)),
                dictionaries::version.eq(after.version),
                dictionaries::updated_at.eq(bind(after.updated_at)),
                dictionaries::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)
    }

    /// Into the audit log and the change feed.
    fn told(
        &mut self,
        what: &str,
        before: Option<&Dictionary>,
        after: &Dictionary,
    ) -> Result<(), StoreError> {
        let topic = format!("dictionary.{what}");
        self.audit(&topic, after.id, before.and_then(state), state(after))?;
        self.emit(&topic, after.id, after.version, Audience::EVERYBODY)
    }
}
