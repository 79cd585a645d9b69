//! Whether two names may be one person's.

use super::cell::folded;
use crate::name::PersonName;

/// Whether the names agree: what both say is the same. Given name and surname may have changed places, and one may lack what the
/// other has; but one word must be the same, and of two full names all of it.
pub fn agree(one: &PersonName, other: &PersonName) -> bool {
    let (one, other) = (Folded::of(one), Folded::of(other));
    let patronymics = match (&one.patronymic, &other.patronymic) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let whole = one.is_whole() && other.is_whole();
    patronymics && (one.fits(&other) || (whole && one.turned().fits(&other)))
}

#[derive(Clone)]
struct Folded {
    surname: Option<String>,
    given: Option<String>,
    patronymic: Option<String>,
}

impl Folded {
    fn of(name: &PersonName) -> Self {
        let part = |part: &Option<String>| {
            part.as_deref()
                .map(folded)
                .filter(|folded| !folded.is_empty())
        };
        Self {
            surname: part(&name.surname),
            given: part(&name.given),
            patronymic: part(&name.patronymic),
        }
    }

    fn is_whole(&self) -> bool {
        self.surname.is_some() && self.given.is_some()
    }

    fn turned(&self) -> Self {
        Self {
            surname: self.given.clone(),
            given: self.surname.clone(),
            patronymic: self.patronymic.clone(),
        }
    }

    fn fits(&self, other: &Self) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => Some(one == other),
            _ => None,
        };
        let (surname, given) = (
            same(&self.surname, &other.surname),
            same(&self.given, &other.given),
        );
        // A shared surname alone is a family's.
        surname != Some(false) && given == Some(true)
            || surname == Some(true)
                && given.is_none()
                && (self.given.is_none() && other.given.is_none())
    }
}
