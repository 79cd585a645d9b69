//! The list as a file: in which form, and with which columns.

use domain::access::Permission;
use domain::exports::ExportFormat;
use domain::imports::Separator;
use domain::language::Language;
use leptos::prelude::*;
use wire::exports::{ClientExport, CompanyExport, ExportClients, ExportCompanies};
use wire::page::Total;

use super::address::{Listing, Of};
use super::selection::Selection;
use crate::data::{download, session};
use crate::i18n::{language, number, t};
use crate::ui::{
    Button, Edge, Face, Icon, InlineError, Kind, Popover, Radio, RadioGroup, Toast, toasts,
};

/// What stands in the table, or everything that a card says.
const SHOWN: &str = "shown";
const WHOLE: &str = "whole";

/// So many can be chosen one by one for a file; everybody is a filter.
const MOST: usize = 1_000;

/// The way out of the list, for whoever may take cards away: of all that it finds, or of those who are chosen.
#[component]
pub fn ExportList(
    listing: Memo<Listing>,
    total: Memo<Option<Total>>,
    #[prop(optional)] selection: Option<Selection>,
) -> AnyView {
    let of = listing.with_untracked(|listing| listing.of);
    // How many were chosen one by one.
    let chosen_ones = Memo::new(move |_| selection.and_then(Selection::count));
    let may = Memo::new(move |_| session().may(Permission::ClientExport));
    // What was chosen stays while the list is open.
    let format = RwSignal::new(ExportFormat::Xlsx.as_str().to_owned());
    let columns = RwSignal::new(SHOWN.to_owned());
    let (file, toasts) = (download(), toasts());
    let chosen = move || {
        format
            .with(|word| ExportFormat::parse(word))
            .unwrap_or(ExportFormat::Xlsx)
    };
    let take = move |()| {
        let shown = columns.get_untracked() == SHOWN;
        let (listing, format) = (listing.get_untracked(), untrack(chosen));
        let done = move |name| toasts.show(Toast::new(t::exports::done(name)));
        match of {
            Of::Clients => {
                let export = ClientExport {
                    ids: untrack(|| selection.and_then(Selection::ids)),
                    ..clients(&listing, format, shown)
                };
                file.start::<ExportClients>((), export, done);
            }
            Of::Companies => {
                let export = CompanyExport {
                    ids: untrack(|| selection.and_then(Selection::ids)),
                    ..companies(&listing, format, shown)
                };
                file.start::<ExportCompanies>((), export, done);
            }
        }
    };
    // An address book is for whoever sees numbers and addresses.
    let formats = Signal::derive(move || {
        let contacts = of == Of::Clients && session().may(Permission::ClientContacts);
        let offered = ExportFormat::ALL.iter();
        offered
            .filter(|format| contacts || format.has_columns())
            .map(|format| Radio::new(format.as_str(), label(*format)))
            .collect::<Vec<_>>()
    });
    let sets = Signal::derive(move || {
        let whole = match of {
            Of::Clients => t::exports::columns_whole(),
            Of::Companies => t::exports::columns_all(),
        };
        vec![
            Radio::new(SHOWN, t::exports::columns_shown()),
            Radio::new(WHOLE, whole),
        ]
    });
    let whom = move || {
        if let Some(count) = chosen_ones.get() {
            return Some(match of {
                Of::Clients => t::exports::chosen(count as i64),
                Of::Companies => t::exports::chosen_companies(count as i64),
            });
        }
        total.get().map(|total| match (of, total.exact) {
            (Of::Clients, true) => t::exports::count(i64::from(total.count)),
            (Of::Clients, false) => t::exports::more_than(number(i64::from(total.count))),
            (Of::Companies, true) => t::exports::companies(i64::from(total.count)),
            (Of::Companies, false) => {
                t::exports::more_companies_than(number(i64::from(total.count)))
            }
        })
    };
    let blocked = Signal::derive(move || {
        let nobody = total.get().is_some_and(|total| total.count == 0);
        let many = chosen_ones.get().is_some_and(|count| count > MOST);
        match (nobody, many) {
            (true, _) => Some(t::exports::nobody().to_owned()),
            (_, true) => Some(t::exports::too_many(number(MOST as i64))),
            _ => None,
        }
    });
    let failed = Signal::derive(move || file.failure().map(|_| t::exports::failed().to_owned()));
    let panel = move || {
        view! {
            <div class="export">
                <p class="meta">{whom}</p>
                <RadioGroup value=format label=t::exports::format() options=formats />
                {move || chosen().has_columns().then(|| view! {
                    <RadioGroup value=columns label=t::exports::columns() options=sets />
                })}
                <InlineError text=failed />
                <Button
                    label=t::exports::download()
                    icon=Icon::Download
                    kind=Kind::Primary
                    busy=Signal::derive(move || file.pending())
                    blocked=blocked
                    on_press=take
                />
            </div>
        }
    };
    view! {
        {move || may.get().then(|| view! {
            <Popover label=t::exports::title() icon=Icon::Download kind=Kind::Ghost face=Face::IconOnPhone edge=Edge::End>
                {panel}
            </Popover>
        })}
    }
    .into_any()
}

fn clients(listing: &Listing, format: ExportFormat, shown: bool) -> ClientExport {
    let (separator, bom) = text(format);
    ClientExport {
        filter: Some(listing.filter.clone()).filter(|filter| !filter.is_open()),
        q: listing.sought(),
        archived: listing.archived.then_some(true),
        sort: listing.sort.clone(),
        columns: (shown && format.has_columns()).then(|| listing.shown()),
        separator,
        bom,
        ..ClientExport::of(format)
    }
}

fn companies(listing: &Listing, format: ExportFormat, shown: bool) -> CompanyExport {
    let (separator, bom) = text(format);
    CompanyExport {
        filter: Some(listing.filter.clone()).filter(|filter| !filter.is_open()),
        q: listing.sought(),
        archived: listing.archived.then_some(true),
        sort: listing.sort.clone(),
        columns: shown.then(|| listing.shown()),
        separator,
        bom,
        ..CompanyExport::of(format)
    }
}

/// Spreadsheets in Russian and Romanian part cells by semicolons, and all of them know the encoding by its mark.
fn text(format: ExportFormat) -> (Option<Separator>, bool) {
    let separator = match language() {
        Language::En => Separator::Comma,
        Language::Ru | Language::Ro => Separator::Semicolon,
    };
    let csv = format == ExportFormat::Csv;
    (csv.then_some(separator), csv)
}

fn label(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Xlsx => t::exports::format_xlsx(),
        ExportFormat::Csv => t::exports::format_csv(),
        ExportFormat::Vcard => t::exports::format_vcard(),
        ExportFormat::Outlook => t::exports::format_outlook(),
    }
}
