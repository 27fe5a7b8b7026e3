//! An exchange on a local port, over HTTP and WebSocket, with faults.
//!
//! Its second lasts 50 milliseconds, so that trades come quickly.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::world::{EPOCH_S, World};

const SECOND: Duration = Duration::from_millis(50);

/// What goes wrong with one request.
#[derive(Clone, Debug)]
pub(crate) enum WireFault {
    /// Nothing is answered until the other side gives up.
    HalfOpen,
    /// Bytes that are no HTTP.
    Garbage,
    /// Less than was announced.
    Truncated,
    /// A status, and `Retry-After` where not empty.
    Status(u16, &'static str),
    /// A body of nine mebibytes.
    TooLarge,
    /// A stream that is closed after so many messages.
    CloseAfter(usize),
    /// A stream with a message that is none.
    GarbageMessage,
    /// A stream that leaves out five seconds.
    Hole,
}

#[derive(Debug)]
struct Shared {
    world: World,
    begun: Instant,
    rest_faults: Mutex<VecDeque<WireFault>>,
    stream_faults: Mutex<VecDeque<WireFault>>,
    heads: Mutex<Vec<String>>,
    streams: AtomicUsize,
    over: AtomicBool,
}

/// The exchange; it ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
}

impl Server {
    pub(crate) fn start(world: World) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            world,
            begun: Instant::now(),
            rest_faults: Mutex::default(),
            stream_faults: Mutex::default(),
            heads: Mutex::default(),
            streams: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for socket in listener.incoming() {
                if own.over.load(Ordering::Relaxed) {
                    break;
                }
                let own = Arc::clone(&own);
                thread::spawn(move || socket.map(|socket| serve(&own, socket)));
            }
        });
        Self { shared, address }
    }

    pub(crate) fn rest_url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn stream_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The next request over REST goes wrong like this.
    pub(crate) fn break_rest(&self, fault: WireFault) {
        self.shared.rest_faults.lock().unwrap().push_back(fault);
    }

    /// The next stream goes wrong like this.
    pub(crate) fn break_stream(&self, fault: WireFault) {
        self.shared.stream_faults.lock().unwrap().push_back(fault);
    }

    /// First lines and headers of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.shared.heads.lock().unwrap().clone()
    }

    pub(crate) fn streams(&self) -> usize {
        self.shared.streams.load(Ordering::Relaxed)
    }

    pub(crate) fn second(&self) -> i64 {
        self.shared.second()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address); // wakes the listener
    }
}

impl Shared {
    fn second(&self) -> i64 {
        EPOCH_S + (self.begun.elapsed().as_millis() / SECOND.as_millis()) as i64
    }
}

fn serve(shared: &Shared, mut socket: TcpStream) {
    let _ = socket.set_read_timeout(Some(Duration::from_secs(30)));
    loop {
        let mut peeked = [0; 4_096];
        let head = loop {
            match socket.peek(&mut peeked) {
                Ok(0) | Err(_) => return,
                Ok(count) => {
                    let text = String::from_utf8_lossy(&peeked[..count]).into_owned();
                    if let Some(end) = text.find("\r\n\r\n") {
                        break text[..end + 4].to_owned();
                    }
                    thread::sleep(Duration::from_millis(1));
                }
            }
        };
        if shared.over.load(Ordering::Relaxed) {
            return;
        }
        shared.heads.lock().unwrap().push(head.clone());
        if head.to_ascii_lowercase().contains("upgrade: websocket") {
            return stream(shared, socket);
        }
        socket.read_exact(&mut vec![0; head.len()]).unwrap();
        let fault = shared.rest_faults.lock().unwrap().pop_front();
        let path = head.split(' ').nth(1).unwrap_or("");
        if !answer(shared, &mut socket, path, fault) {
            return;
        }
    }
}

/// Answers one request; whether the connection goes on.
fn answer(shared: &Shared, socket: &mut TcpStream, path: &str, fault: Option<WireFault>) -> bool {
    let body = shared.world.answer(path, shared.second());
    let mut send = |status: u16, extra: &str, length: usize, body: &str| {
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{extra}Content-Length: {length}\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(body.as_bytes())).is_ok()
    };
    match fault {
        None => send(200, "", body.len(), &body),
        Some(WireFault::Status(status, retry)) => {
            let extra =
                if retry.is_empty() { String::new() } else { format!("Retry-After: {retry}\r\n") };
            send(status, &extra, 4, "busy")
        }
        Some(WireFault::Truncated) => {
            send(200, "", body.len() + 10, &body);
            let _ = socket.shutdown(Shutdown::Both);
            false
        }
        Some(WireFault::TooLarge) => {
            let body = " ".repeat(9 << 20);
            send(200, "", body.len(), &body)
        }
        Some(WireFault::Garbage) => {
            let _ = socket.write_all(b"\x00\xff\xfe SSH-2.0-nobody\r\n\r\n");
            false
        }
        Some(_) => {
            // Until the other side gives up.
            let _ = socket.read(&mut [0; 1]);
            false
        }
    }
}

fn stream(shared: &Shared, mut socket: TcpStream) {
    let fault = shared.stream_faults.lock().unwrap().pop_front();
    match fault {
        Some(WireFault::HalfOpen) => {
            while socket.read(&mut [0; 1_024]).is_ok_and(|count| count > 0) {}
            return;
        }
        Some(WireFault::Status(status, retry)) => {
            let mut head = [0; 4_096];
            let _ = socket.read(&mut head);
            let text =
                format!("HTTP/1.1 {status} X\r\nRetry-After: {retry}\r\nContent-Length: 0\r\n\r\n");
            let _ = socket.write_all(text.as_bytes());
            return;
        }
        _ => {}
    }
    let Ok(mut stream) = tungstenite::accept(socket) else { return };
    shared.streams.fetch_add(1, Ordering::Relaxed);
    let (mut said, mut sequence, mut sent) = (shared.second(), 0, 0);
    while !shared.over.load(Ordering::Relaxed) {
        thread::sleep(SECOND / 5);
        while said < shared.second() {
            said += 1;
            let messages = shared.world.messages(said, &mut sequence);
            if matches!(fault, Some(WireFault::Hole)) && (10..15).contains(&(sent / 2)) {
                sent += messages.len();
                continue;
            }
            for message in messages {
                sent += 1;
                if stream.send(tungstenite::Message::text(message)).is_err() {
                    return;
                }
            }
        }
        match fault {
            Some(WireFault::CloseAfter(count)) if sent >= count => return,
            Some(WireFault::GarbageMessage)
                if stream.send(tungstenite::Message::text("<html>{]")).is_err() =>
            {
                return;
            }
            _ => {}
        }
    }
}

/// A port that speaks TLS with a certificate that nobody signed; how many tried.
pub(crate) fn self_signed() -> (SocketAddr, Arc<AtomicUsize>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let tried = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&tried);
    thread::spawn(move || {
        for socket in listener.incoming() {
            counter.fetch_add(1, Ordering::Relaxed);
            let mut socket = socket.unwrap();
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            while tls.complete_io(&mut socket).is_ok() && tls.is_handshaking() {}
        }
    });
    (address, tried)
}
