//! The other side of a hook: a real HTTP server on a real socket that remembers what it was told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Gate, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A request that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub path: String,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Told {
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[derive(Default)]
struct Manners {
    /// `200` and nothing when absent.
    answer: Option<(u16, String)>,
    /// The next request is answered when this ends.
    gate: Option<Gate<()>>,
    told: Vec<Told>,
}

/// It stops with the test's process.
pub struct Receiver {
    address: SocketAddr,
    manners: Arc<Mutex<Manners>>,
    came: tokio::sync::Mutex<UnboundedReceiver<()>>,
}

impl Receiver {
    /// # Panics
    /// When there is no free port.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let manners = Arc::new(Mutex::new(Manners::default()));
        let inside = Arc::clone(&manners);
        let (bell, came) = unbounded_channel();
        thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                let (manners, bell) = (Arc::clone(&inside), bell.clone());
                // A visitor who hangs up is nobody's trouble.
                thread::spawn(move || drop(serve(visitor, &manners, &bell)));
            }
        });
        Self {
            address,
            manners,
            came: tokio::sync::Mutex::new(came),
        }
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/told?key=7", self.address)
    }

    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// All further requests are answered thus; a `Location` elsewhere comes with every redirection.
    pub fn answers(&self, status: u16, body: &str) {
        self.manners().answer = Some((status, body.to_owned()));
    }

    /// The next request is answered only when what this gives back is dropped.
    #[must_use]
    pub fn hold_next(&self) -> Sender<()> {
        let (key, gate) = channel();
        self.manners().gate = Some(gate);
        key
    }

    /// Waits until one more request has come, answered or not.
    pub async fn told(&self) -> Told {
        self.came.lock().await.recv().await;
        self.all().pop().expect("a request")
    }

    #[must_use]
    pub fn all(&self) -> Vec<Told> {
        self.manners().told.clone()
    }

    fn manners(&self) -> std::sync::MutexGuard<'_, Manners> {
        self.manners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve(
    mut visitor: TcpStream,
    manners: &Mutex<Manners>,
    bell: &UnboundedSender<()>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(visitor.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length");
    let length = length.and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let (answer, gate) = {
        let mut manners = manners.lock().unwrap_or_else(PoisonError::into_inner);
        manners.told.push(Told {
            path,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        });
        (manners.answer.clone(), manners.gate.take())
    };
    // Nobody may be waiting for it.
    let _ = bell.send(());
    if let Some(gate) = gate {
        // An error is the key being dropped: what was waited for.
        let _ = gate.recv();
    }
    let (status, text) = answer.unwrap_or((200, String::new()));
    let elsewhere = match status {
        300..=399 => "location: /elsewhere\r\n",
        _ => "",
    };
    let head = format!(
        "HTTP/1.1 {status} said\r\n{elsewhere}content-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    visitor.write_all(head.as_bytes())?;
    visitor.write_all(text.as_bytes())
}
