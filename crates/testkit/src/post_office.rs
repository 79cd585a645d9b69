//! A mail server of a test: real SMTP on a real socket, as much of it as a sender needs.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Who signed the server's certificate: nobody outside the tests trusts it.
pub const AUTHORITY: &str = include_str!("tls/authority.pem");

/// A letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and text as they came.
    pub source: String,
    /// What the sender proved himself by: the line after `AUTH`.
    pub proof: Option<String>,
}

/// How the conversation is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Not at all.
    Open,
    /// Encrypted from the first byte.
    Tls,
    /// Encrypted after `STARTTLS`.
    StartTls,
}

/// What the server does with letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// `451`: later perhaps.
    Busy,
    /// `550`: no such reader.
    Refuses,
}

#[derive(Debug)]
struct Desk {
    mood: Mood,
    letters: Vec<Letter>,
    /// How often somebody said a password that others could hear.
    overheard: usize,
}

/// It stops with the test's process.
#[derive(Debug, Clone)]
pub struct PostOffice {
    address: SocketAddr,
    privacy: Privacy,
    desk: Arc<Mutex<Desk>>,
}

impl PostOffice {
    /// # Panics
    /// When there is no free port.
    #[must_use]
    pub fn open() -> Self {
        Self::with(Privacy::Open)
    }

    /// # Panics
    /// When there is no free port.
    #[must_use]
    pub fn with(privacy: Privacy) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Mutex::new(Desk {
            mood: Mood::Takes,
            letters: Vec::new(),
            overheard: 0,
        }));
        let inside = Arc::clone(&desk);
        thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                let desk = Arc::clone(&inside);
                // A visitor who hangs up is nobody's trouble.
                thread::spawn(move || drop(serve(visitor, privacy, &desk)));
            }
        });
        Self {
            address,
            privacy,
            desk,
        }
    }

    /// For `--smtp-url`.
    #[must_use]
    pub fn url(&self) -> String {
        match self.privacy {
            Privacy::Open => format!("smtp://{}", self.address),
            Privacy::Tls => format!("smtps://{}", self.address),
            Privacy::StartTls => format!("smtp://{}?tls=required", self.address),
        }
    }

    /// Host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How often somebody said a password that others could hear.
    #[must_use]
    pub fn overheard(&self) -> usize {
        self.desk().overheard
    }

    pub fn is(&self, mood: Mood) {
        self.desk().mood = mood;
    }

    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.desk().letters.clone()
    }

    fn desk(&self) -> std::sync::MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The wire to a visitor.
enum Wire {
    Open(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Wire {
    fn encrypted(visitor: TcpStream) -> io::Result<Self> {
        let connection = ServerConnection::new(Arc::new(identity())).map_err(io::Error::other)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(connection, visitor))))
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Open(wire) => wire.read(buffer),
            Self::Tls(wire) => wire.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(wire) => wire.write(bytes),
            Self::Tls(wire) => wire.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(wire) => wire.flush(),
            Self::Tls(wire) => wire.flush(),
        }
    }
}

/// What the server proves itself by, as `localhost` and `127.0.0.1`.
fn identity() -> ServerConfig {
    let certificates = CertificateDer::pem_slice_iter(include_bytes!("tls/office.pem"));
    let certificates: Result<Vec<_>, _> = certificates.collect();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/office.key")).expect("a key");
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(certificates.expect("a certificate"), key)
        .expect("a certificate with its key")
}

fn serve(visitor: TcpStream, privacy: Privacy, desk: &Mutex<Desk>) -> io::Result<()> {
    let wire = match privacy {
        Privacy::Tls => Wire::encrypted(visitor)?,
        Privacy::Open | Privacy::StartTls => Wire::Open(visitor),
    };
    let mut talk = BufReader::new(wire);
    say(&mut talk, "220 test ESMTP")?;
    let mut letter = Letter {
        from: String::new(),
        to: Vec::new(),
        source: String::new(),
        proof: None,
    };
    while let Some(line) = heard(&mut talk)? {
        let locked = || desk.lock().unwrap_or_else(PoisonError::into_inner);
        let open = matches!(talk.get_ref(), Wire::Open(_));
        let word = line.split([' ', ':']).next().unwrap_or_default();
        let address = line
            .split_once('<')
            .and_then(|(_, rest)| rest.split('>').next())
            .unwrap_or_default()
            .to_owned();
        match word.to_ascii_uppercase().as_str() {
            "EHLO" if privacy == Privacy::StartTls && open => {
                say(&mut talk, "250-test\r\n250 STARTTLS")?;
            }
            "EHLO" => say(&mut talk, "250-test\r\n250 AUTH PLAIN")?,
            "STARTTLS" => {
                say(&mut talk, "220 go on")?;
                let Wire::Open(visitor) = talk.into_inner() else {
                    return Ok(());
                };
                talk = BufReader::new(Wire::encrypted(visitor)?);
            }
            "AUTH" => {
                locked().overheard += usize::from(open);
                letter.proof = Some(line.clone());
                say(&mut talk, "235 known")?;
            }
            "MAIL" => {
                letter.from = address;
                say(&mut talk, "250 ok")?;
            }
            "RCPT" => {
                let mood = locked().mood;
                match mood {
                    Mood::Takes => {
                        letter.to.push(address);
                        say(&mut talk, "250 ok")?;
                    }
                    Mood::Busy => say(&mut talk, "451 the disk is full")?,
                    Mood::Refuses => say(&mut talk, "550 no such user here")?,
                }
            }
            "DATA" => {
                say(&mut talk, "354 go on")?;
                while let Some(line) = heard(&mut talk)?.filter(|line| line != ".") {
                    letter.source += line.strip_prefix('.').unwrap_or(&line);
                    letter.source.push('\n');
                }
                locked().letters.push(letter.clone());
                say(&mut talk, "250 taken")?;
            }
            "QUIT" => return say(&mut talk, "221 bye"),
            _ => say(&mut talk, "250 ok")?,
        }
    }
    Ok(())
}

fn say(talk: &mut BufReader<Wire>, line: &str) -> io::Result<()> {
    let wire = talk.get_mut();
    wire.write_all(format!("{line}\r\n").as_bytes())?;
    wire.flush()
}

/// The next line; `None` when the visitor has hung up.
fn heard(talk: &mut BufReader<Wire>) -> io::Result<Option<String>> {
    let mut line = String::new();
    match talk.read_line(&mut line)? {
        0 => Ok(None),
        _ => Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned())),
    }
}
