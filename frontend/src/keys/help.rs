//! The sheet of shortcuts, opened by `Shift /` or F1.

use leptos::prelude::*;

use super::registry::{Command, Scope, commands};
use crate::i18n::t;
use crate::ui::{Dialog, DialogSize, Kbd};

#[component]
pub fn HelpSheet(open: RwSignal<bool>) -> impl IntoView {
    let group = |title: &'static str, scopes: &'static [Scope]| {
        move || {
            let lines: Vec<Command> = commands()
                .into_iter()
                .filter(|c| scopes.contains(&c.scope) && !c.chords.is_empty())
                .collect();
            (!lines.is_empty()).then(|| {
                view! {
                    <section class="section">
                        <h3>{title}</h3>
                        <ul>{lines.into_iter().map(line).collect_view()}</ul>
                    </section>
                }
            })
        }
    };
    view! {
        <Dialog open=open title=t::ui::keys_title() size=DialogSize::Wide>
            <div class="help">
                {group(t::ui::keys_here(), &[Scope::Panel, Scope::Page])}
                {group(t::ui::keys_everywhere(), &[Scope::Global])}
            </div>
        </Dialog>
    }
}

fn line(command: Command) -> AnyView {
    let label = command.label.clone();
    view! {
        <li class="help__line">
            <span>{move || label.get()}</span>
            <span class="row">{command.chords.into_iter().map(|chord| view! { <Kbd chord=chord /> }).collect_view()}</span>
        </li>
    }
    .into_any()
}
