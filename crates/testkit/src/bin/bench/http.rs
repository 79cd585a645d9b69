//! The smallest HTTP/1.1 client that can keep a server busy: one connection, one request at a time, no parsing beyond
//! what finds the end of the answer. The generator shares the machine with the server, so it must cost little.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Send `request`, wait for the whole answer and tell its status.
    pub fn ask(&mut self, request: &Request) -> io::Result<u16> {
        self.stream.write_all(&request.bytes)?;
        self.buffer.clear();
        let mut chunk = [0; 16 * 1024];
        loop {
            let read = self.stream.read(&mut chunk)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend_from_slice(&chunk[..read]);
            if let Some((head, length)) = measure(&self.buffer)
                && self.buffer.len() >= head + length
            {
                let digits = std::str::from_utf8(&self.buffer[9..12]);
                let status = digits.ok().and_then(|digits| digits.parse().ok());
                return status.ok_or_else(|| io::ErrorKind::InvalidData.into());
            }
        }
    }
}

/// The length of the head and of the body, once the head is complete. Our server always says `Content-Length` to a
/// client that accepts no compression.
fn measure(answer: &[u8]) -> Option<(usize, usize)> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&answer[..head]).ok()?;
    let length = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0);
    Some((head, length))
}

/// A request, ready to be sent as often as wanted.
pub struct Request {
    bytes: Vec<u8>,
}

impl Request {
    pub fn get(path: &str, token: &str) -> Self {
        Self::with_headers("GET", path, &[("Authorization", &bearer(token))], "")
    }

    /// A POST with an idempotency key of its own.
    pub fn post(path: &str, token: &str, key: &str, body: &str) -> Self {
        let bearer = bearer(token);
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Idempotency-Key", key),
            ("Content-Type", "application/json"),
        ];
        Self::with_headers("POST", path, &headers, body)
    }

    pub fn with_headers(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Self {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        Self {
            bytes: text.into_bytes(),
        }
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}
