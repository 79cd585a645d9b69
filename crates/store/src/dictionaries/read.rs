use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::access::Permission;
use domain::dictionaries::{Choice, DictionaryRole};
use domain::fields::{FieldType, Subject};
use domain::ids::{DictionaryId, ValueId};

use super::rows::{Dictionary, DictionarySummary, Value};
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{
    client_values, company_values, completion_values, dictionaries, dictionary_values, own_fields,
    result_fields,
};

/// The types of answers that hold values.
pub(crate) const CHOSEN: [FieldType; 2] = [FieldType::Dictionary, FieldType::DictionaryMulti];

impl Tx<'_> {
    /// All dictionaries: those in use by name, then archived ones.
    pub fn dictionaries(&mut self) -> Result<Vec<DictionarySummary>, StoreError> {
        self.demand(Permission::DirectoryRead)?;
        let mut rows: Vec<Dictionary> = dictionaries::table
            .order((dictionaries::sort_key, dictionaries::id))
            .select(Dictionary::as_select())
            .load(self.conn())?;
        rows.sort_by_key(|row| row.archived_at.is_some());
        let values: Vec<(DictionaryId, i64)> = dictionary_values::table
            .filter(dictionary_values::archived_at.is_null())
            .group_by(dictionary_values::dictionary_id)
            .select((dictionary_values::dictionary_id, count_star()))
            .load(self.conn())?;
        let fields: Vec<(Option<DictionaryId>, i64)> = result_fields::table
            .filter(result_fields::removed_at.is_null())
            .group_by(result_fields::dictionary_id)
            .select((result_fields::dictionary_id, count_star()))
            .load(self.conn())?;
        let values: BTreeMap<_, _> = values.into_iter().collect();
        let mut fields: BTreeMap<_, _> = fields.into_iter().collect();
        for subject in Subject::ALL {
            for def in &self.own_fields(*subject)?.present {
                *fields.entry(def.dictionary_id).or_default() += 1;
            }
        }
        Ok(rows
            .into_iter()
            .map(|dictionary| DictionarySummary {
                values: values.get(&dictionary.id).map_or(0, |count| *count as u32),
                used_by: fields
                    .get(&Some(dictionary.id))
                    .map_or(0, |count| *count as u32),
                dictionary,
            })
            .collect())
    }

    /// The one that has a role.
    pub fn dictionary_of_role(
        &mut self,
        role: DictionaryRole,
    ) -> Result<Option<Dictionary>, StoreError> {
        Ok(dictionaries::table
            .filter(dictionaries::role.eq(bind(role)))
            .select(Dictionary::as_select())
            .first(self.conn())
            .optional()?)
    }

    /// How many values each dictionary that fields can ask for has to choose from.
    pub fn choice_counts(&mut self) -> Result<BTreeMap<DictionaryId, u32>, StoreError> {
        let live = self.live_dictionaries()?;
        let mut counts: BTreeMap<DictionaryId, u32> = live.iter().map(|id| (*id, 0)).collect();
        let counted: Vec<(DictionaryId, i64)> = dictionary_values::table
            .filter(dictionary_values::archived_at.is_null())
            .group_by(dictionary_values::dictionary_id)
            .select((dictionary_values::dictionary_id, count_star()))
            .load(self.conn())?;
        let counted = counted.into_iter().filter(|(id, _)| live.contains(id));
        counts.extend(counted.map(|(id, count)| (id, count as u32)));
        Ok(counts)
    }

    /// Those that fields can ask for.
    pub fn live_dictionaries(&mut self) -> Result<BTreeSet<DictionaryId>, StoreError> {
        let ids: Vec<DictionaryId> = dictionaries::table
            .filter(dictionaries::archived_at.is_null())
            .select(dictionaries::id)
            .load(self.conn())?;
        Ok(ids.into_iter().collect())
    }

    /// A dictionary that the caller may read, or edit.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotFound`].
    pub fn dictionary_for(
        &mut self,
        permission: Permission,
        id: DictionaryId,
    ) -> Result<Dictionary, StoreError> {
        self.demand(permission)?;
        self.dictionary(id)
    }

    /// The values of a dictionary in order, archived ones last, each with the number of answers that hold it.
    pub fn values_of(&mut self, id: DictionaryId) -> Result<Vec<(Value, u32)>, StoreError> {
        let mut values: Vec<Value> = dictionary_values::table
            .filter(dictionary_values::dictionary_id.eq(bind(id)))
            .order((dictionary_values::position, dictionary_values::id))
            .select(Value::as_select())
            .load(self.conn())?;
        values.sort_by_key(|value| value.archived_at.is_some());
        let ids: Vec<ValueId> = values.iter().map(|value| value.id).collect();
        let used = self.answers_with(&ids)?;
        let count = |value: &Value| used.get(&value.id).copied().unwrap_or(0);
        Ok(values
            .into_iter()
            .map(|value| {
                let used = count(&value);
                (value, used)
            })
            .collect())
    }

    /// A value that the caller may read, or edit.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotFound`].
    pub fn value_for(&mut self, permission: Permission, id: ValueId) -> Result<Value, StoreError> {
        self.demand(permission)?;
        Ok(dictionary_values::table
            .find(bind(id))
            .select(Value::as_select())
            .first(self.conn())?)
    }

    /// How many answers, of completions and on cards, hold each of these values; a value that none holds is absent.
    pub fn answers_with(&mut self, ids: &[ValueId]) -> Result<BTreeMap<ValueId, u32>, StoreError> {
        let mut counted: Vec<(Option<i64>, i64)> = completion_values::table
            .filter(completion_values::reference.eq_any(ids.iter().map(|id| id.as_i64())))
            .filter(completion_values::kind.eq_any(among(CHOSEN)))
            .group_by(completion_values::reference)
            .select((completion_values::reference, count_star()))
            .load(self.conn())?;
        let askers = || {
            own_fields::table
                .filter(own_fields::dictionary_id.is_not_null())
                .select(own_fields::id)
        };
        macro_rules! on_cards {
            ($($values:ident),+) => {$(
                let on_cards: Vec<(Option<i64>, i64)> = $values::table
                    .filter($values::reference.eq_any(ids.iter().map(|id| id.as_i64())))
                    .filter($values::field_id.eq_any(askers()))
                    .group_by($values::reference)
                    .select(($values::reference, count_star()))
                    .load(self.conn())?;
                counted.extend(on_cards);
            )+};
        }
        on_cards!(client_values, company_values);
        let mut used = BTreeMap::new();
        for (id, count) in counted {
            if let Some(id) = id {
                *used.entry(ValueId::from_i64(id)).or_default() += count as u32;
            }
        }
        Ok(used)
    }

    /// The values of these dictionaries as choices, in order, archived ones marked: what the domain checks answers against.
    pub fn choices(
        &mut self,
        ids: &[DictionaryId],
    ) -> Result<BTreeMap<DictionaryId, Vec<Choice>>, StoreError> {
        let known = self.known_choices()?;
        Ok(ids
            .iter()
            .map(|id| (*id, known.get(id).cloned().unwrap_or_default()))
            .collect())
    }

    pub(super) fn dictionary(&mut self, id: DictionaryId) -> Result<Dictionary, StoreError> {
        Ok(dictionaries::table
            .find(bind(id))
            .select(Dictionary::as_select())
            .first(self.conn())?)
    }
}
