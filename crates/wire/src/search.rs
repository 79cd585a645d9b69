//! Search over everything, for the palette.

use serde::{Deserialize, Serialize};

use crate::clients::ClientRow;
use crate::companies::CompanyRow;
use crate::operation::{Access, operations};
use crate::tasks::TaskView;

operations! {
    "search";
    /// Finds clients, companies and open tasks within reach; at most `limit` of each.
    Search = Get "/search" () ?SearchQuery => 200: Found, Access::SignedIn;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SearchQuery {
    #[cfg_attr(feature = "openapi", schema(value_type = crate::described::SoughtText))]
    pub q: String,
    /// 1 to 20; 8 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    pub clients: Vec<ClientRow>,
    pub companies: Vec<CompanyRow>,
    pub tasks: Vec<TaskView>,
}
