//! Who the fictitious client of a trial is, in which branch, and what time it is: what conditions read besides the answers.

use domain::clients::Stage;
use domain::ids::BranchId;
use domain::time::Zone;
use leptos::prelude::*;

use super::club::Club;
use super::condition::tags;
use super::names::names;
use super::trial::Trial;
use crate::clients::stage;
use crate::clubtime;
use crate::i18n::t;
use crate::ui::{DateTimePicker, Field, Icon, Radio, Select, When, icon};

/// `walked` changes with every step of the trial: the form then shows what became of the client. `on_change` is told the present
/// state as somebody wants it to be.
#[component]
pub fn WhoAndWhen(
    club: Club,
    trial: Memo<Option<Trial>>,
    walked: RwSignal<u32>,
    #[prop(into)] on_change: Callback<Trial>,
) -> AnyView {
    let open = RwSignal::new(false);
    let names = names();
    let places = Signal::derive(move || {
        let branches = names.branch_options().into_iter();
        let places = branches.map(|branch| Radio::new(branch.value, branch.label));
        places.collect::<Vec<_>>()
    });
    let several = Memo::new(move |_| places.with(|places| places.len() > 1));
    let summary = move || {
        let (trial, (actor, context)) = (trial.get()?, club.facts.get()?);
        let tags = match trial.who.tags.is_empty() {
            true => t::processes::try_no_tags().to_owned(),
            false => trial.who.tags.join(", "),
        };
        let place = several.get().then(|| context.branches.get(&actor.branch));
        let at = clubtime::telling(&context.zone).moment(trial.now);
        let parts = [
            Some(stage(trial.who.stage).to_owned()),
            Some(tags),
            place.flatten().cloned(),
            Some(at),
        ];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    let alter = move |edit: &dyn Fn(&mut Trial)| {
        if let Some(mut trial) = trial.get_untracked() {
            edit(&mut trial);
            on_change.run(trial);
        }
    };
    let form = move || {
        walked.track();
        let now = trial.get_untracked()?;
        let zone = zone_of(club)?;
        let chosen = RwSignal::new(now.who.stage.to_string());
        let stages = Stage::ALL
            .iter()
            .map(|one| Radio::new(one.as_str(), stage(*one)));
        let pick_stage = move |word: String| {
            if let Some(stage) = Stage::parse(&word) {
                alter(&|trial| trial.who.stage = stage);
            }
        };
        let tell_tags = move |tags: Vec<String>| alter(&|trial| trial.who.tags.clone_from(&tags));
        let here = club.facts.get_untracked()?.0.branch;
        let place = RwSignal::new(here.to_string());
        let pick_place = move |word: String| {
            if let Ok(branch) = word.parse::<BranchId>() {
                club.branch.set(Some(branch));
            }
        };
        let wall = zone.wall(now.now);
        let at = RwSignal::new(Some(When::Moment(wall)));
        let set_time = move |when: Option<When>| {
            let (Some(When::Moment(wall)), Some(zone)) = (when, zone_of(club)) else {
                return;
            };
            alter(&|trial| trial.now = zone.instant(wall));
        };
        Some(view! {
            <div class="trial__facts">
                <Field label=t::processes::asks_stage()>
                    <Select value=chosen options=Signal::stored(stages.collect::<Vec<_>>()) on_change=pick_stage />
                </Field>
                {tags(t::processes::tags(), now.who.tags, Callback::new(tell_tags))}
                {move || several.get().then(|| view! {
                    <Field label=t::processes::asks_branch()><Select value=place options=places on_change=pick_place /></Field>
                })}
                <Field label=t::processes::try_time()>
                    <DateTimePicker value=at now=Signal::stored(wall) on_change=set_time />
                </Field>
            </div>
        })
    };
    view! {
        <details class="trial__who" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
            <summary>
                {icon(Icon::ChevronRight)}
                <span class="strong">{t::processes::try_who()}</span>
                <span class="meta">{summary}</span>
            </summary>
            {move || open.get().then(form)}
        </details>
    }
    .into_any()
}

/// Of the branch where the client is.
fn zone_of(club: Club) -> Option<Zone> {
    let facts = club.facts.get_untracked();
    facts.map(|(_, context)| context.zone)
}
