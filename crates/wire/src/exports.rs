//! Files of clients and of companies that leave the house.

use domain::filters::Filter;
use domain::ids::{ClientId, CompanyId};
use domain::imports::Separator;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};

pub use domain::exports::ExportFormat;

operations! {
    "exports";
    /// Sends the clients that a filter finds as a file: exactly the rows that `POST /clients/search` has, as far as the right to take them away reaches, too. The file is made while it is sent; the audit log says who took what. Cards and Outlook's table need `client.contacts`, too; without it tables have contacts in part, and whole cards have none.
    ExportClients = Post "/clients/export" (), ClientExport => 200, Access::Needs(Permission::ClientExport), idempotency None, answers File;
    /// Sends the companies that a filter finds as a table, under the same rules.
    ExportCompanies = Post "/companies/export" (), CompanyExport => 200, Access::Needs(Permission::ClientExport), idempotency None, answers File;
}

/// Which clients, and what the file is to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientExport {
    pub format: ExportFormat,
    /// Everybody when absent. Its fields and what they may be asked: `GET /schema/clients`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Beginnings of name words, or digits anywhere in a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
    pub q: Option<String>,
    /// Only these of them: those that somebody chose one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub ids: Option<Vec<ClientId>>,
    /// `true`: only archived cards; otherwise only the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// `name` (default), `-created_at`, `-last_contact_at`, `next_due`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::ClientOrder>))]
    pub sort: Option<String>,
    /// Keys of `GET /schema/clients`, of tables. Absent: the whole card, in columns that an import takes in again as the same people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::described::ColumnKey>>, max_items = 40))]
    pub columns: Option<Vec<String>>,
    /// What stands between the values of CSV; a comma when absent, as RFC 4180 wants it. Spreadsheets in Russian and Romanian expect a semicolon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<Separator>,
    /// Whether CSV begins with the mark of UTF-8, by which Excel knows the encoding.
    #[serde(default)]
    pub bom: bool,
}

impl ClientExport {
    pub fn of(format: ExportFormat) -> Self {
        Self {
            format,
            filter: None,
            q: None,
            ids: None,
            archived: None,
            sort: None,
            columns: None,
            separator: None,
            bom: false,
        }
    }
}

/// Which companies, and what the file is to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompanyExport {
    /// `csv` or `xlsx`: companies are no cards of an address book.
    pub format: ExportFormat,
    /// All when absent. Its fields and what they may be asked: `GET /schema/companies`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Beginnings of words of the name, of the tax number, or digits anywhere in a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
    pub q: Option<String>,
    /// Only these of them: those that somebody chose one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub ids: Option<Vec<CompanyId>>,
    /// `true`: only archived ones; otherwise only the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// `name` (default), `-created_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::CompanyOrder>))]
    pub sort: Option<String>,
    /// Keys of `GET /schema/companies`. Absent: all that stands on the card, the club's own fields included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::described::CompanyColumnKey>>, max_items = 40))]
    pub columns: Option<Vec<String>>,
    /// What stands between the values of CSV; a comma when absent, as RFC 4180 wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<Separator>,
    /// Whether CSV begins with the mark of UTF-8, by which Excel knows the encoding.
    #[serde(default)]
    pub bom: bool,
}

impl CompanyExport {
    pub fn of(format: ExportFormat) -> Self {
        Self {
            format,
            filter: None,
            q: None,
            ids: None,
            archived: None,
            sort: None,
            columns: None,
            separator: None,
            bom: false,
        }
    }
}
