use store::hooks::HookChange;
use url::Url;
use wire::error::Fault;
use wire::hooks::{Hook, HookPatch, NewHook};

use crate::http::{ApiError, Check};

const ADDRESS: usize = 2_000;

pub(super) fn hook(row: store::hooks::Hook) -> Hook {
    Hook {
        id: row.id,
        name: row.name,
        url: Some(row.url),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

/// Its name and address.
pub(super) fn new(body: NewHook, inside: bool) -> Result<(String, String), ApiError> {
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    let url = address(&mut check, &body.url, inside);
    check.done()?;
    Ok((name, url))
}

pub(super) fn change(patch: HookPatch, inside: bool) -> Result<HookChange, ApiError> {
    let mut check = Check::new();
    let name = patch.name.map(|name| check.name("/name", &name));
    let url = patch.url.map(|url| address(&mut check, &url, inside));
    check.done()?;
    Ok(HookChange { name, url })
}

/// An https address with a host, without a user and a fragment; where it leads is looked at when it is called.
fn address(check: &mut Check, typed: &str, inside: bool) -> String {
    let line = check.line("/url", typed, ADDRESS);
    match Url::parse(&line) {
        Ok(url) if url.scheme() == "https" || inside && url.scheme() == "http" => {
            if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
                check.fault("/url", Fault::NotAllowed);
            }
        }
        Ok(_) => check.fault("/url", Fault::NotHttps),
        Err(_) => check.fault("/url", Fault::Malformed),
    }
    line
}
