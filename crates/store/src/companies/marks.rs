//! What an action for many changes of a company, and how it is given back.

use diesel::prelude::*;
use domain::ids::{CompanyId, EmployeeId};
use serde::{Deserialize, Serialize};

use super::rows::{CompanyData, CompanyRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::companies;

/// The members of a company that an action for many can change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    pub responsible_id: Option<EmployeeId>,
    pub tags: Vec<String>,
}

impl From<&CompanyData> for Marks {
    fn from(data: &CompanyData) -> Self {
        Self {
            responsible_id: data.responsible_id,
            tags: data.tags.clone(),
        }
    }
}

impl Tx<'_> {
    /// Gives a company back what an action changed of it, member by member, where nobody has changed it since. Answers whether all of it came back.
    pub fn give_back_marks(
        &mut self,
        id: CompanyId,
        before: &Marks,
        after: &Marks,
    ) -> Result<bool, StoreError> {
        self.hold_company(id)?;
        let row: Option<CompanyRow> = companies::table
            .filter(companies::id.eq(bind(id)))
            .first(self.conn())
            .optional()?;
        let Some(row) = row else { return Ok(false) };
        let mut back = self.company_data(&row)?;
        let mut returned = true;
        macro_rules! member {
            ($name:ident) => {
                if before.$name != after.$name {
                    match back.$name == after.$name {
                        true => back.$name.clone_from(&before.$name),
                        // Who has put it back by hand has it as it was.
                        false => returned &= back.$name == before.$name,
                    }
                }
            };
        }
        member!(responsible_id);
        member!(tags);
        let seen = row.version;
        self.update_company(row, seen, &back)?;
        Ok(returned)
    }
}
