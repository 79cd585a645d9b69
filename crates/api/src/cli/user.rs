use std::sync::Arc;

use clap::Subcommand;
use domain::access::BuiltInRole;
use domain::staff::EmployeeState;
use store::staff::NewEmployee;
use store::{Tx, Who};

use super::data;
use crate::clock::Clock;
use crate::config::Config;
use crate::http::{ApiError, Check};
use crate::ids::Ids;
use crate::staff;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add an employee and print the link that invites him.
    Invite {
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
        /// owner, manager, operator, coach or analyst.
        #[arg(long, default_value = "operator")]
        role: BuiltInRole,
    },
    /// Print a one-time link by which an employee sets a new password.
    ResetPassword { email: String },
}

pub(super) fn run(command: Command, config: &Config) -> Result<(), String> {
    let ids = Arc::new(Ids::new(config.node));
    let db = data::open(config, ids.clone())?;
    let secret = ids.secret();
    let now = Clock::system().now();
    let token = secret.clone();
    let made = db.write(Who::System, now, move |tx| match &command {
        Command::Invite { name, email, role } => invite(tx, name, email, *role, &token),
        Command::ResetPassword { email } => reset(tx, email, &token),
    });
    let made = actix_web::rt::System::new().block_on(made);
    db.close();
    let name = made.map_err(explain)?;
    let base = match &config.public_url {
        Some(url) => url.clone(),
        None => format!("http://{}", config.listen),
    };
    println!(
        "{name} opens this link (it works once):\n  {}",
        staff::link_text(&base, &secret)
    );
    Ok(())
}

fn invite(
    tx: &mut Tx<'_>,
    name: &str,
    email: &str,
    role: BuiltInRole,
    secret: &str,
) -> Result<String, ApiError> {
    let mut check = Check::new();
    let (name, email) = (check.name("/name", name), check.email("/email", email));
    check.done()?;
    let language = tx.organisation()?.language;
    let branches = tx.branches()?;
    let branches = branches
        .iter()
        .filter(|branch| branch.archived_at.is_none());
    let employee = NewEmployee {
        name,
        email,
        role: tx.built_in_role(role)?,
        branches: branches.map(|branch| branch.id).collect(),
        language,
        password_hash: None,
    };
    let employee = tx.create_employee(employee)?;
    staff::link_for(tx, &employee, secret)?;
    Ok(employee.name)
}

fn reset(tx: &mut Tx<'_>, email: &str, secret: &str) -> Result<String, ApiError> {
    let account = tx.credentials(email)?.ok_or_else(ApiError::not_found)?;
    let employee = tx.any_employee(account.employee)?;
    if employee.state == EmployeeState::Left {
        return Err(ApiError::not_found());
    }
    staff::link_for(tx, &employee, secret)?;
    Ok(employee.name)
}

fn explain(error: ApiError) -> String {
    match error.outcome() {
        Ok(_) => "done before".into(),
        Err(refusal) => {
            let fields = refusal.errors.iter();
            let fields: Vec<String> = fields
                .filter_map(|fault| {
                    Some(format!(
                        "{} {}",
                        fault.pointer.as_deref()?,
                        fault.code.as_str()
                    ))
                })
                .collect();
            format!("{} {}", refusal.code.as_str(), fields.join(", "))
        }
    }
}
