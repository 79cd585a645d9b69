use domain::access::Actor;
use domain::ids::SessionId;
use store::Tx;
use store::staff::ProfileChange;
use wire::auth::{BranchName, Me, MePatch, OrganisationName, RoleName, SessionInfo};

use crate::http::{Answer, ApiError, Check};
use crate::zones;

/// The account of an actor, with what his role allows now and what the server takes.
pub(crate) fn me(tx: &mut Tx<'_>, actor: &Actor, largest_file: u64) -> Answer<Me> {
    let profile = tx.profile(actor.employee)?;
    let organisation = tx.organisation()?;
    let role = tx.role(profile.role_id)?;
    let mut branches = Vec::new();
    for id in &actor.branches {
        let branch = tx.branch(*id)?;
        let offset = zones::around(&branch.zone, tx.now()).offset_at(tx.now());
        branches.push(BranchName {
            id: branch.id,
            name: branch.name.clone(),
            zone: branch.zone.clone(),
            offset: i32::try_from(offset.num_seconds()).unwrap_or_default(),
        });
    }
    Ok(Me {
        id: profile.id,
        name: profile.name,
        email: profile.email,
        role: RoleName {
            id: role.id,
            name: role.name,
        },
        branches,
        language: profile.language,
        theme: profile.theme,
        density: profile.density,
        single_key_shortcuts: profile.single_key_shortcuts,
        permissions: role.grants,
        limits: role.limits,
        organisation: OrganisationName {
            name: organisation.name,
            language: organisation.language,
            currency: organisation.currency,
            phone_country: organisation.phone_country,
        },
        largest_file,
        version: profile.version,
    })
}

pub(super) fn profile(patch: MePatch) -> Result<ProfileChange, ApiError> {
    let mut check = Check::new();
    let change = ProfileChange {
        name: patch.name.map(|name| check.name("/name", &name)),
        language: patch.language,
        theme: patch.theme,
        density: patch.density,
        single_key_shortcuts: patch.single_key_shortcuts,
    };
    check.done()?;
    Ok(change)
}

pub(super) fn session(session: store::auth::Session, current: Option<SessionId>) -> SessionInfo {
    SessionInfo {
        current: Some(session.id) == current,
        id: session.id,
        device: session.device,
        created_at: session.created_at,
        last_used_at: session.last_used_at,
    }
}

/// Browser and system as far as a `User-Agent` says: "Firefox, Linux".
pub(super) fn device(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("YaBrowser/", "Yandex Browser"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        // A program names itself first.
        (None, None) => user_agent
            .split([' ', '('])
            .next()
            .unwrap_or_default()
            .chars()
            .take(60)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_recognised() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
                "Chrome, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
                "Firefox, Linux",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
            ("", ""),
        ] {
            assert_eq!(device(agent), expected);
        }
    }
}
