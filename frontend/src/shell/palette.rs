//! Where the header finds the command palette.

use leptos::prelude::*;

/// What the search field of the header does. The field is there while somebody provides one.
#[derive(Clone, Copy)]
pub struct Opener(pub Callback<()>);

/// Makes the palette available to the header; called by whoever shows it.
pub fn provide(open: impl Fn() + Send + Sync + 'static) {
    provide_context(Opener(Callback::new(move |()| open())));
}

pub(super) fn opener() -> Option<Callback<()>> {
    use_context::<Opener>().map(|opener| opener.0)
}
