//! A body that is a file: it is read piece by piece as it comes, and is never in memory as a whole.

use std::time::Duration;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, ContentDisposition};
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, rt};
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use wire::error::{Code, Fault, FieldError};

use super::error::ApiError;

/// How long the next piece of a file may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pieces that wait for a slow disk.
const AHEAD: usize = 2;
const MIB: u64 = 1024 * 1024;

/// A file on its way in.
#[derive(Debug)]
pub struct Incoming {
    /// As the sender called it.
    name: Option<String>,
    largest: u64,
    came: u64,
    pieces: mpsc::Receiver<Result<Bytes, Broken>>,
}

/// Why a file does not come to its end.
#[derive(Debug)]
enum Broken {
    Lost(String),
    TooSlow,
}

impl Incoming {
    /// The body of a request.
    ///
    /// # Errors
    /// 413 when the request says itself that it is too large, 400 when its name cannot be read.
    pub(super) fn of(
        request: &HttpRequest,
        payload: Payload,
        largest: u64,
    ) -> Result<Self, ApiError> {
        let declared = request.headers().get(CONTENT_LENGTH);
        let declared = declared.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|bytes| bytes > largest) {
            return Err(too_large(largest));
        }
        Ok(Self {
            name: name(request)?,
            largest,
            came: 0,
            pieces: pumped(payload),
        })
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The next piece; `None` when the file is there as a whole.
    ///
    /// # Errors
    /// 413 as soon as there is more than the server takes, 400 when the sender went away or fell silent, 422 for a file of nothing.
    pub async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        match self.pieces.recv().await {
            Some(Ok(piece)) => {
                self.came += piece.len() as u64;
                match self.came > self.largest {
                    true => Err(too_large(self.largest)),
                    false => Ok(Some(piece)),
                }
            }
            Some(Err(Broken::Lost(cause))) => {
                Err(ApiError::new(Code::MalformedJson).because(cause))
            }
            Some(Err(Broken::TooSlow)) => {
                Err(ApiError::new(Code::MalformedJson).because("the file came too slowly"))
            }
            None if self.came == 0 => Err(ApiError::field("", Fault::EmptyFile)),
            None => Ok(None),
        }
    }
}

/// Takes pieces from the connection, which belongs to its thread, to wherever the file is dealt with.
fn pumped(mut payload: Payload) -> mpsc::Receiver<Result<Bytes, Broken>> {
    let (sender, pieces) = mpsc::channel(AHEAD);
    rt::spawn(async move {
        loop {
            let piece = match rt::time::timeout(PATIENCE, payload.next()).await {
                Ok(None) => return,
                Ok(Some(Ok(piece))) => Ok(piece),
                Ok(Some(Err(cause))) => Err(Broken::Lost(cause.to_string())),
                Err(_) => Err(Broken::TooSlow),
            };
            let over = piece.is_err();
            // Whoever refuses a file does not wait for the rest of it.
            if sender.send(piece).await.is_err() || over {
                return;
            }
        }
    });
    pieces
}

fn too_large(largest: u64) -> ApiError {
    ApiError::new(Code::FileTooLarge)
        .with("max", largest)
        .with("max_mib", largest / MIB)
}

/// What the sender calls the file: `attachment; filename*=UTF-8''…`, or `filename="…"`.
fn name(request: &HttpRequest) -> Result<Option<String>, ApiError> {
    let Some(header) = request.headers().get(CONTENT_DISPOSITION) else {
        return Ok(None);
    };
    let malformed = || {
        ApiError::parameters(vec![FieldError::parameter(
            "Content-Disposition",
            Fault::Malformed,
        )])
    };
    let said = ContentDisposition::from_raw(header).map_err(|_| malformed())?;
    let any_alphabet = said
        .get_filename_ext()
        .map(|coded| String::from_utf8(coded.value.clone()).map_err(|_| malformed()));
    match any_alphabet {
        Some(name) => name.map(Some),
        None => Ok(said.get_filename().map(str::to_owned)),
    }
}
