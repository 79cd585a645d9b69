//! What the palette offers for what was typed.

use domain::access::Permission;
use domain::search::Query;
use domain::tasks::TaskType;
use leptos_router::location::Location;
use wire::clients::ClientRow;
use wire::companies::CompanyRow;
use wire::imports::ListSubject;
use wire::search::Found;
use wire::tasks::TaskView;

use super::lines::{Act, Group, Line};
use crate::clubtime;
use crate::data::recent::{Recent, Record};
use crate::data::session;
use crate::i18n::t;
use crate::keys::Command;
use crate::links;
use crate::settings;
use crate::shell::sections;
use crate::ui::Icon;

/// Lines of a group; who needs more types more.
const SHOWN: usize = 8;
/// What a command begins with, for whoever wants commands only.
const COMMAND: char = '>';

/// What was typed: commands only, or anything.
pub struct Typed<'a> {
    pub commands_only: bool,
    pub text: &'a str,
    pub query: Query,
}

impl<'a> Typed<'a> {
    pub fn read(text: &'a str) -> Self {
        let text = text.trim();
        let (commands_only, text) = match text.strip_prefix(COMMAND) {
            Some(rest) => (true, rest.trim()),
            None => (false, text),
        };
        Self {
            commands_only,
            text,
            query: Query::parse(text),
        }
    }

    /// What the server is asked.
    pub fn for_server(&self) -> Option<String> {
        (!self.commands_only && !self.query.terms.is_empty()).then(|| self.text.to_owned())
    }
}

/// Everything known on this side, and what the server found, in the order of the groups.
pub fn offer(
    typed: &Typed<'_>,
    recent: &[Recent],
    commands: &[Command],
    found: Option<&Found>,
) -> Vec<Line> {
    let fitting = |lines: Vec<Line>, most: usize| {
        lines
            .into_iter()
            .filter(|line| line.fits(&typed.query))
            .take(most)
            .collect::<Vec<_>>()
    };
    let actions: Vec<Line> = commands.iter().map(command).collect();
    if typed.commands_only {
        return fitting(actions, usize::MAX);
    }
    let mut lines = fitting(recent.iter().map(opened).collect(), SHOWN);
    if let Some(found) = found {
        let clients: Vec<Line> = found.clients.iter().map(client).collect();
        let strangers: Vec<Line> = clients
            .into_iter()
            .filter(|own| lines.iter().all(|line| line.id != own.id))
            .collect();
        lines.extend(strangers.into_iter().take(SHOWN));
        lines.extend(found.companies.iter().map(company).take(SHOWN));
        lines.extend(found.tasks.iter().map(task).take(SHOWN));
    }
    lines.extend(fitting(actions, SHOWN));
    lines.extend(fitting(pages(), SHOWN));
    lines
}

/// The same of an earlier answer, while the next one is on its way: what still fits.
pub fn still_fitting(typed: &Typed<'_>, found: &Found) -> Found {
    Found {
        clients: found
            .clients
            .iter()
            .filter(|row| client(row).fits(&typed.query))
            .cloned()
            .collect(),
        companies: found
            .companies
            .iter()
            .filter(|row| company(row).fits(&typed.query))
            .cloned()
            .collect(),
        tasks: found
            .tasks
            .iter()
            .filter(|view| task(view).fits(&typed.query))
            .cloned()
            .collect(),
    }
}

/// Makes the client that was not found.
pub fn create(typed: &Typed<'_>, location: &Location) -> Option<Line> {
    let may = session().may(Permission::ClientCreate);
    (may && !typed.commands_only && !typed.text.is_empty()).then(|| {
        let is_phone = typed.text.chars().all(|c| !c.is_alphabetic());
        let name = if is_phone { "phone" } else { "name" };
        Line {
            id: "create".to_owned(),
            group: Group::Create,
            label: t::palette::create_client(typed.text),
            hint: String::new(),
            icon: Icon::UserPlus,
            chord: None,
            act: Act::Open(links::panel(
                location,
                &[("new", "client"), (name, typed.text)],
            )),
        }
    })
}

fn opened(recent: &Recent) -> Line {
    let (id, icon, address) = match recent.record {
        Record::Client(id) => (format!("client:{id}"), Icon::UserRound, links::client(id)),
        Record::Process(id) => (format!("process:{id}"), Icon::Workflow, links::process(id)),
    };
    Line {
        id,
        group: Group::Recent,
        label: recent.label.clone(),
        hint: recent.hint.clone(),
        icon,
        chord: None,
        act: Act::Open(address),
    }
}

fn client(row: &ClientRow) -> Line {
    Line {
        id: format!("client:{}", row.id),
        group: Group::Clients,
        label: row.name.clone(),
        hint: row
            .phone
            .as_ref()
            .map(|phone| phone.display.clone())
            .unwrap_or_default(),
        icon: Icon::UserRound,
        chord: None,
        act: Act::Open(links::client(row.id)),
    }
}

fn company(row: &CompanyRow) -> Line {
    let phone = row.phone.as_ref().map(|phone| phone.display.clone());
    Line {
        id: format!("company:{}", row.id),
        group: Group::Companies,
        label: row.name.clone(),
        hint: phone.or_else(|| row.tax_id.clone()).unwrap_or_default(),
        icon: Icon::Building2,
        chord: None,
        act: Act::Open(links::company(row.id)),
    }
}

fn task(view: &TaskView) -> Line {
    let due = clubtime::spell(view.due, &clubtime::zone_of_now(view.branch_id));
    let icon = match view.task_type {
        TaskType::ClientCall | TaskType::CampaignCall => Icon::Phone,
        TaskType::ClientTask | TaskType::Internal => Icon::ListChecks,
    };
    let label = match &view.client {
        Some(client) => format!("{} · {}", client.name, view.title),
        None => view.title.clone(),
    };
    Line {
        id: format!("task:{}", view.id),
        group: Group::Tasks,
        label,
        hint: due,
        icon,
        chord: None,
        act: Act::Open(links::run_task(view.id)),
    }
}

fn command(command: &Command) -> Line {
    Line {
        id: format!("command:{}", command.id),
        group: Group::Commands,
        label: command.label.get().to_string(),
        hint: String::new(),
        icon: Icon::ChevronRight,
        chord: command.chords.first().copied(),
        act: Act::Run(command.run),
    }
}

fn pages() -> Vec<Line> {
    let page = |label: &str, hint: &str, href: String, icon, chord| Line {
        id: format!("page:{href}"),
        group: Group::Pages,
        label: label.to_owned(),
        hint: hint.to_owned(),
        icon,
        chord,
        act: Act::Open(href),
    };
    let own = sections::allowed().map(|section| {
        page(
            (section.label)(),
            "",
            (section.href)(),
            section.icon,
            section.chord(),
        )
    });
    let companies = session().may(Permission::ClientRead).then(|| {
        let href = links::companies();
        page(
            t::companies::title(),
            t::clients::title(),
            href,
            Icon::Building2,
            None,
        )
    });
    let import = |label: &'static str, hint: &'static str, subject: ListSubject| {
        let href = links::imports(subject);
        page(label, hint, href, Icon::Upload, None)
    };
    let imports = session().may_import().then(|| {
        [
            import(
                t::imports::title(),
                t::clients::title(),
                ListSubject::Clients,
            ),
            import(
                t::imports::title_companies(),
                t::companies::title(),
                ListSubject::Companies,
            ),
        ]
    });
    let bulks = session().may(Permission::ClientRead).then(|| {
        let hint = t::clients::title();
        page(t::bulks::past(), hint, links::bulks(), Icon::History, None)
    });
    let settings = settings::pages()
        .map(|(label, href)| page(label, t::settings::title(), href, Icon::Settings, None));
    own.chain(companies)
        .chain(imports.into_iter().flatten())
        .chain(bulks)
        .chain(settings)
        .collect()
}
