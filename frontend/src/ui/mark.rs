//! Small marks. Colour never speaks alone: every mark carries a word or a shape.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::keys::Chord;

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    /// Positive results, goals, delivered.
    Ok,
    /// Neutral results.
    Info,
    /// Today, waiting, no next step.
    Warn,
    /// Overdue, refusal, error.
    Danger,
    /// No background: a plain date in a row of chips.
    Bare,
    /// A hollow warning ring and words: something that should be there is not.
    Missing,
}

impl Tone {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Danger => "danger",
            Self::Bare => "bare",
            Self::Missing => "missing",
        }
    }
}

/// A short fact with a tone: a due date, a priority, a tag.
#[component]
pub fn Chip(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] tone: Signal<Tone>,
    #[prop(default = None, into)] icon: Option<Icon>,
    /// Why it is so; shown on hover and focus of what stands around.
    #[prop(optional, into)]
    tip: Option<String>,
) -> AnyView {
    let shown = icon;
    view! {
        <span class="chip" data-tone=move || tone.get().name() data-tip=tip>
            {move || shown.or((tone.get() == Tone::Missing).then_some(Icon::CircleDashed)).map(super::icon::icon)}
            <span>{move || label.get()}</span>
        </span>
    }
    .into_any()
}

/// One condition of a filter: press to change it, the cross takes it away.
#[component]
pub fn FilterChip(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] on: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    #[prop(optional, into)] on_remove: Option<Callback<()>>,
) -> AnyView {
    let name = label.clone();
    view! {
        <span class="filter-chip" data-on=move || on.get().then_some("")>
            <button
                type="button"
                aria-pressed=move || on_remove.is_none().then(|| if on.get() { "true" } else { "false" })
                on:click=move |_| if let Some(run) = on_press { run.run(()) }
            >
                {move || label.get()}
            </button>
            {on_remove.map(|run| view! {
                <button type="button" aria-label=move || t::ui::remove(name.get()) on:click=move |_| run.run(())>{icon(Icon::X)}</button>
            })}
        </span>
    }
    .into_any()
}

/// A number beside a name.
#[component]
pub fn Count(#[prop(into)] value: Signal<String>, #[prop(optional)] tone: Tone) -> AnyView {
    view! { <span class="count" data-tone=tone.name()>{move || value.get()}</span> }.into_any()
}

/// A key cap. Hidden where nothing can hover, that is, where there is no keyboard.
#[component]
pub fn Kbd(chord: Chord) -> AnyView {
    view! { <kbd class="kbd" aria-hidden="true">{chord.caps()}</kbd> }.into_any()
}

/// A dot that repeats the tone of the words after it.
#[component]
pub fn Dot(#[prop(into)] tone: Signal<Tone>) -> AnyView {
    view! { <span class="dot" data-tone=move || tone.get().name() aria-hidden="true"></span> }
        .into_any()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    #[default]
    Small,
    Large,
}

/// Initials in a circle, in one of six neutral shades.
#[component]
pub fn Avatar(
    /// The name as shown; its first two words give the initials.
    #[prop(into)]
    name: String,
    #[prop(optional)] size: AvatarSize,
) -> AnyView {
    let shade = name.bytes().fold(0u32, |sum, b| {
        sum.wrapping_mul(31).wrapping_add(u32::from(b))
    }) % 6;
    view! {
        <span class="avatar" aria-hidden="true" data-shade=shade.to_string() data-size=(size == AvatarSize::Large).then_some("large")>
            {initials(&name)}
        </span>
    }
    .into_any()
}

fn initials(name: &str) -> String {
    name.split_whitespace()
        .take(2)
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// How much is done, with its numbers in words.
#[component]
pub fn Progress(
    #[prop(into)] done: Signal<u32>,
    #[prop(into)] total: Signal<u32>,
    #[prop(into)] label: TextProp,
) -> AnyView {
    view! {
        <span class="progress">
            <progress max=move || total.get().max(1).to_string() prop:value=move || f64::from(done.get()) aria-label={
                let label = label.clone();
                move || label.get()
            }></progress>
            <span>{move || label.get()}</span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_names() {
        for (name, expected) in [
            ("Екатерина Щербакова", "ЕЩ"),
            ("Șerban", "Ș"),
            ("", ""),
            ("Ана Мария Попа", "АМ"),
        ] {
            assert_eq!(initials(name), expected);
        }
    }
}
