use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::OrganisationId;
use domain::language::Language;
use domain::organisation::{NameOrder, WeekStart};

use super::rows::Organisation;
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{organisation, secrets};

/// The one row's key.
const ROW: i32 = 1;
/// The one organisation, where the change feed and the audit log want an id.
const ID: OrganisationId = OrganisationId::from_i64(1);

/// What the set-up asked; everything is checked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    pub name: String,
    pub language: Language,
    pub currency: String,
    pub phone_country: String,
    pub week_start: WeekStart,
    pub name_order: NameOrder,
}

/// What a patch changes: absent keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationChange {
    pub name: Option<String>,
    pub language: Option<Language>,
    pub currency: Option<String>,
    pub phone_country: Option<String>,
    pub week_start: Option<WeekStart>,
    pub name_order: Option<NameOrder>,
}

impl OrganisationChange {
    fn on(self, before: &Organisation) -> Organisation {
        Organisation {
            name: self.name.unwrap_or_else(|| before.name.clone()),
            language: self.language.unwrap_or(before.language),
            currency: self.currency.unwrap_or_else(|| before.currency.clone()),
            phone_country: self
                .phone_country
                .unwrap_or_else(|| before.phone_country.clone()),
            week_start: self.week_start.unwrap_or(before.week_start),
            name_order: self.name_order.unwrap_or(before.name_order),
            ..before.clone()
        }
    }
}

impl Tx<'_> {
    /// # Errors
    /// A conflict with [`Guard::Organisation`](crate::Guard::Organisation) when the set-up was done already.
    pub fn create_organisation(
        &mut self,
        new: NewOrganisation,
    ) -> Result<Organisation, StoreError> {
        let now = self.now();
        let made = Organisation {
            name: new.name,
            language: new.language,
            currency: new.currency,
            phone_country: new.phone_country,
            week_start: new.week_start,
            name_order: new.name_order,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let row = (
            organisation::id.eq(ROW),
            organisation::name.eq(&made.name),
            organisation::language.eq(bind(made.language)),
            organisation::currency.eq(&made.currency),
            organisation::phone_country.eq(&made.phone_country),
            organisation::week_start.eq(bind(made.week_start)),
            organisation::name_order.eq(bind(made.name_order)),
            organisation::version.eq(made.version),
            organisation::created_at.eq(bind(now)),
            organisation::updated_at.eq(bind(now)),
        );
        diesel::insert_into(organisation::table)
            .values(row)
            .execute(self.conn())?;
        self.audit("organisation.created", ID, None, state(&made))?;
        Ok(made)
    }

    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; [`StoreError::NotFound`] before the set-up.
    pub fn update_organisation(
        &mut self,
        seen: i64,
        change: OrganisationChange,
    ) -> Result<Organisation, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let before = self.organisation()?;
        expect_version(before.version, seen)?;
        let mut after = change.on(&before);
        if after == before {
            return Ok(before);
        }
        after.version += 1;
        after.updated_at = self.now();
        let row = organisation::table.filter(
            organisation::id
                .eq(ROW)
                .and(organisation::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                organisation::name.eq(&after.name),
                organisation::language.eq(bind(after.language)),
                organisation::currency.eq(&after.currency),
                organisation::phone_country.eq(&after.phone_country),
                organisation::week_start.eq(bind(after.week_start)),
                organisation::name_order.eq(bind(after.name_order)),
                organisation::version.eq(after.version),
                organisation::updated_at.eq(bind(after.updated_at)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        self.audit("organisation.updated", ID, state(&before), state(&after))?;
        let everybody = Audience::EVERYBODY;
        self.emit("organisation.updated", ID, after.version, everybody)?;
        Ok(after)
    }

    /// A secret that all servers of the organisation share: the one that is kept, or `fresh` from now on.
    pub fn shared_secret(&mut self, name: &str, fresh: &str) -> Result<String, StoreError> {
        if let Some(kept) = self.secret(name)? {
            return Ok(kept);
        }
        let row = (
            secrets::name.eq(name),
            secrets::value.eq(fresh),
            secrets::created_at.eq(bind(self.now())),
        );
        diesel::insert_into(secrets::table)
            .values(row)
            .execute(self.conn())?;
        Ok(fresh.to_owned())
    }
}
