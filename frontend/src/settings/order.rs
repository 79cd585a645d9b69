//! Buttons that move a line of an ordered list up, down and out.

use leptos::prelude::*;

use crate::i18n::t;
use crate::ui::{Button, Face, Icon, Kind};

/// Where a line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    Out,
}

/// `name` is what is moved, for screen readers.
#[component]
pub fn MoveButtons(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] first: Signal<bool>,
    #[prop(into)] last: Signal<bool>,
    #[prop(into)] on_move: Callback<Move>,
) -> AnyView {
    let blocked = |at: Signal<bool>| {
        Signal::derive(move || at.get().then(|| t::settings::already_there().to_owned()))
    };
    view! {
        <span class="cluster nowrap">
            <Button label=move || t::settings::move_up(name.get()) icon=Icon::ArrowUp face=Face::Icon kind=Kind::Ghost blocked=blocked(first) on_press=move |()| on_move.run(Move::Up) />
            <Button label=move || t::settings::move_down(name.get()) icon=Icon::ArrowDown face=Face::Icon kind=Kind::Ghost blocked=blocked(last) on_press=move |()| on_move.run(Move::Down) />
            <Button label=move || t::settings::take_out(name.get()) icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| on_move.run(Move::Out) />
        </span>
    }
    .into_any()
}

/// Carries a move out on a list.
pub fn carry_out<T>(list: &mut Vec<T>, place: usize, to: Move) {
    match to {
        Move::Up if place > 0 => list.swap(place, place - 1),
        Move::Down if place + 1 < list.len() => list.swap(place, place + 1),
        Move::Out if place < list.len() => {
            list.remove(place);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Move, carry_out};

    #[test]
    fn lines_move_within_their_list() {
        for (place, to, expected) in [
            (1, Move::Up, vec!['b', 'a', 'c']),
            (0, Move::Up, vec!['a', 'b', 'c']),
            (1, Move::Down, vec!['a', 'c', 'b']),
            (2, Move::Down, vec!['a', 'b', 'c']),
            (0, Move::Out, vec!['b', 'c']),
            (9, Move::Out, vec!['a', 'b', 'c']),
        ] {
            let mut list = vec!['a', 'b', 'c'];
            carry_out(&mut list, place, to);
            assert_eq!(list, expected, "{place} {to:?}");
        }
    }
}
