//! What an owner wants to hear before he looks at any table.

use chrono::Duration;
use leptos::prelude::*;
use wire::rehearsal::Replay;

use super::lines::{Both, change, n, time, whole};
use crate::clubtime;
use crate::data::now;
use crate::i18n::{self, t};

pub fn view(both: &Both) -> AnyView {
    let today = clubtime::home_zone().day(now());
    let about = t::rehearsal::about(
        n(u32::try_from(both.days()).unwrap_or_default()),
        i18n::day(both.from, today),
        i18n::day(both.to, today),
        whole(both.chains),
        whole(both.results),
    );
    view! {
        <section class="rehearsal__summary" aria-labelledby="rehearsal-summary">
            <h2 class="section-head" id="rehearsal-summary">{t::rehearsal::in_short()}</h2>
            <p class="rehearsal__answer">{answer(both)}</p>
            <dl class="rehearsal__figures">{figures(both)}</dl>
            <ul class="rehearsal__remarks">
                {remarks(both).into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
            </ul>
            <p class="meta">{about}</p>
        </section>
    }
    .into_any()
}

/// One sentence: more work, less, or as much.
fn answer(both: &Both) -> String {
    let draft = both.a_day(u64::from(both.draft.tasks));
    let Some(present) = &both.present else {
        return t::rehearsal::answer_alone(i18n::tenths(draft));
    };
    let present = both.a_day(u64::from(present.tasks));
    let by = i18n::tenths((draft - present).abs());
    match change(draft, Some(present)) {
        None => t::rehearsal::answer_same(i18n::tenths(draft)),
        Some(_) if draft > present => {
            t::rehearsal::answer_more(by, i18n::tenths(draft), i18n::tenths(present))
        }
        Some(_) => t::rehearsal::answer_less(by, i18n::tenths(draft), i18n::tenths(present)),
    }
}

fn figures(both: &Both) -> Vec<AnyView> {
    let present = both.present.as_ref();
    let a_day = |replay: &Replay| i18n::tenths(both.a_day(u64::from(replay.tasks)));
    let work = |replay: &Replay| time(both.a_day(replay.minutes));
    let goal = |replay: &Replay| whole(replay.ends.goal);
    let way = |replay: &Replay| {
        let seconds = replay.seconds_to_goal;
        seconds.map_or_else(
            || t::rehearsal::nobody().to_owned(),
            |seconds| i18n::age(Duration::seconds(seconds)),
        )
    };
    let figure = |label: &'static str, told: &dyn Fn(&Replay) -> String| {
        let (value, before) = (told(&both.draft), present.map(told));
        view! {
            <div class="rehearsal__figure">
                <dt>{label}</dt>
                <dd>
                    <span class="rehearsal__value">{value}</span>
                    {before.map(|before| view! { <span class="meta">{t::rehearsal::now_is(before)}</span> })}
                </dd>
            </div>
        }
        .into_any()
    };
    vec![
        figure(t::rehearsal::tasks_a_day(), &a_day),
        figure(t::rehearsal::time_a_day(), &work),
        figure(t::rehearsal::reached_goal(), &goal),
        figure(t::rehearsal::way_to_goal(), &way),
    ]
}

/// What makes the figures less than the whole truth.
fn remarks(both: &Both) -> Vec<String> {
    let draft = &both.draft;
    let mut told = Vec::new();
    if draft.ends.unknown > 0 {
        told.push(t::rehearsal::unknown_remark(n(draft.ends.unknown)));
    }
    if draft.ends.dead_end > 0 {
        told.push(t::rehearsal::dead_remark(n(draft.ends.dead_end)));
    }
    if draft.left_over > 0 {
        told.push(t::rehearsal::left_over_remark(
            n(draft.left_over),
            whole(both.results),
        ));
    }
    if draft.errands > 0 {
        told.push(t::rehearsal::errands_remark(whole(draft.errands)));
    }
    if draft.unplanned > 0 {
        let share = f64::from(draft.unplanned) / f64::from(draft.tasks.max(1));
        told.push(t::rehearsal::unplanned_remark(i18n::percent(share)));
    }
    if both.present.is_none() {
        told.push(t::rehearsal::nothing_published().to_owned());
    }
    told
}
