//! One file that is asked for, as a screen sees it: is it on its way, was it refused.

use client::{Downloaded, Failure, ready};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlAnchorElement, Url};
use wire::operation::Operation;

use super::{Session, session};

/// A button's file. A second one is not asked for while the first is on its way.
#[derive(Clone, Copy)]
pub struct Download {
    session: Session,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

pub fn download() -> Download {
    Download {
        session: session(),
        pending: RwSignal::new(false),
        failure: RwSignal::new(None),
    }
}

impl Download {
    pub fn pending(self) -> bool {
        self.pending.get()
    }

    pub fn failure(self) -> Option<Failure> {
        self.failure.get()
    }

    /// Asks for the file, gives it to the browser to be saved, and says what it is called.
    pub fn start<O: Operation<Query = ()>>(
        self,
        path: O::Path,
        body: O::Body,
        then: impl FnOnce(String) + 'static,
    ) {
        if self.pending.get_untracked() {
            return;
        }
        let request = match ready::<O>(&path, &(), &body) {
            Ok(request) => request,
            Err(failure) => return self.failure.set(Some(failure)),
        };
        self.pending.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let saved = match self.session.download(&request).await {
                Ok(Downloaded::File { headers, address }) => {
                    let name = headers.file_name().unwrap_or_default();
                    let handed = hand_over(address, &name);
                    handed
                        .map(|()| name)
                        .map_err(|_| Failure::Unsendable("the file cannot be saved".into()))
                }
                Ok(Downloaded::Refused(answer)) => match answer.check() {
                    Err(failure) => Err(failure),
                    Ok(()) => Err(Failure::Unsendable("there is no file".into())),
                },
                Err(failure) => Err(failure),
            };
            // The screen may be gone by now; the file is saved all the same.
            if self.pending.try_set(false).is_some() {
                return;
            }
            match saved {
                Ok(name) => then(name),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// Gives the browser what it keeps at an address of its own to be saved.
pub fn hand_over(address: String, name: &str) -> Result<(), JsValue> {
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has begun to read it; it is let go once that is over.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(30),
    );
    Ok(())
}
