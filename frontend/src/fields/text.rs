//! Answers that are typed: text, numbers, sums, addresses.

use domain::fields::Raw;
use domain::money::Money;
use leptos::prelude::*;

use super::{follow, text_of};
use crate::ui::{Input, InputKind, MoneyInput, NumberInput, PhoneInput, Textarea};

fn as_text(typed: &str) -> Option<Raw> {
    (!typed.is_empty()).then(|| Raw::Text(typed.to_owned()))
}

fn typed(
    value: RwSignal<Option<Raw>>,
    read: impl Fn(&str) -> Option<Raw> + 'static,
) -> RwSignal<String> {
    let text = RwSignal::new(text_of(value));
    follow(text, value, read);
    text
}

pub fn line(value: RwSignal<Option<Raw>>, longest: Option<u32>) -> AnyView {
    let text = typed(value, as_text);
    match longest {
        Some(longest) => view! { <Input value=text max_length=longest /> }.into_any(),
        None => view! { <Input value=text /> }.into_any(),
    }
}

pub fn lines(value: RwSignal<Option<Raw>>, longest: Option<u32>) -> AnyView {
    let text = typed(value, as_text);
    match longest {
        Some(longest) => view! { <Textarea value=text rows=2 max_length=longest /> }.into_any(),
        None => view! { <Textarea value=text rows=2 /> }.into_any(),
    }
}

pub fn integer(value: RwSignal<Option<Raw>>) -> AnyView {
    let text = typed(value, |typed| {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        digits
            .parse()
            .map(Raw::Integer)
            .ok()
            .or_else(|| as_text(typed))
    });
    view! { <NumberInput value=text /> }.into_any()
}

pub fn decimal(value: RwSignal<Option<Raw>>) -> AnyView {
    let text = typed(value, |typed| {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let number: Option<f64> = digits.replace(',', ".").parse().ok();
        number
            .filter(|number| number.is_finite())
            .map(Raw::Decimal)
            .or_else(|| as_text(typed))
    });
    view! { <NumberInput value=text /> }.into_any()
}

pub fn money(value: RwSignal<Option<Raw>>, currency: String) -> AnyView {
    let amount = RwSignal::new(match value.get_untracked() {
        Some(Raw::Money(money)) => Some(money.amount),
        _ => None,
    });
    let valid = RwSignal::new(true);
    let own = currency.clone();
    Effect::new(move |before: Option<(Option<i64>, bool)>| {
        let now = (amount.get(), valid.get());
        if before.is_some_and(|before| before != now) {
            value.set(match now {
                (Some(amount), _) => Some(Raw::Money(Money {
                    amount,
                    currency: own.clone(),
                })),
                // Not a sum: the domain refuses a text in its place and says so.
                (None, false) => Some(Raw::Text("?".to_owned())),
                (None, true) => None,
            });
        }
        now
    });
    view! { <MoneyInput value=amount currency=Signal::stored(currency) valid=valid /> }.into_any()
}

pub fn phone(value: RwSignal<Option<Raw>>, country: String) -> AnyView {
    let text = typed(value, as_text);
    view! { <PhoneInput value=text country=Signal::stored(country) /> }.into_any()
}

pub fn email(value: RwSignal<Option<Raw>>) -> AnyView {
    let text = typed(value, as_text);
    view! { <Input value=text kind=InputKind::Email /> }.into_any()
}

pub fn url(value: RwSignal<Option<Raw>>) -> AnyView {
    let text = typed(value, as_text);
    view! { <Input value=text kind=InputKind::Link /> }.into_any()
}
