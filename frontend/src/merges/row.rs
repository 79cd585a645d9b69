//! One member of two cards: what each says, and a choice.

use std::collections::BTreeMap;

use domain::clients::{Channel, Messenger, Stage};
use leptos::prelude::*;
use wire::merges::{CardChoice, ComparedMember};

use crate::clients;
use crate::i18n::t;
use crate::timeline;
use crate::ui::fresh_id;

/// What was chosen, by the name of the member.
pub type Choices = RwSignal<BTreeMap<String, CardChoice>>;

/// The columns: whose value it is.
fn side(choice: CardChoice) -> &'static str {
    match choice {
        CardChoice::Kept => t::merges::kept(),
        CardChoice::Other => t::merges::other(),
        CardChoice::Both => t::merges::both(),
    }
}

pub fn name_of(member: &ComparedMember) -> String {
    let label = member.label.clone();
    label.unwrap_or_else(|| timeline::member(&member.member))
}

#[component]
pub fn MemberRow(member: ComparedMember, choices: Choices) -> AnyView {
    let (group, heading) = (fresh_id("member"), fresh_id("member"));
    let chosen = {
        let name = member.member.clone();
        let proposed = member.proposed;
        Memo::new(move |_| choices.with(|all| all.get(&name).copied().unwrap_or(proposed)))
    };
    let ways = member.choices.iter().map(|choice| {
        let choice = *choice;
        let name = member.member.clone();
        let lines = match choice {
            CardChoice::Kept => lines(&member.member, &member.kept),
            CardChoice::Other => lines(&member.member, &member.other),
            CardChoice::Both => Vec::new(),
        };
        let empty = lines.is_empty() && choice != CardChoice::Both;
        let content = match (choice, empty) {
            (CardChoice::Both, _) => view! { <span>{t::merges::both()}</span> }.into_any(),
            (_, true) => view! { <span class="meta">{t::merges::nothing()}</span> }.into_any(),
            (_, false) => lines
                .into_iter()
                .map(|line| view! { <span class="merge-way__line">{line}</span> })
                .collect_view()
                .into_any(),
        };
        // The button of both says itself what it is.
        let whose = (choice != CardChoice::Both)
            .then(|| view! { <span class="merge-way__side">{side(choice)}": "</span> });
        view! {
            <label class="choice merge-way" data-way=choice.as_str()>
                <input
                    type="radio"
                    name=group.clone()
                    value=choice.as_str()
                    prop:checked=move || chosen.get() == choice
                    on:change=move |_| choices.update(|all| { all.insert(name.clone(), choice); })
                />
                <span class="merge-way__text">{whose}{content}</span>
            </label>
        }
    });
    view! {
        <div class="merge-row" role="radiogroup" aria-labelledby=heading.clone()>
            <span class="merge-row__name" id=heading.clone()>{name_of(&member)}</span>
            {ways.collect_view()}
        </div>
    }
    .into_any()
}

/// A member on which the cards agree.
pub fn agreed(member: &ComparedMember) -> AnyView {
    let lines = lines(&member.member, &member.kept).join(", ");
    view! { <div class="merge-same"><dt class="meta">{name_of(member)}</dt><dd>{lines}</dd></div> }
        .into_any()
}

/// Words that the product names itself come as codes.
fn lines(member: &str, lines: &[String]) -> Vec<String> {
    let word = |line: &String| match member {
        "stage" => Stage::parse(line).map(|stage| clients::stage(stage).to_owned()),
        "do_not_contact" => Channel::parse(line).map(|one| clients::channel(one).to_owned()),
        "messengers" => line.split_once(' ').and_then(|(maker, address)| {
            let maker = clients::messenger(Messenger::parse(maker)?);
            Some(format!("{maker} {address}"))
        }),
        _ => None,
    };
    lines
        .iter()
        .map(|line| word(line).unwrap_or_else(|| line.clone()))
        .collect()
}
