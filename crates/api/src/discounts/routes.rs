use wire::discounts::{
    ArchiveDiscount, CreateDiscount, GetDiscount, GetDiscountGrant, GrantDiscount,
    ListClientDiscounts, ListDiscounts, RestoreDiscount, ReturnDiscount, UpdateDiscount,
    UpdateDiscountGrant, WithdrawDiscount,
};

use super::{actions, grants};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListDiscounts>(actions::list)
        .on::<CreateDiscount>(actions::create)
        .on::<GetDiscount>(actions::get)
        .on::<UpdateDiscount>(actions::update)
        .on::<ArchiveDiscount>(actions::archive)
        .on::<RestoreDiscount>(actions::restore)
        .on::<ListClientDiscounts>(grants::of_client)
        .on::<GrantDiscount>(grants::grant)
        .on::<GetDiscountGrant>(grants::get)
        .on::<UpdateDiscountGrant>(grants::update)
        .on::<WithdrawDiscount>(grants::withdraw)
        .on::<ReturnDiscount>(grants::restore)
}
