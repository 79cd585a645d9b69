//! Signing in and out, sessions, invitations, and one's own account.

pub mod cookie;
pub mod hasher;
pub mod tokens;
