//! The demo club through its API: who may see everything there, and what can be done without a form.

use std::collections::{BTreeMap, BTreeSet};

use client::{Client, Failure};
use domain::ids::{ResultId, TemplateId};
use wire::auth::{SignIn, SignInRequest};
use wire::results::ListResults;
use wire::setup::GetSetup;
use wire::templates::ListTemplates;

/// A client signed in as the owner: the first account that the sign-in page of a demo club names.
///
/// # Errors
/// When the server refuses or is not there.
///
/// # Panics
/// When it serves no demo club.
pub async fn owner(origin: &str) -> Result<Client, Failure> {
    somebody(origin, "").await
}

/// A client signed in as the first account whose address begins so.
///
/// # Errors
/// When the server refuses or is not there.
///
/// # Panics
/// When it serves no demo club, or nobody in it is called so.
pub async fn somebody(origin: &str, address: &str) -> Result<Client, Failure> {
    let api = Client::new(origin);
    let accounts = api.get::<GetSetup>(()).await?.demo_accounts;
    let mut accounts = accounts.into_iter();
    let account = accounts.find(|account| account.email.starts_with(address));
    let account = account.expect("a demo club with this employee");
    let request = SignInRequest {
        email: account.email,
        password: account.password,
    };
    let session = api.post::<SignIn>((), request).await?;
    api.set_token(Some(session.access_token));
    Ok(api)
}

/// For each template that has one, a result that demands no field.
///
/// # Errors
/// When the server refuses or is not there.
pub async fn results_without_demands(
    api: &Client,
) -> Result<BTreeMap<TemplateId, ResultId>, Failure> {
    let results = api.get::<ListResults>(()).await?.items;
    let free: BTreeSet<ResultId> = results
        .iter()
        .filter(|result| result.fields.iter().all(|field| !field.required))
        .map(|result| result.id)
        .collect();
    let templates = api.get::<ListTemplates>(()).await?.items;
    let offered = templates.iter().filter_map(|template| {
        let result = template.result_ids.iter().find(|id| free.contains(id))?;
        Some((template.id, *result))
    });
    Ok(offered.collect())
}
