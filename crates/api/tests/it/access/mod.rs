//! Who may do what: every operation has a row.
