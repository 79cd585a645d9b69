//! Sums of money: whole minor units and a currency, never a float.

use serde::{Deserialize, Serialize};

/// A sum in minor units (kopecks, bani, cents) of an ISO 4217 currency.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units: 150000 is 1,500.00.
    pub amount: i64,
    /// ISO 4217.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Z]{3}$", example = "RUB"))]
    pub currency: String,
}
