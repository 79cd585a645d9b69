//! A mail server of a test: real SMTP on a real socket, as much of it as a sender needs.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and text as they came.
    pub source: String,
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
}

/// It stops with the test's process.
#[derive(Debug, Clone)]
pub struct PostOffice {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

impl PostOffice {
    /// # Panics
    /// When there is no free port.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Mutex::new(Desk {
            mood: Mood::Takes,
            letters: Vec::new(),
        }));
        let inside = Arc::clone(&desk);
        thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                let desk = Arc::clone(&inside);
                // A visitor who hangs up is nobody's trouble.
                thread::spawn(move || drop(serve(visitor, &desk)));
            }
        });
        Self { address, desk }
    }

    /// For `--smtp-url`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
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

fn serve(mut visitor: TcpStream, desk: &Mutex<Desk>) -> std::io::Result<()> {
    let mut lines = BufReader::new(visitor.try_clone()?).lines();
    let mut say = move |line: &str| visitor.write_all(format!("{line}\r\n").as_bytes());
    say("220 test ESMTP")?;
    let mut letter = Letter {
        from: String::new(),
        to: Vec::new(),
        source: String::new(),
    };
    while let Some(line) = lines.next().transpose()? {
        let locked = || desk.lock().unwrap_or_else(PoisonError::into_inner);
        let word = line.split([' ', ':']).next().unwrap_or_default();
        let address = line
            .split_once('<')
            .and_then(|(_, rest)| rest.split('>').next())
            .unwrap_or_default()
            .to_owned();
        match word.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => say("250 test")?,
            "MAIL" => {
                letter.from = address;
                say("250 ok")?;
            }
            "RCPT" => match locked().mood {
                Mood::Takes => {
                    letter.to.push(address);
                    say("250 ok")?;
                }
                Mood::Busy => say("451 the disk is full")?,
                Mood::Refuses => say("550 no such user here")?,
            },
            "DATA" => {
                say("354 go on")?;
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    letter.source += line.strip_prefix('.').unwrap_or(&line);
                    letter.source.push('\n');
                }
                locked().letters.push(letter.clone());
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    Ok(())
}
