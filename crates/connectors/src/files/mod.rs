//! Where the bytes of files lie: in a folder of this machine, or in a bucket of a storage that speaks S3. Whoever asks says only what the
//! bytes are called.
//!
//! What was written is complete and on the disk when [`Writing::finish`] returns; until then nobody finds it under its name.

mod bucket;

use std::fmt;
use std::io;
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::mpsc;

pub use bucket::Bucket;

/// Bytes that are read from a folder and written to it at once.
const PIECE: usize = 256 * 1024;
/// The least that S3 takes as a part of something larger.
const PART: usize = 5 * 1024 * 1024;

/// Where bytes lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Bucket(bucket) => write!(f, "{bucket}"),
        }
    }
}

/// A place that is written to and read from. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    place: Place,
    /// A folder is made when the first file comes: a server without files needs none.
    store: Arc<OnceLock<Arc<dyn ObjectStore>>>,
}

/// Why bytes could not be written or read.
#[derive(Debug)]
pub enum Trouble {
    /// There is nothing under this name.
    NotThere,
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThere => f.write_str("the bytes are not there"),
            Self::Other(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<object_store::Error> for Trouble {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotThere,
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotThere,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl Files {
    pub fn at(place: Place) -> Self {
        Self {
            place,
            store: Arc::default(),
        }
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Begins to write bytes under a name that nothing has.
    ///
    /// # Errors
    /// When the place cannot be written to.
    pub fn write(&self, name: &str) -> Result<Writing, Trouble> {
        let piece = match &self.place {
            Place::Folder(_) => PIECE,
            Place::Bucket(_) => PART,
        };
        let writer = BufWriter::with_capacity(self.store()?, self.shelf(name), piece);
        Ok(Writing(Some(writer.with_max_concurrency(1))))
    }

    /// Sends the bytes under a name to their end, or until nobody takes them.
    ///
    /// # Errors
    /// [`Trouble::NotThere`] before the first piece; later troubles go to whoever takes the pieces.
    pub async fn read(&self, name: &str) -> Result<mpsc::Receiver<io::Result<Bytes>>, Trouble> {
        // What is not asked for is not read.
        let (sender, pieces) = mpsc::channel(1);
        match &self.place {
            Place::Folder(folder) => {
                let path = folder.join(shelf(name));
                let mut file = blocking(move || std::fs::File::open(path)).await?;
                tokio::task::spawn_blocking(move || {
                    loop {
                        let piece = piece(&mut file);
                        let over = !matches!(&piece, Ok(piece) if !piece.is_empty());
                        let nothing = matches!(&piece, Ok(piece) if piece.is_empty());
                        if nothing || sender.blocking_send(piece).is_err() || over {
                            return;
                        }
                    }
                });
            }
            Place::Bucket(_) => {
                let mut stream = self.store()?.get(&self.shelf(name)).await?.into_stream();
                tokio::spawn(async move {
                    while let Some(piece) = stream.next().await {
                        let piece = piece.map_err(io::Error::other);
                        let over = piece.is_err();
                        if sender.send(piece).await.is_err() || over {
                            return;
                        }
                    }
                });
            }
        }
        Ok(pieces)
    }

    /// How many bytes there are under a name.
    ///
    /// # Errors
    /// [`Trouble::NotThere`].
    pub async fn size(&self, name: &str) -> Result<u64, Trouble> {
        match self.is_empty() {
            true => Err(Trouble::NotThere),
            false => Ok(self.store()?.head(&self.shelf(name)).await?.size),
        }
    }

    /// Removes the bytes under a name, and what an upload that broke off has left of them. What is not there is removed already.
    ///
    /// # Errors
    /// When the place cannot be written to.
    pub async fn remove(&self, name: &str) -> Result<(), Trouble> {
        if self.is_empty() {
            return Ok(());
        }
        let removed = self.store()?.delete(&self.shelf(name)).await;
        match removed.map_err(Trouble::from) {
            Ok(()) | Err(Trouble::NotThere) => {}
            Err(trouble) => return Err(trouble),
        }
        match &self.place {
            Place::Folder(folder) => {
                let path = folder.join(shelf(name));
                blocking(move || unfinished(&path)).await
            }
            // Parts of what was never finished go by a rule of the bucket.
            Place::Bucket(_) => Ok(()),
        }
    }

    /// A folder that is not there yet has nothing.
    fn is_empty(&self) -> bool {
        matches!(&self.place, Place::Folder(folder) if !folder.exists())
    }

    fn shelf(&self, name: &str) -> Path {
        match &self.place {
            Place::Folder(_) => Path::from(shelf(name)),
            Place::Bucket(bucket) => Path::from(format!("{}/{}", bucket.prefix, shelf(name))),
        }
    }

    fn store(&self) -> Result<Arc<dyn ObjectStore>, Trouble> {
        if let Some(store) = self.store.get() {
            return Ok(Arc::clone(store));
        }
        let failed = |cause: &dyn fmt::Display| Trouble::Other(format!("{}: {cause}", self.place));
        let store: Arc<dyn ObjectStore> = match &self.place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
                let store = LocalFileSystem::new_with_prefix(folder);
                Arc::new(store.map_err(|error| failed(&error))?.with_fsync(true))
            }
            Place::Bucket(bucket) => Arc::new(bucket.open().map_err(|error| failed(&error))?),
        };
        Ok(Arc::clone(self.store.get_or_init(|| store)))
    }
}

/// Bytes on their way to their place.
pub struct Writing(Option<BufWriter>);

impl Writing {
    pub async fn put(&mut self, bytes: Bytes) -> Result<(), Trouble> {
        match &mut self.0 {
            Some(writer) => Ok(writer.put(bytes).await?),
            None => Ok(()),
        }
    }

    /// The bytes are complete: they can be read from here on, also after a power cut.
    pub async fn finish(mut self) -> Result<(), Trouble> {
        match self.0.take() {
            Some(mut writer) => Ok(writer.shutdown().await?),
            None => Ok(()),
        }
    }

    /// Nothing is left of it.
    pub async fn give_up(mut self) {
        if let Some(mut writer) = self.0.take() {
            let _ = writer.abort().await;
        }
    }
}

/// Names are spread over folders by their first letters: no folder gets too long.
fn shelf(name: &str) -> String {
    let first = name.get(..2).unwrap_or(name);
    format!("{first}/{name}")
}

/// What waits for a disk does not hold up a thread that answers.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Trouble> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| Trouble::Other(error.to_string()))??)
}

/// The next bytes of a file; none at its end.
fn piece(file: &mut std::fs::File) -> io::Result<Bytes> {
    use std::io::Read as _;
    let mut piece = vec![0; PIECE];
    let mut filled = 0;
    while filled < PIECE {
        match file.read(&mut piece[filled..])? {
            0 => break,
            more => filled += more,
        }
    }
    piece.truncate(filled);
    Ok(piece.into())
}

/// Removes what a server that was killed has left of an upload: the same name with `#` and a number behind it.
fn unfinished(path: &FilePath) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|n| n.to_str()))
    else {
        return Ok(());
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let own = entry.file_name().to_str().is_some_and(|found| {
            found
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('#'))
        });
        if own {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
