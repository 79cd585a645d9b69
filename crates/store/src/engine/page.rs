//! Keyset pagination: a page continues after the last row of the one before, however long the list is.
//!
//! A cursor carries the sort values and id of the last row, and a hash that binds it to the list it was made for, so
//! that it cannot be used with another filter or sort. It is opaque to clients and short-lived by nature.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::errors::StoreError;

/// What a list was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// 1 to 200; 50 when absent. Checked at the API's edge, clamped here.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
    /// Count up to [`MOST_COUNTED`].
    pub include_total: bool,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
    pub total: Option<Total>,
}

/// How many there are in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    pub count: u32,
    /// False when there are more than were counted.
    pub exact: bool,
}

/// Counting stops here.
pub const MOST_COUNTED: i64 = 10_000;

const DEFAULT_LIMIT: u32 = 50;
const MOST: u32 = 200;
const CURSOR_VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Cursor<K> {
    v: u8,
    /// Binds the key to its list.
    h: String,
    k: K,
}

impl PageRequest {
    /// The first page of a list that needs nothing special.
    pub fn first(limit: u32) -> Self {
        Self {
            limit: Some(limit),
            cursor: None,
            include_total: false,
        }
    }

    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MOST)
    }

    /// One row more than the page has, to know whether there is a next one. Goes into `.limit(…)`.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit()) + 1
    }

    /// Where to continue: the key that [`Self::finish`] was given for the last row. `list` is everything that
    /// decides which rows come in which order, the same value for both calls.
    pub fn after<K: Serialize + DeserializeOwned>(
        &self,
        list: &impl Serialize,
    ) -> Result<Option<K>, StoreError> {
        let Some(text) = &self.cursor else {
            return Ok(None);
        };
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| StoreError::CursorInvalid)?;
        let cursor: Cursor<K> =
            serde_json::from_slice(&bytes).map_err(|_| StoreError::CursorInvalid)?;
        if cursor.v != CURSOR_VERSION || cursor.h != binding(list, &cursor.k)? {
            return Err(StoreError::CursorInvalid);
        }
        Ok(Some(cursor.k))
    }

    /// Cuts the extra row off and makes the cursor of the next page.
    pub fn finish<T, K: Serialize>(
        &self,
        mut rows: Vec<T>,
        list: &impl Serialize,
        key: impl Fn(&T) -> K,
    ) -> Result<Page<T>, StoreError> {
        let limit = self.limit() as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = match rows.last() {
            Some(last) if more => {
                let k = key(last);
                let cursor = Cursor {
                    v: CURSOR_VERSION,
                    h: binding(list, &k)?,
                    k,
                };
                Some(URL_SAFE_NO_PAD.encode(json(&cursor)?))
            }
            _ => None,
        };
        Ok(Page {
            items: rows,
            next_cursor,
            total: None,
        })
    }
}

impl<T> Page<T> {
    /// Other items, the same page.
    pub fn map<U>(self, with: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(with).collect(),
            next_cursor: self.next_cursor,
            total: self.total,
        }
    }
}

impl Total {
    /// From a count that stopped one after [`MOST_COUNTED`].
    pub fn counted(rows: i64) -> Self {
        Self {
            count: rows.min(MOST_COUNTED) as u32,
            exact: rows <= MOST_COUNTED,
        }
    }
}

fn binding(list: &impl Serialize, key: &impl Serialize) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    hash.update(b"perezvon cursor");
    hash.update(json(list)?);
    hash.update(json(key)?);
    Ok(URL_SAFE_NO_PAD.encode(&hash.finalize()[..9]))
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Continues a boxed query after a key `(sort value, id)`. The range on the first column lets both databases start in the
/// index; the second condition cuts the ties off.
///
/// `query = after!(query, clients::sort_key, clients::id, key);` ascending;
/// `query = after!(query, desc tasks::due_sort, tasks::id, key);` descending.
macro_rules! after {
    ($query:expr, desc $column:expr, $id:expr, ($value:expr, $last:expr)) => {
        $query
            .filter($column.le($value.clone()))
            .filter($column.lt($value).or($id.lt($last)))
    };
    ($query:expr, $column:expr, $id:expr, ($value:expr, $last:expr)) => {
        $query
            .filter($column.ge($value.clone()))
            .filter($column.gt($value).or($id.gt($last)))
    };
}
pub(crate) use after;

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: (&str, &str) = ("numbers", "up");

    fn pages(limit: u32) -> Vec<Vec<u32>> {
        let mut request = PageRequest::first(limit);
        let mut pages = Vec::new();
        loop {
            let after: u32 = request.after(&LIST).expect("our own cursor").unwrap_or(0);
            let rows = (after + 1..=10).take(request.fetch() as usize).collect();
            let page = request.finish(rows, &LIST, |n| *n).expect("a page");
            pages.push(page.items);
            match page.next_cursor {
                Some(cursor) => request.cursor = Some(cursor),
                None => return pages,
            }
        }
    }

    #[test]
    fn pages_follow_each_other_and_end() {
        assert_eq!(pages(4), [vec![1, 2, 3, 4], vec![5, 6, 7, 8], vec![9, 10]]);
        assert_eq!(pages(5), [vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10]]);
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        let request = PageRequest::first(1);
        let made = request
            .finish(vec![1_u32, 2], &LIST, |n| *n)
            .expect("a page")
            .next_cursor
            .expect("more");
        let forged = URL_SAFE_NO_PAD.encode(r#"{"v":1,"h":"AAAAAAAAAAAA","k":7}"#);
        for (cursor, list) in [
            (made.clone(), ("numbers", "down")),
            (forged, LIST),
            ("x".into(), LIST),
            ("é".into(), LIST),
        ] {
            let request = PageRequest {
                cursor: Some(cursor.clone()),
                ..PageRequest::first(1)
            };
            let refused = request.after::<u32>(&list);
            assert!(
                matches!(refused, Err(StoreError::CursorInvalid)),
                "{cursor}"
            );
        }
    }
}
