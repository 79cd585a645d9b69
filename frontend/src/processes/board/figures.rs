//! Numbers on the picture: what stands above a step and beside a result, for a board that shows how a process goes.

use std::collections::BTreeMap;

use domain::ids::ResultId;
use domain::map::Delay;
use leptos::prelude::*;

use super::canvas::Board;
use crate::ui::{Icon, icon};

/// Followed by the picture while they change.
#[derive(Clone, Copy)]
pub struct Figures(pub Memo<BTreeMap<String, Figure>>);

/// What one step shows. `None` is not shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    pub delay: Option<Delay>,
    pub standing: String,
    pub overdue: Option<String>,
    pub sleeping: Option<String>,
    pub waiting: Option<String>,
    /// All of it in one sentence, for who hears the picture.
    pub said: String,
    pub rows: BTreeMap<ResultId, Share>,
}

/// A result among those of its step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Share {
    /// From 0 to 1.
    pub of_all: f64,
    pub shown: String,
    pub said: String,
}

impl Share {
    /// How strong its line is: nothing below a tenth.
    pub fn weight(&self) -> Option<&'static str> {
        match self.of_all {
            share if share >= 0.5 => Some("3"),
            share if share >= 0.25 => Some("2"),
            share if share >= 0.1 => Some("1"),
            _ => None,
        }
    }
}

impl Figures {
    fn of(self, step: &str) -> Figure {
        self.0
            .with(|all| all.get(step).cloned().unwrap_or_default())
    }

    pub fn share(self, step: &str, result: ResultId) -> Option<Share> {
        self.0.with(|all| all.get(step)?.rows.get(&result).cloned())
    }
}

pub const fn delay_word(delay: Delay) -> &'static str {
    delay.as_str()
}

/// The sign of a delay, so that no colour says it alone.
pub const fn delay_icon(delay: Delay) -> Icon {
    match delay {
        Delay::None => Icon::CircleCheck,
        Delay::Some => Icon::CircleAlert,
        Delay::Much => Icon::TriangleAlert,
    }
}

/// Above a step: how many stand there, are late, sleep, and how long they wait.
pub fn strip(board: Board, step: String) -> Option<AnyView> {
    let figures = board.figures?;
    let figure = Memo::new(move |_| figures.of(&step));
    let part = |sign: Icon, of: fn(&Figure) -> Option<String>| {
        move || {
            let words = figure.with(of)?;
            Some(view! { <span class="node__figure">{icon(sign)}{words}</span> })
        }
    };
    Some(
        view! {
            <p class="node__figures" aria-hidden="true" data-delay=move || figure.with(|figure| figure.delay.map(delay_word))>
                {move || figure.with(|figure| figure.delay.map(|delay| icon(delay_icon(delay))))}
                <strong class="node__standing">{move || figure.with(|figure| figure.standing.clone())}</strong>
                {part(Icon::AlarmClock, |figure| figure.overdue.clone())}
                {part(Icon::Moon, |figure| figure.sleeping.clone())}
                {part(Icon::Clock, |figure| figure.waiting.clone())}
            </p>
        }
        .into_any(),
    )
}

/// The same for who hears the step's name.
pub fn said(board: Board, step: String) -> Option<AnyView> {
    let figures = board.figures?;
    Some(view! { <span class="vh">{move || figures.of(&step).said}</span> }.into_any())
}
