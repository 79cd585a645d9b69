use domain::access::{BuiltInRole, Limits, default_grants};
use domain::ids::EmployeeId;
use domain::language::Language;
use domain::staff::LinkKind;
use process_file::{File, packs};
use store::Tx;
use store::staff::{NewEmployee, NewRole};
use wire::auth::Session;
use wire::error::{Code, Fault};
use wire::process_files::Existing;
use wire::setup::{DemoAccount, PackName, SetupRequest, SetupState};

use super::convert::{self, Plan};
use crate::auth::{begin, fingerprint};
use crate::http::{Answer, ApiError, Ctx};
use crate::preset;
use crate::process_files::{self, Wanted};

/// Under this name the demo club keeps what its sign-in page shows: a list of [`DemoAccount`] as JSON.
const DEMO_ACCOUNTS: &str = "demo accounts";

pub(super) fn state(tx: &mut Tx<'_>, guess: Language) -> Answer<SetupState> {
    let organisation = tx.organisation_if_set_up()?;
    let demo = tx.secret(DEMO_ACCOUNTS)?;
    let demo_accounts: Vec<DemoAccount> = match demo {
        Some(list) => serde_json::from_str(&list).map_err(ApiError::internal)?,
        None => Vec::new(),
    };
    let known = match organisation {
        Some(_) => &[],
        None => packs::ALL,
    };
    let known = known.iter().map(|pack| PackName {
        key: pack.key.to_owned(),
        language: pack.language,
        name: pack.name.to_owned(),
    });
    Ok(SetupState {
        packs: known.collect(),
        done: organisation.is_some(),
        language: organisation.as_ref().map_or(guess, |known| known.language),
        organisation: organisation.map(|known| known.name),
        demo_accounts,
    })
}

/// From now on the sign-in page shows these accounts with their passwords: only the demo club asks for it.
pub(crate) fn show_accounts(tx: &mut Tx<'_>, accounts: &[DemoAccount]) -> Result<(), ApiError> {
    let list = serde_json::to_string(accounts).map_err(ApiError::internal)?;
    tx.shared_secret(DEMO_ACCOUNTS, &list)?;
    Ok(())
}

pub(super) async fn complete(cx: &Ctx, body: SetupRequest) -> Answer<Session> {
    let token = fingerprint(&body.token);
    {
        let token = token.clone();
        cx.read(move |tx| link(tx, &token).map(|_| ())).await?;
    }
    let plan = convert::plan(&body)?;
    let with_preset = body.with_preset;
    let pack = pack(&body)?;
    let password = cx.state().hasher.hash(body.password).await?;
    begin(cx, move |tx| {
        let link = link(tx, &token)?;
        if !tx.use_link(link)? {
            return Err(ApiError::new(Code::LinkInvalid));
        }
        let owner = made(tx, &plan, &password)?;
        preset::sources(tx, plan.organisation.language)?;
        if with_preset {
            preset::install(tx, plan.organisation.language)?;
        }
        if let Some(pack) = &pack {
            let wanted = Wanted {
                publish: true,
                existing: Existing::Keep,
                language: plan.organisation.language,
            };
            process_files::import(tx, pack, wanted)?;
        }
        Ok(owner)
    })
    .await
}

/// The pack to begin with, if one was chosen.
fn pack(body: &SetupRequest) -> Result<Option<File>, ApiError> {
    let Some(key) = &body.pack else {
        return Ok(None);
    };
    let known = packs::pack(key, body.language);
    let known = known.ok_or_else(|| ApiError::field("/pack", Fault::NotFound))?;
    let file = known
        .file()
        .map_err(|faults| ApiError::internal(format!("{faults:?}")))?;
    Ok(Some(file))
}

/// The set-up's own link, while there is something to set up.
fn link(tx: &mut Tx<'_>, token: &str) -> Result<domain::ids::InvitationId, ApiError> {
    if tx.organisation_if_set_up()?.is_some() {
        return Err(ApiError::new(Code::AlreadySetUp));
    }
    let link = tx.link(token)?.filter(|link| link.kind == LinkKind::SetUp);
    link.map(|link| link.id)
        .ok_or_else(|| ApiError::new(Code::LinkInvalid))
}

/// The organisation, its roles, its first branch and its owner.
fn made(tx: &mut Tx<'_>, plan: &Plan, password_hash: &str) -> Result<EmployeeId, ApiError> {
    let organisation = tx.create_organisation(plan.organisation.clone())?;
    for role in BuiltInRole::ALL {
        tx.create_role(NewRole {
            name: convert::role_name(*role, organisation.language).to_owned(),
            built_in: Some(*role),
            grants: default_grants(*role),
            limits: Limits::new(),
        })?;
    }
    let branch = tx.create_branch(plan.branch.clone())?;
    let owner = NewEmployee {
        name: plan.owner.clone(),
        email: plan.email.clone(),
        role: tx.built_in_role(BuiltInRole::Owner)?,
        branches: vec![branch.id],
        language: organisation.language,
        password_hash: Some(password_hash.to_owned()),
    };
    Ok(tx.create_employee(owner)?.id)
}
