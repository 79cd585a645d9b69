//! An answer that is a file, sent while it is made or read.

use std::io;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType,
    ExtendedValue, HeaderName, VARY,
};
use actix_web::web::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;

/// Pieces that wait for a slow reader: what is not asked for is not made.
const AHEAD: usize = 2;

/// What somebody else's bytes may do where they are opened by themselves: nothing at all.
const CSP_OF_FILES: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Where the pieces of a file go. When nobody takes them any more, sending fails.
pub type Pieces = mpsc::Sender<io::Result<Bytes>>;

#[derive(Debug)]
pub struct Attachment {
    /// In any alphabet.
    name: String,
    /// The same for programs that know only ASCII.
    plain_name: String,
    content_type: String,
    origin: Origin,
    pieces: mpsc::Receiver<io::Result<Bytes>>,
}

/// Whose bytes these are.
#[derive(Debug)]
enum Origin {
    /// Made by us for this reader, and saved.
    Ours,
    /// Somebody put them here, and they never change.
    Theirs { shown: bool, size: u64 },
}

impl Attachment {
    /// A file that is to be made, and where its pieces go.
    pub fn new(name: String, plain_name: String, content_type: &str) -> (Self, Pieces) {
        let (sender, pieces) = mpsc::channel(AHEAD);
        let attachment = Self {
            name,
            plain_name,
            content_type: content_type.to_owned(),
            origin: Origin::Ours,
            pieces,
        };
        (attachment, sender)
    }

    /// Bytes that somebody put here: shown only where their type says that they cannot act, never guessed at, kept by the reader's own
    /// browser for as long as he is the same.
    pub fn of_others(
        name: String,
        media: &str,
        size: u64,
        pieces: mpsc::Receiver<io::Result<Bytes>>,
    ) -> Self {
        let shown = domain::files::is_shown(media);
        let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_');
        Self {
            plain_name: name
                .chars()
                .map(|one| if plain(one) { one } else { '_' })
                .collect(),
            name,
            content_type: match shown {
                true => media.to_owned(),
                false => "application/octet-stream".to_owned(),
            },
            origin: Origin::Theirs { shown, size },
            pieces,
        }
    }

    pub(super) fn into_response(self) -> HttpResponse {
        let shown = matches!(self.origin, Origin::Theirs { shown: true, .. });
        let disposition = ContentDisposition {
            disposition: match shown {
                true => DispositionType::Inline,
                false => DispositionType::Attachment,
            },
            parameters: vec![
                DispositionParam::Filename(self.plain_name),
                DispositionParam::FilenameExt(ExtendedValue {
                    charset: Charset::Ext("UTF-8".to_owned()),
                    language_tag: None,
                    value: self.name.into_bytes(),
                }),
            ],
        };
        let body = stream::unfold(self.pieces, |mut pieces| async move {
            let piece = pieces.recv().await?;
            Some((piece, pieces))
        });
        let mut response = HttpResponse::Ok();
        response
            .insert_header((CONTENT_TYPE, self.content_type))
            .insert_header(disposition)
            // Proxies would hold the pieces back.
            .insert_header((HeaderName::from_static("x-accel-buffering"), "no"));
        match self.origin {
            Origin::Ours => response.insert_header((CACHE_CONTROL, "no-store")),
            Origin::Theirs { size, .. } => response
                .insert_header((CACHE_CONTROL, "private, max-age=31536000, immutable"))
                // Somebody else who signs in here asks the server, not what was kept.
                .insert_header((VARY, "authorization"))
                .insert_header((
                    HeaderName::from_static("content-security-policy"),
                    CSP_OF_FILES,
                ))
                .no_chunking(size),
        };
        response.streaming(Box::pin(body))
    }
}
