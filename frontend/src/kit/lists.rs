//! Lists and what happened.

use leptos::prelude::*;

use super::group;
use crate::i18n::{self, t};
use crate::keys::Chord;
use crate::ui::{
    Align, BulkBar, Button, Cell, Chip, DescriptionList, Fact, Feed, FeedDay, FeedItem, Group,
    Heading, Kind, Radio, Row, RowKeys, Segmented, Sort, Step, Steps, TabLink, TabLinks, Table,
    Tabs, Toast, Tone, toasts,
};

pub fn tabs() -> AnyView {
    let current = RwSignal::new("history".to_owned());
    let scope = RwSignal::new("me".to_owned());
    group(
        t::kit::tabs(),
        view! {
            <TabLinks
                label=t::kit::tabs()
                tabs=vec![
                    TabLink::new(t::kit::to_do(), "/dev/kit?tab=todo", true).count("14".to_owned()),
                    TabLink::new(t::kit::planned(), "/dev/kit?tab=planned", false).count("32".to_owned()),
                    TabLink::new(t::kit::done(), "/dev/kit?tab=done", false).count("21".to_owned()),
                ]
                end=move || view! {
                    <Segmented
                        value=scope
                        label=t::kit::scope()
                        options=vec![Radio::new("me", t::kit::mine()), Radio::new("team", t::kit::team())]
                    />
                }
            />
            <Tabs
                label=t::kit::tabs()
                value=current
                tabs=vec![Radio::new("history", t::kit::history()), Radio::new("tasks", t::kit::tasks())]
            >
                <p class="soft">{move || current.get()}</p>
            </Tabs>
            <Steps
                label=t::kit::steps()
                current=1usize
                steps=vec![
                    Step { label: t::kit::file().into(), href: Some("/dev/kit".to_owned()) },
                    Step { label: t::kit::columns().into(), href: None },
                    Step { label: t::kit::check().into(), href: None },
                ]
            />
        },
    )
}

pub fn table() -> AnyView {
    let keys = RowKeys::new().walk().on_row(
        "kit.reschedule",
        t::kit::reschedule(),
        Chord::letter('h'),
        |id| {
            toasts().show(Toast::new(id).undo(|| {}));
        },
    );
    let rows = [
        (
            "1",
            Tone::Danger,
            i18n::age(chrono::Duration::days(2)),
            "Екатерина Щербакова",
            "+7 912 345-67-89",
            1_250_000,
        ),
        (
            "2",
            Tone::Danger,
            i18n::age(chrono::Duration::hours(3)),
            "Șerban Țurcan",
            "+373 621 12 345",
            0,
        ),
    ];
    let today = [
        (
            "3",
            Tone::Warn,
            "16:30".to_owned(),
            "Мария Гончаренко",
            "+40 712 034 567",
            349_950,
        ),
        (
            "4",
            Tone::Bare,
            i18n::date(chrono::NaiveDate::default()),
            "Пётр Ёлкин",
            "+7 912 345-67-80",
            90_000,
        ),
        (
            "5",
            Tone::Missing,
            t::kit::no_step().to_owned(),
            "Elena Popescu",
            "+40 712 034 568",
            0,
        ),
    ];
    let line = |(id, tone, due, name, phone, sum): (
        &'static str,
        Tone,
        String,
        &'static str,
        &'static str,
        i64,
    )| {
        view! {
            <Row id=id selected=id == "3">
                {Cell::Mark.view(view! { <Chip label=due tone=tone tip=t::kit::why().to_owned() /> })}
                {Cell::link(format!("/dev/kit?peek={id}"), name)}
                {Cell::Line.view(t::kit::personal_call())}
                {Cell::WideOnly.view(view! { <span class="num">{phone}</span> })}
                {Cell::End.aligned(Align::End, i18n::money(sum, "RUB"))}
            </Row>
        }
    };
    group(
        t::kit::table(),
        view! {
            <div class="kit__frame">
                <Table
                    label=t::kit::table()
                    keys=keys
                    headings=vec![
                        Heading::new(t::kit::due()).sort(Sort::Ascending, || {}),
                        Heading::new(t::kit::client()).sort(Sort::None, || {}),
                        Heading::new(t::kit::task()),
                        Heading::new(t::kit::phone()),
                        Heading::new(t::kit::sum()).end(),
                    ]
                    more=|| view! { <span>{t::kit::shown_of(5, 1248)}</span> }
                >
                    <Group label=t::kit::overdue(2) />
                    {rows.map(line).into_iter().collect_view()}
                    <Group label=t::kit::today(3) />
                    {today.map(line).into_iter().collect_view()}
                </Table>
                <BulkBar label=t::kit::chosen(1)>
                    <Button label=t::kit::reschedule() chord=Chord::letter('h') on_press=|()| {} />
                    <Button label=t::kit::cancel_tasks() kind=Kind::Danger on_press=|()| {} />
                </BulkBar>
            </div>
        },
    )
}

pub fn feed() -> AnyView {
    group(
        t::kit::history(),
        view! {
            <div class="kit__pair">
                <Feed label=t::kit::history()>
                    <FeedDay label=t::dates::today()>
                        <FeedItem title=t::kit::thinking() meta="14:05 · Ольга Руссу" tone=Tone::Info note=t::kit::note_text() />
                        <FeedItem title=t::kit::sms() meta="14:09" />
                    </FeedDay>
                    <FeedDay label=t::dates::yesterday()>
                        <FeedItem title=t::kit::refusal() meta="21:40" tone=Tone::Danger />
                    </FeedDay>
                </Feed>
                <DescriptionList facts=vec![
                    Fact::text(t::kit::source(), t::kit::site()),
                    Fact::text(t::kit::phone(), i18n::phone("+79123456789")),
                    Fact::view(t::kit::status(), || view! { <Chip label=t::kit::lead() tone=Tone::Info /> }),
                ] />
            </div>
        },
    )
}
