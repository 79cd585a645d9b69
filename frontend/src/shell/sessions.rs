//! Where one is signed in.

use leptos::prelude::*;
use wire::auth::{EndSession, ListSessions, SessionInfo};

use super::loaded::Loaded;
use crate::clubtime;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::ui::{Button, Kind};

#[component]
pub fn Sessions() -> AnyView {
    let sessions = query::<ListSessions>(|| Some(((), ())));
    let end = sending();
    let line = move |info: &SessionInfo| {
        let id = info.id;
        let when = t::shell::session_used(clubtime::moment(info.last_used_at));
        let finish = move |()| {
            end.send::<EndSession>((id,), (), (), move |()| queries().stale(&["auth"]));
        };
        view! {
            <li class="list__item">
                <span class="sessions__what">
                    {info.device.clone()}
                    <span class="meta">{if info.current { t::shell::session_here().to_owned() } else { when }}</span>
                </span>
                {(!info.current).then(|| view! { <Button label=t::shell::session_end() kind=Kind::Danger on_press=finish /> })}
            </li>
        }
    };
    view! {
        <p class="meta">{t::shell::sessions_text()}</p>
        <Loaded query=sessions rows=3 let:page>
            <ul class="list">{page.items.iter().map(line).collect_view()}</ul>
        </Loaded>
    }
    .into_any()
}
