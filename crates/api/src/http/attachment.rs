//! An answer that is a file, sent while it is made.

use std::io;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType,
    ExtendedValue, HeaderName,
};
use actix_web::web::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;

/// Pieces that wait for a slow reader: what is not asked for is not made.
const AHEAD: usize = 2;

/// Where the pieces of a file go. When nobody takes them any more, sending fails.
pub type Pieces = mpsc::Sender<io::Result<Bytes>>;

#[derive(Debug)]
pub struct Attachment {
    /// In any alphabet.
    name: String,
    /// The same for programs that know only ASCII.
    plain_name: String,
    content_type: &'static str,
    pieces: mpsc::Receiver<io::Result<Bytes>>,
}

impl Attachment {
    /// A file that is to be made, and where its pieces go.
    pub fn new(name: String, plain_name: String, content_type: &'static str) -> (Self, Pieces) {
        let (sender, pieces) = mpsc::channel(AHEAD);
        let attachment = Self {
            name,
            plain_name,
            content_type,
            pieces,
        };
        (attachment, sender)
    }

    pub(super) fn into_response(self) -> HttpResponse {
        let disposition = ContentDisposition {
            disposition: DispositionType::Attachment,
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
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, self.content_type))
            .insert_header(disposition)
            .insert_header((CACHE_CONTROL, "no-store"))
            // Proxies would hold the pieces back.
            .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
            .streaming(Box::pin(body))
    }
}
