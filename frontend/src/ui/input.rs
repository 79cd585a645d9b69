//! Inputs of one line and of many. All of them edit a text; what it means is parsed by the domain.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::field::FieldContext;
use super::icon::{Icon, icon};
use crate::i18n::{self, t};

/// What the browser should expect and offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputKind {
    #[default]
    Text,
    /// A person's name.
    Name,
    Email,
    /// The name used to sign in.
    Username,
    Link,
    Phone,
    /// A code from a message or an authenticator.
    OneTimeCode,
}

impl InputKind {
    const fn type_(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Link => "url",
            Self::Phone => "tel",
            Self::Text | Self::Name | Self::Username | Self::OneTimeCode => "text",
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::OneTimeCode => "one-time-code",
            // Somebody else's data: the browser has nothing to offer.
            Self::Text | Self::Name | Self::Email | Self::Link | Self::Phone => "off",
        }
    }

    const fn inputmode(self) -> Option<&'static str> {
        match self {
            Self::OneTimeCode => Some("numeric"),
            Self::Email => Some("email"),
            Self::Link => Some("url"),
            Self::Phone => Some("tel"),
            Self::Text | Self::Name | Self::Username => None,
        }
    }
}

/// One line of text.
#[component]
pub fn Input(
    value: RwSignal<String>,
    #[prop(optional)] kind: InputKind,
    #[prop(optional, into)] placeholder: TextProp,
    #[prop(optional, into)] read_only: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] max_length: Option<u32>,
    /// Called when the value is settled: on leaving the field and on Enter.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    #[prop(optional, into)] node: NodeRef<html::Input>,
) -> AnyView {
    let field = FieldContext::here();
    view! {
        <input
            class="input"
            id=field.id.clone()
            type=kind.type_()
            autocomplete=kind.autocomplete()
            inputmode=kind.inputmode()
            autocapitalize=(kind == InputKind::Name).then_some("words")
            spellcheck=(kind != InputKind::Text).then_some("false")
            placeholder=move || placeholder.get()
            maxlength=max_length.map(|n| n.to_string())
            required=field.required
            aria-invalid=field.aria_invalid()
            aria-describedby=field.described_by
            readonly=read_only
            disabled=disabled
            node_ref=node
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
            on:change:target=move |event| commit(on_commit, event.target().value())
        />
    }
    .into_any()
}

fn commit(on_commit: Option<Callback<String>>, value: String) {
    if let Some(on_commit) = on_commit {
        // A field that is taken away while it has the focus commits once more, to a form that has gone.
        on_commit.try_run(value);
    }
}

/// Text of many lines; grows with its content.
#[component]
pub fn Textarea(
    value: RwSignal<String>,
    #[prop(optional, into)] placeholder: TextProp,
    #[prop(optional, into)] read_only: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] max_length: Option<u32>,
    #[prop(optional, into)] on_commit: Option<Callback<String>>,
    #[prop(optional, into)] node: NodeRef<html::Textarea>,
) -> AnyView {
    let field = FieldContext::here();
    view! {
        <textarea
            class="input"
            id=field.id.clone()
            rows=rows.to_string()
            placeholder=move || placeholder.get()
            maxlength=max_length.map(|n| n.to_string())
            required=field.required
            aria-invalid=field.aria_invalid()
            aria-describedby=field.described_by
            readonly=read_only
            disabled=disabled
            node_ref=node
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
            on:change:target=move |event| commit(on_commit, event.target().value())
        ></textarea>
    }
    .into_any()
}

/// A number typed as text (no spinner, no wheel accidents); the caller parses it.
#[component]
pub fn NumberInput(
    value: RwSignal<String>,
    /// Printed after the number: "min", "%".
    #[prop(optional, into)]
    unit: TextProp,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_commit: Option<Callback<String>>,
) -> AnyView {
    let field = FieldContext::here();
    let unit_shown = unit.clone();
    view! {
        <span class="input affix">
            <input
                id=field.id.clone()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                class="num"
                required=field.required
                aria-invalid=field.aria_invalid()
                aria-describedby=field.described_by
                disabled=disabled
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:change:target=move |event| commit(on_commit, event.target().value())
            />
            {move || (!unit_shown.get().is_empty()).then(|| view! { <span class="affix__unit">{unit_shown.get()}</span> })}
        </span>
    }
    .into_any()
}

/// A sum of money in whole units and cents, with the sign of the currency.
///
/// `value` keeps the minor units (kopecks, bani); `None` while the field is empty. What is not a number stays visible and is
/// refused: `valid` turns false.
#[component]
pub fn MoneyInput(
    value: RwSignal<Option<i64>>,
    /// ISO 4217.
    #[prop(into)]
    currency: Signal<String>,
    #[prop(optional)] valid: Option<RwSignal<bool>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> AnyView {
    let field = FieldContext::here();
    let text = RwSignal::new(
        value
            .get_untracked()
            .map(i18n::money_plain)
            .unwrap_or_default(),
    );
    view! {
        <span class="input affix">
            <input
                id=field.id.clone()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                class="num"
                required=field.required
                aria-invalid=field.aria_invalid()
                aria-describedby=field.described_by
                disabled=disabled
                prop:value=text
                on:input:target=move |event| {
                    let typed = event.target().value();
                    let parsed = i18n::parse_money(&typed);
                    if let Some(valid) = valid {
                        valid.set(parsed.is_some() || typed.trim().is_empty());
                    }
                    value.set(parsed);
                    text.set(typed);
                }
                on:change=move |_| {
                    if let Some(minor) = value.try_get_untracked().flatten() {
                        text.set(i18n::money_plain(minor));
                    }
                }
            />
            <span class="affix__unit">{move || currency.with(|c| i18n::currency_sign(c))}</span>
        </span>
    }
    .into_any()
}

/// A phone in whatever form people type; below it stands how it is understood.
#[component]
pub fn PhoneInput(
    value: RwSignal<String>,
    /// ISO 3166 alpha-2: where numbers without a country code belong.
    #[prop(into)]
    country: Signal<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_commit: Option<Callback<String>>,
) -> AnyView {
    let field = FieldContext::here();
    let understood = move || {
        let phone = i18n::parse_phone(&value.get(), &country.get())?;
        let shown = i18n::phone(&phone);
        (shown != value.get().trim()).then_some(shown)
    };
    view! {
        <span class="input affix">
            {icon(Icon::Phone)}
            <input
                id=field.id.clone()
                type="tel"
                inputmode="tel"
                autocomplete="off"
                class="num"
                required=field.required
                aria-invalid=field.aria_invalid()
                aria-describedby=field.described_by
                disabled=disabled
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:change:target=move |event| commit(on_commit, event.target().value())
            />
        </span>
        {move || understood().map(|shown| view! { <span class="field__hint num">{shown}</span> })}
    }
    .into_any()
}

/// A password that can be shown while typing; managers and paste work.
#[component]
pub fn PasswordInput(
    value: RwSignal<String>,
    /// `true` where a new password is chosen.
    #[prop(optional)]
    fresh: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> AnyView {
    let field = FieldContext::here();
    let shown = RwSignal::new(false);
    let caps = RwSignal::new(false);
    view! {
        <span class="input affix">
            <input
                id=field.id.clone()
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=if fresh { "new-password" } else { "current-password" }
                spellcheck="false"
                required=field.required
                aria-invalid=field.aria_invalid()
                aria-describedby=field.described_by
                disabled=disabled
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:keyup=move |event| caps.set(event.get_modifier_state("CapsLock"))
            />
            <button
                class="affix__btn"
                type="button"
                aria-label=t::ui::show_password()
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                data-tip=t::ui::show_password()
                on:click=move |_| shown.update(|s| *s = !*s)
            >
                {move || icon(if shown.get() { Icon::EyeOff } else { Icon::Eye })}
            </button>
        </span>
        {move || caps.get().then(|| view! { <span class="field__hint" role="status">{t::ui::caps_lock()}</span> })}
    }
    .into_any()
}

/// The search line of a list. Esc and Enter leave it for what was found; coming back, the next letter begins anew.
#[component]
pub fn SearchInput(
    value: RwSignal<String>,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] node: NodeRef<html::Input>,
) -> AnyView {
    let name = label.clone();
    view! {
        <span class="input affix">
            {icon(Icon::Search)}
            <input
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || name.get()
                placeholder=move || label.get()
                node_ref=node
                prop:value=value
                on:focus:target=move |event| event.target().select()
                on:input:target=move |event| value.set(event.target().value())
                on:keydown:target=move |event| {
                    // The browser's own Esc would empty the field, and with it the list that was just found.
                    if matches!(event.key().as_str(), "Escape" | "Enter") {
                        event.prevent_default();
                        let _ = event.target().blur();
                    }
                }
            />
        </span>
    }
    .into_any()
}
