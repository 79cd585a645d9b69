//! The frame of an input: label above, hint below, error in the hint's place.

use leptos::context::Provider;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::fresh_id;
use super::icon::{Icon, icon};
use crate::i18n::t;

/// Whether a field must be filled. Most are, so the optional ones say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Need {
    Required,
    /// Says "optional" beside the label.
    Optional,
    /// Says nothing: filters, settings with a value at all times.
    #[default]
    Quiet,
}

/// How wide the field may grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// A number, a time.
    Short,
    Medium,
    #[default]
    Full,
}

/// What an input learns from the field around it.
#[derive(Clone)]
pub(super) struct FieldContext {
    pub id: String,
    pub described_by: Signal<Option<String>>,
    pub invalid: Signal<bool>,
    pub required: bool,
}

impl FieldContext {
    /// The field around the caller, or a fresh one for an input that stands alone.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: fresh_id("input"),
            described_by: Signal::default(),
            invalid: Signal::default(),
            required: false,
        })
    }

    pub fn aria_invalid(
        &self,
    ) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + 'static {
        let invalid = self.invalid;
        move || invalid.get().then_some("true")
    }
}

/// A labelled input. Put one `Input`, `Select`, `Combobox`, `DateTimePicker` … inside.
#[component]
pub fn Field(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// Shows a check for a moment: the value is stored.
    #[prop(optional, into)]
    saved: Signal<bool>,
    #[prop(optional)] need: Need,
    #[prop(optional)] width: Width,
    /// A fixed id, where an error summary must reach the input.
    #[prop(optional, into)]
    id: Option<String>,
    children: Children,
) -> AnyView {
    let id = id.unwrap_or_else(|| fresh_id("field"));
    let note = format!("{id}-note");
    let note_id = note.clone();
    let context = FieldContext {
        id: id.clone(),
        described_by: Signal::derive(move || {
            (error.get().is_some() || hint.get().is_some()).then(|| note_id.clone())
        }),
        invalid: Signal::derive(move || error.get().is_some()),
        required: need == Need::Required,
    };
    let width = match width {
        Width::Short => Some("short"),
        Width::Medium => Some("medium"),
        Width::Full => None,
    };
    view! {
        <div class="field" data-width=width>
            <div class="row">
                <label class="field__label" for=id id=format!("{note}-label")>{move || label.get()}</label>
                {(need == Need::Optional).then(|| view! { <span class="field__optional">{t::ui::optional()}</span> })}
                {move || saved.get().then(|| view! { <span class="field__saved">{icon(Icon::Check)}{t::ui::saved()}</span> })}
            </div>
            <Provider value=context>{children()}</Provider>
            {move || match (error.get(), hint.get()) {
                (Some(error), _) => {
                    Some(view! { <p class="field__error" id=note.clone()>{icon(Icon::CircleAlert)}<span>{error}</span></p> }.into_any())
                }
                (None, Some(hint)) => Some(view! { <p class="field__hint" id=note.clone()>{hint}</p> }.into_any()),
                (None, None) => None,
            }}
        </div>
    }
    .into_any()
}
