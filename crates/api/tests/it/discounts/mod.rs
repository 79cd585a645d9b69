//! Discounts and benefits: the club's list, who has which, and what becomes of them with the card.

mod carried;
mod grants;
mod list;

use chrono::NaiveDate;
use client::Client;
use domain::discounts::Gives;
use domain::ids::{ClientId, DiscountId};
use domain::money::Money;
use testkit::app::TestApp;
use wire::discounts::{
    CreateDiscount, Discount, DiscountGrant, GrantDiscount, ListClientDiscounts, NewDiscount,
    NewDiscountGrant,
};

pub const FIFTH: Gives = Gives::Percent {
    basis_points: 2_000,
};

pub fn roubles(amount: i64) -> Gives {
    Gives::Sum {
        sum: Money {
            amount,
            currency: "RUB".into(),
        },
    }
}

pub fn discount(name: &str) -> NewDiscount {
    NewDiscount {
        name: name.into(),
        gives: FIFTH,
        document: false,
        note: None,
    }
}

/// A discount of twenty per cent on the club's list.
pub async fn listed(owner: &Client, name: &str) -> Discount {
    let made = owner.post::<CreateDiscount>((), discount(name)).await;
    made.expect("a discount")
}

/// From today on, without an end.
pub fn grant_of(discount_id: DiscountId) -> NewDiscountGrant {
    NewDiscountGrant {
        discount_id,
        valid_from: None,
        valid_until: None,
        document: None,
        note: None,
    }
}

pub async fn granted(api: &Client, client: ClientId, discount: DiscountId) -> DiscountGrant {
    let made = api.post::<GrantDiscount>((client,), grant_of(discount));
    made.await.expect("a grant")
}

pub async fn of_client(api: &Client, client: ClientId) -> Vec<DiscountGrant> {
    let page = api.list::<ListClientDiscounts>((client,), ()).await;
    page.expect("discounts").items
}

/// The club's day, and others from it.
pub fn day(app: &TestApp, ahead: i64) -> NaiveDate {
    // The club of the tests is three hours ahead of UTC.
    let today = app.now().plus(chrono::Duration::hours(3));
    today.as_utc().date_naive() + chrono::Duration::days(ahead)
}
