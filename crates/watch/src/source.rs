//! Where a feed comes from: a file, standard input, a TCP stream, or UDP datagrams.

use crate::error::WatchError;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpStream, UdpSocket};
use std::path::Path;
use std::rc::Rc;

/// Whether everything that has come was read: what was found must be told now, since the next read may wait.
pub type Drained = Rc<Cell<bool>>;

/// An open feed.
pub struct Feed {
    reader: Box<dyn BufRead>,
    left: usize,
    drained: Option<Drained>,
}

/// Opens a feed by its name: `-`, `tcp://HOST:PORT`, `udp://ADDRESS:PORT` (where to listen), or a path.
///
/// # Errors
/// [`WatchError::Feed`].
pub fn open(name: &str) -> Result<Feed, WatchError> {
    let reader = reader(name)?;
    let drained = (!is_file(name)).then(|| Rc::new(Cell::new(true)));
    Ok(Feed { reader, left: 0, drained })
}

fn reader(name: &str) -> Result<Box<dyn BufRead>, WatchError> {
    let failed = |e: std::io::Error| WatchError::Feed { feed: name.to_owned(), why: e.to_string() };
    if name == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    if let Some(address) = name.strip_prefix("tcp://") {
        return Ok(Box::new(BufReader::new(TcpStream::connect(address).map_err(failed)?)));
    }
    if let Some(address) = name.strip_prefix("udp://") {
        let socket = UdpSocket::bind(address).map_err(failed)?;
        let datagrams = Datagrams { socket, rest: Vec::new(), at: 0 };
        return Ok(Box::new(BufReader::with_capacity(1 << 16, datagrams)));
    }
    let file = std::fs::File::open(Path::new(name)).map_err(failed)?;
    Ok(Box::new(BufReader::with_capacity(1 << 18, file)))
}

/// Whether a feed can be read again from an offset.
pub fn is_file(name: &str) -> bool {
    name != "-" && !name.contains("://")
}

impl Feed {
    /// Says whether all that has come was read; none for a file, which never waits.
    pub fn drained(&self) -> Option<Drained> {
        self.drained.clone()
    }
}

impl Read for Feed {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let some = self.fill_buf()?;
        let take = some.len().min(out.len());
        out[..take].copy_from_slice(&some[..take]);
        self.consume(take);
        Ok(take)
    }
}

impl BufRead for Feed {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let some = self.reader.fill_buf()?;
        self.left = some.len();
        Ok(some)
    }

    fn consume(&mut self, amount: usize) {
        self.reader.consume(amount);
        self.left = self.left.saturating_sub(amount);
        if let Some(drained) = &self.drained {
            drained.set(self.left == 0);
        }
    }
}

/// Datagrams as a stream, a line end behind each.
struct Datagrams {
    socket: UdpSocket,
    rest: Vec<u8>,
    at: usize,
}

impl Read for Datagrams {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at >= self.rest.len() {
            let mut datagram = vec![0; 1 << 16];
            let length = self.socket.recv(&mut datagram)?;
            datagram.truncate(length);
            datagram.push(b'\n');
            (self.rest, self.at) = (datagram, 0);
        }
        let take = (self.rest.len() - self.at).min(out.len());
        out[..take].copy_from_slice(&self.rest[self.at..self.at + take]);
        self.at += take;
        Ok(take)
    }
}
