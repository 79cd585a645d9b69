use domain::access::Permission;
use store::PageRequest;
use store::clients::{ClientFilter, ClientSort};
use store::companies::{CompanyFilter, CompanySort};
use wire::search::{Found, Search};

use crate::clients::convert;
use crate::companies;
use crate::http::{Answer, Call, Ctx, Routes};
use crate::tasks::convert::{Reader, words};

/// Of each kind, unless the caller wants more or fewer.
const FEW: u32 = 8;
const MOST: u32 = 20;

pub fn routes() -> Routes {
    Routes::new().on::<Search>(search)
}

async fn search(cx: Ctx, call: Call<Search>) -> Answer<Found> {
    let (query, language) = (call.query, cx.language());
    let limit = query.limit.unwrap_or(FEW).clamp(1, MOST);
    cx.read(move |tx| {
        let mut found = Found {
            clients: Vec::new(),
            companies: Vec::new(),
            tasks: Vec::new(),
        };
        let Some(words) = words(Some(&query.q)) else {
            return Ok(found);
        };
        let reader = Reader::of(tx, language)?;
        if tx.demand(Permission::ClientRead).is_ok() {
            let filter = ClientFilter {
                words: Some(words.clone()),
                ..ClientFilter::default()
            };
            let zones = convert::zones(tx)?;
            let page = tx.clients(&filter, ClientSort::Name, &PageRequest::first(limit))?;
            let clients = page.items.into_iter();
            found.clients = clients
                .map(|one| convert::listed(one, &reader, &zones, Vec::new()))
                .collect();
            let filter = CompanyFilter {
                words: Some(words.clone()),
                ..CompanyFilter::default()
            };
            let page = tx.companies(&filter, CompanySort::Name, &PageRequest::first(limit))?;
            let companies = page.items.into_iter();
            found.companies = companies
                .map(|one| companies::convert::listed(one, &reader, Vec::new()))
                .collect();
        }
        if tx.demand(Permission::TaskRead).is_ok() {
            let tasks = tx.find_tasks(&words, limit)?.into_iter();
            found.tasks = tasks.map(|card| reader.task(card)).collect();
        }
        Ok(found)
    })
    .await
}
