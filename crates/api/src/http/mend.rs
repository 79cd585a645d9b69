//! Bodies that can be read although something is wrong with them, so that everything else can be named with it.

use serde_json::Value;
use wire::error::{Fault, FieldError};

use super::shape::is_unseen;

/// Takes out of a body what a fault of its shape names, if what stays means the same. A member that is missing or cannot be
/// read would change the meaning of others: then the body is not looked at further.
pub(super) fn mended(body: &mut Value, fault: &FieldError) -> bool {
    let Some(at) = fault.pointer.as_deref() else {
        return false;
    };
    match (fault.code, body.pointer_mut(at)) {
        (Fault::UnknownField, Some(_)) => remove(body, at),
        (Fault::ControlCharacters, Some(Value::String(text))) => {
            text.retain(|c| !is_unseen(c));
            true
        }
        // Too long to be kept, and still a text; out of its bounds, and still a number.
        (Fault::TooLong, Some(Value::String(_))) => true,
        (Fault::TooSmall | Fault::TooBig, Some(Value::Number(_))) => true,
        _ => false,
    }
}

fn remove(body: &mut Value, at: &str) -> bool {
    let Some((outer, name)) = at.rsplit_once('/') else {
        return false;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let outer = body.pointer_mut(outer).and_then(Value::as_object_mut);
    outer.is_some_and(|members| members.remove(&name).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_no_meaning_is_taken_out_and_what_has_stays() {
        let body = json!({ "a/b": 1, "name": "x\u{0}y", "inner": [{ "odd": 2, "count": -3 }], "due": "never" });
        for (at, fault, expected) in [
            ("/a~1b", Fault::UnknownField, true),
            ("/inner/0/odd", Fault::UnknownField, true),
            ("/name", Fault::ControlCharacters, true),
            ("/inner/0/count", Fault::TooSmall, true),
            ("/due", Fault::Malformed, false),
            ("/due", Fault::WrongType, false),
            ("/inner", Fault::TooLong, false),
            ("/other", Fault::Required, false),
            ("", Fault::WrongType, false),
        ] {
            let mut mended_body = body.clone();
            let found = mended(&mut mended_body, &FieldError::at(at, fault));
            assert_eq!(found, expected, "{at} {fault:?}");
            assert!(expected || mended_body == body, "{at} {fault:?}");
        }
        let mut rest = body;
        for (at, fault) in [
            ("/a~1b", Fault::UnknownField),
            ("/inner/0/odd", Fault::UnknownField),
            ("/name", Fault::ControlCharacters),
        ] {
            mended(&mut rest, &FieldError::at(at, fault));
        }
        assert_eq!(
            rest,
            json!({ "name": "xy", "inner": [{ "count": -3 }], "due": "never" })
        );
    }
}
