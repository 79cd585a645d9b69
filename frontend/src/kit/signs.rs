//! Buttons, marks, what opens, what informs, how things are written.

use chrono::{Duration, NaiveDate};
use leptos::prelude::*;

use super::group;
use crate::i18n::{self, t};
use crate::keys::Chord;
use crate::ui::{
    Avatar, AvatarSize, Banner, Button, ButtonGroup, Chip, Count, Dialog, DialogSize, Dot,
    EmptyState, ErrorSummary, Face, FilterChip, Icon, InlineError, Kbd, Kind, LinkButton, Menu,
    MenuHead, MenuItem, MenuLink, MenuRule, Popover, Progress, ReadFailure, Skeleton, Toast, Tone,
    Waiting, say, toasts,
};

pub fn buttons() -> AnyView {
    group(
        t::kit::buttons(),
        view! {
            <div class="cluster">
                <Button label=t::kit::start(14) kind=Kind::Primary icon=Icon::Phone chord=Chord::ENTER />
                <Button label=t::kit::call() icon=Icon::Phone />
                <Button label=t::kit::filter() kind=Kind::Ghost icon=Icon::Funnel />
                <Button label=t::kit::delete() kind=Kind::Danger icon=Icon::Trash2 />
                <Button label=t::kit::merge(2) kind=Kind::DangerSolid />
                <Button label=t::kit::notifications(3) icon=Icon::Bell face=Face::Icon kind=Kind::Ghost />
                <LinkButton label=t::kit::open() href="/dev/kit" icon=Icon::ArrowRight />
            </div>
            <div class="cluster">
                <Button label=t::kit::save() kind=Kind::Primary busy=true />
                <Button label=t::kit::save() busy=true />
                <Button label=t::kit::save() kind=Kind::Primary blocked=t::kit::blocked_reason() />
                <Button label=t::kit::mine() pressed=true />
                <ButtonGroup label=t::kit::steps()>
                    <Button label=t::kit::previous() icon=Icon::ChevronLeft face=Face::Icon />
                    <Button label=t::kit::next() icon=Icon::ChevronRight face=Face::Icon />
                </ButtonGroup>
            </div>
        },
    )
}

pub fn marks() -> AnyView {
    group(
        t::kit::marks(),
        view! {
            <div class="cluster">
                <Chip label=i18n::age(Duration::days(2)) tone=Tone::Danger icon=Icon::Clock />
                <Chip label="16:30" tone=Tone::Warn />
                <Chip label=t::kit::delivered() tone=Tone::Ok icon=Icon::Check />
                <Chip label=t::kit::lead() tone=Tone::Info />
                <Chip label=t::kit::tag() />
                <Chip label="24.11" tone=Tone::Bare />
                <Chip label=t::kit::no_step() tone=Tone::Missing />
                <FilterChip label=t::kit::calls() on=true on_press=|()| {} />
                <FilterChip label=t::kit::calls() on_press=|()| {} />
                <FilterChip label=t::kit::status_lead() on_press=|()| {} on_remove=|()| {} />
            </div>
            <div class="cluster">
                {[(Tone::Ok, t::kit::bought()), (Tone::Info, t::kit::thinking()), (Tone::Warn, t::kit::call_back()), (Tone::Plain, t::kit::no_answer()), (Tone::Danger, t::kit::refusal())]
                    .map(|(tone, label)| view! { <span class="row"><Dot tone=tone />{label}</span> })
                    .into_iter()
                    .collect_view()}
            </div>
            <div class="cluster">
                <Avatar name="Екатерина Щербакова" />
                <Avatar name="Șerban Țurcan" />
                <Avatar name="Пётр Ёлкин" size=AvatarSize::Large />
                <Count value="14" tone=Tone::Danger />
                <Kbd chord=Chord::letter('k').ctrl() />
                <Kbd chord=Chord::letter('d').after('g') />
                <Progress done=312u32 total=500u32 label=t::kit::progress(312, 500) />
            </div>
        },
    )
}

pub fn overlays(panel: RwSignal<bool>) -> AnyView {
    let (normal, sheet) = (RwSignal::new(false), RwSignal::new(false));
    let direction = RwSignal::new("in");
    group(
        t::kit::overlays(),
        view! {
            <div class="cluster">
                <Menu label=t::kit::more() icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost>
                    <MenuHead label=t::kit::task() />
                    <MenuItem label=t::kit::reschedule() icon=Icon::CalendarClock chord=Chord::letter('h') on_press=|()| {} />
                    <MenuItem label=t::kit::incoming() checked=Signal::derive(move || direction.get() == "in") on_press=move |()| direction.set("in") />
                    <MenuItem label=t::kit::outgoing() checked=Signal::derive(move || direction.get() == "out") on_press=move |()| direction.set("out") />
                    <MenuLink label=t::kit::open() href="/dev/kit" icon=Icon::ExternalLink />
                    <MenuRule />
                    <MenuItem label=t::kit::delete() icon=Icon::Trash2 tone=Tone::Danger on_press=|()| {} />
                </Menu>
                <Popover label=t::kit::filter() icon=Icon::Funnel>
                    <p>{t::kit::note_text()}</p>
                </Popover>
                <Button label=t::kit::open_panel() on_press=move |()| panel.set(true) />
                <Button label=t::kit::open_dialog() on_press=move |()| normal.set(true) />
                <Button label=t::kit::open_sheet() on_press=move |()| sheet.set(true) />
                <Button
                    label=t::kit::show_toast()
                    chord=Chord::letter('t')
                    on_press=|()| toasts().show(Toast::new(t::kit::toast_text()).undo(|| say(t::ui::undo())))
                />
            </div>
            <Dialog
                open=normal
                title=t::kit::merge(2)
                foot=move || view! {
                    <Button label=t::kit::merge(2) kind=Kind::DangerSolid on_press=move |()| normal.set(false) />
                    <Button label=t::kit::leave() on_press=move |()| normal.set(false) />
                }
            >
                <p>{t::kit::merge_text()}</p>
            </Dialog>
            <Dialog open=sheet title=t::kit::result() size=DialogSize::Sheet>
                <p>{t::kit::note_text()}</p>
            </Dialog>
        },
    )
}

pub fn notices() -> AnyView {
    let ready = RwSignal::new(false);
    set_timeout(
        move || {
            ready.try_set(true);
        },
        std::time::Duration::from_millis(600),
    );
    group(
        t::kit::notices(),
        view! {
            <Banner text=t::kit::stale() tone=Tone::Warn actions=|| view! { <Button label=t::ui::retry() kind=Kind::Ghost /> } />
            <Banner text=t::kit::offline() tone=Tone::Plain inset=true />
            <Banner text=t::kit::taken() tone=Tone::Danger inset=true />
            <Banner text=t::kit::update() tone=Tone::Info inset=true />
            <InlineError text=t::kit::email_error() />
            <ErrorSummary faults=vec![("kit-email".to_owned(), t::kit::email_error().to_owned())] />
            <div class="kit__pair">
                <EmptyState
                    text=t::kit::empty()
                    icon=Icon::CircleCheck
                    actions=|| view! {
                        <Button label=t::kit::new_task() kind=Kind::Primary />
                        <Button label=t::kit::planned() />
                    }
                />
                <ReadFailure text=t::kit::read_failed() code="req_01J8ZK".to_owned() on_retry=|()| {} />
                <Skeleton rows=4 />
                <Waiting ready=ready skeleton=|| view! { <Skeleton rows=2 lines=true /> }.into_any()>
                    <p>{t::kit::note_text()}</p>
                </Waiting>
            </div>
        },
    )
}

pub fn formats() -> AnyView {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    let at = today.and_hms_opt(16, 5, 0).unwrap_or_default();
    let lines = [
        i18n::number(1_234_567),
        i18n::money(1_250_000, "RUB"),
        i18n::money(1_250_050, "MDL"),
        i18n::percent(0.125),
        i18n::date(today),
        i18n::day(today, today),
        i18n::day_long(today),
        i18n::month(today),
        i18n::moment(at + Duration::days(1), today),
        i18n::moment(at - Duration::days(1), today),
        i18n::age(Duration::minutes(5)),
        i18n::age(Duration::days(20)),
        i18n::phone("+79123456789"),
        i18n::phone("+37362112345"),
        i18n::phone("+40712034567"),
        t::kit::start(1),
        t::kit::start(2),
        t::kit::start(20),
        t::kit::start(101),
    ];
    group(
        t::kit::formats(),
        view! { <ul class="cluster">{lines.map(|line| view! { <li class="chip">{line}</li> }).into_iter().collect_view()}</ul> },
    )
}
