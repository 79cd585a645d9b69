//! What people fill in.

use chrono::{NaiveDate, NaiveDateTime};
use leptos::prelude::*;

use super::group;
use crate::i18n::t;
use crate::ui::{
    Checkbox, Choice, Combobox, DatePicker, DateTimePicker, Field, Flow, Input, InputKind,
    MoneyInput, Need, NumberInput, PasswordInput, PhoneInput, Picks, Preset, Radio, RadioGroup,
    SearchInput, Segmented, Select, Switch, Textarea, When, Width,
};

pub fn fields() -> AnyView {
    let text = |value: &str| RwSignal::new(value.to_owned());
    group(
        t::kit::fields(),
        view! {
            <div class="kit__pair">
                <Field label=t::kit::name() hint=t::kit::name_hint() need=Need::Required>
                    <Input value=text("Екатерина Щербакова") kind=InputKind::Name />
                </Field>
                <Field label=t::kit::email() error=t::kit::email_error() need=Need::Required>
                    <Input value=text("kate@") kind=InputKind::Email />
                </Field>
                <Field label=t::kit::note() need=Need::Optional saved=true>
                    <Textarea value=text(t::kit::note_text()) />
                </Field>
                <Field label=t::kit::phone()>
                    <PhoneInput value=text("8 912 345 67 89") country="RU" />
                </Field>
                <Field label=t::kit::sum() width=Width::Short>
                    <MoneyInput value=RwSignal::new(Some(1_250_000)) currency="RUB" />
                </Field>
                <Field label=t::kit::pause() width=Width::Short>
                    <NumberInput value=text("30") unit=t::kit::minutes_unit() />
                </Field>
                <Field label=t::kit::password()>
                    <PasswordInput value=text("correct horse") fresh=true />
                </Field>
                <Field label=t::kit::read_only()>
                    <Input value=text("tsk_0F3ZK7Q2M8T1A") read_only=true />
                </Field>
                <Field label=t::kit::disabled()>
                    <Input value=text("") disabled=true />
                </Field>
                <SearchInput value=text("") label=t::kit::search() />
            </div>
        },
    )
}

/// A short form, for the side panel.
pub fn small() -> AnyView {
    view! {
        <div class="stack">
            <Field label=t::kit::name() need=Need::Required>
                <Input value=RwSignal::new(String::new()) kind=InputKind::Name />
            </Field>
            <Field label=t::kit::when()>
                <DateTimePicker value=RwSignal::new(None) now=now() />
            </Field>
            <Field label=t::kit::note() need=Need::Optional>
                <Textarea value=RwSignal::new(String::new()) />
            </Field>
        </div>
    }
    .into_any()
}

pub fn choices() -> AnyView {
    let scopes = || {
        vec![
            Radio::new("me", t::kit::mine()),
            Radio::new("team", t::kit::team()),
            Radio::new("all", t::kit::all()),
        ]
    };
    let scope = || RwSignal::new("me".to_owned());
    group(
        t::kit::choices(),
        view! {
            <div class="kit__pair">
                <div class="stack">
                    <Checkbox checked=RwSignal::new(true) label=t::kit::agree() hint=t::kit::agree_hint() />
                    <Checkbox checked=RwSignal::new(false) label=t::kit::disabled() disabled=true />
                    <Switch on=RwSignal::new(true) label=t::kit::single_keys() />
                    <Switch on=RwSignal::new(false) label=t::kit::single_keys() />
                    <Switch on=RwSignal::new(false) label=t::kit::disabled() disabled=true />
                </div>
                <RadioGroup value=scope() label=t::kit::scope() options=scopes() />
                <div class="stack">
                    <RadioGroup value=scope() label=t::kit::scope() options=scopes() flow=Flow::Row />
                    <Segmented value=scope() label=t::kit::scope() options=scopes() />
                    <Field label=t::kit::scope()>
                        <Select value=scope() options=scopes() />
                    </Field>
                </div>
            </div>
        },
    )
}

pub fn long_lists() -> AnyView {
    let people = || {
        vec![
            Choice::new("1", "Екатерина Щербакова").hint("+7 912 345-67-89"),
            Choice::new("2", "Иван Кожокару").hint("+373 621 12 345"),
            Choice::new("3", "Șerban Țurcan").hint("+373 22 212 345"),
            Choice::new("4", "Мария Гончаренко"),
            Choice::new("5", "Пётр Ёлкин"),
        ]
    };
    let options = RwSignal::new(people());
    let one = RwSignal::new(people().into_iter().take(1).collect::<Vec<_>>());
    let many = RwSignal::new(people().into_iter().skip(1).take(2).collect::<Vec<_>>());
    let fresh = RwSignal::new(Vec::new());
    group(
        t::kit::long_lists(),
        view! {
            <div class="kit__pair">
                <Field label=t::kit::client()>
                    <Combobox chosen=one options=options />
                </Field>
                <Field label=t::kit::people()>
                    <Combobox chosen=many options=options picks=Picks::Many />
                </Field>
                <Field label=t::kit::client_or_new()>
                    <Combobox
                        chosen=fresh
                        options=options
                        on_create=Some(Callback::new(move |name: String| {
                            let choice = Choice::new(name.clone(), name);
                            options.update(|all| all.push(choice.clone()));
                            fresh.set(vec![choice]);
                        }))
                    />
                </Field>
            </div>
        },
    )
}

/// A fixed moment, so that screenshots do not change: Saturday, five past four.
fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 21)
        .and_then(|day| day.and_hms_opt(16, 5, 0))
        .unwrap_or_default()
}

pub fn times() -> AnyView {
    let day = move |ahead: i64| now().date() + chrono::Duration::days(ahead);
    let at = move |ahead: i64, hour: u32| day(ahead).and_hms_opt(hour, 0, 0).unwrap_or_default();
    let presets = vec![
        Preset::new(
            t::kit::preset_hour(),
            When::Moment(now() + chrono::Duration::hours(1)),
        ),
        Preset::new(t::kit::preset_tomorrow(), When::Moment(at(1, 10))),
        Preset::new(t::kit::preset_monday(), When::Moment(at(2, 10))),
    ];
    group(
        t::kit::times(),
        view! {
            <div class="kit__pair">
                <Field label=t::kit::when() need=Need::Required>
                    <DateTimePicker value=RwSignal::new(Some(When::Moment(at(3, 8)))) now=now() presets=presets />
                </Field>
                <Field label=t::kit::birthday()>
                    <DatePicker value=RwSignal::new(None) now=now() />
                </Field>
            </div>
        },
    )
}
