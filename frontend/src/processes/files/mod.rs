//! Processes as files: one is saved, one is taken in, a shipped pack is taken.

mod outcome;
mod save;
mod take;

use domain::access::Permission;
use leptos::prelude::*;

pub use outcome::Faults;
pub use save::saver;
use take::{TakeDialog, Taken};

use crate::data::session;
use crate::i18n::t;
use crate::ui::{Button, Face, Icon};

/// What stands above the list of processes: a file or a pack becomes processes of the club.
#[component]
pub fn FileButtons() -> AnyView {
    let taken = Taken::new();
    let may = move || session().may(Permission::ProcessEdit);
    view! {
        {move || may().then(|| view! {
            <Button label=t::process_files::pack() icon=Icon::Workflow face=Face::IconOnPhone on_press=move |()| taken.begin_with_packs() />
            <Button label=t::process_files::load() icon=Icon::Upload face=Face::IconOnPhone on_press=move |()| taken.begin_with_file() />
        })}
        <TakeDialog taken=taken />
    }
    .into_any()
}
