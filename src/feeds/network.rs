//! The real network: HTTP by [`crate::http`], streams by `tungstenite` over sockets with time-outs.

use std::fmt;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;
use tungstenite::http::{Response, Uri};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Bytes, Connector, Error, Message, WebSocket, client_tls_with_config};

use super::transport::{ConnectError, Frame, Stream, Transport};
use crate::http::{Client, Reply, Secret, retry_after, tls_config};
use crate::types::UnixNanos;

/// Wait for an answer over REST, and for each step of opening a stream.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// How long one look at a stream lasts when it is quiet.
const LOOK: Duration = Duration::from_millis(250);
/// Longest message of a stream.
const MESSAGE_BYTES_MAX: usize = 4 << 20;
/// Pause after a stream was refused for asking too often, if the server names none.
const REFUSED_PAUSE: Duration = Duration::from_secs(60);

/// Connections to one venue.
pub struct Network {
    client: Client,
    tls: Result<Arc<rustls::ClientConfig>, String>,
    key: Option<(&'static str, Secret)>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Network {
    /// Sends `key` with every request over REST, where there is one.
    #[must_use]
    pub fn new(key: Option<(&'static str, Secret)>) -> Self {
        Self { client: Client::new(ANSWER_MAX), tls: tls_config(), key }
    }
}

impl Transport for Network {
    fn get(&mut self, url: &str) -> Result<Reply, String> {
        self.client.get(url, self.key.as_ref().map(|(name, secret)| (*name, secret)))
    }

    fn connect(&mut self, url: &str) -> Result<Box<dyn Stream>, ConnectError> {
        let failed = |text: String| ConnectError { text, pause: Duration::ZERO };
        let tls = self.tls.clone().map_err(failed)?;
        let request = url.into_client_request().map_err(|error| failed(error.to_string()))?;
        let socket = open_socket(request.uri()).map_err(failed)?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_BYTES_MAX))
            .max_frame_size(Some(MESSAGE_BYTES_MAX));
        let opened =
            client_tls_with_config(request, socket, Some(config), Some(Connector::Rustls(tls)));
        let (web_socket, _) = opened.map_err(|error| match error {
            HandshakeError::Interrupted(_) => failed("the handshake timed out".to_owned()),
            HandshakeError::Failure(Error::Http(answer)) => refused(&answer),
            HandshakeError::Failure(error) => failed(format!("handshake: {error}")),
        })?;
        let socket = tcp(web_socket.get_ref())
            .ok_or_else(|| failed("the stream has no socket".to_owned()))?;
        let set = socket.set_read_timeout(Some(LOOK));
        set.map_err(|error| failed(format!("socket: {error}")))?;
        Ok(Box::new(NetworkStream(web_socket)))
    }
}

fn refused<B>(answer: &Response<B>) -> ConnectError {
    const REFUSALS: [u16; 3] = [403, 418, 429];
    let status = answer.status().as_u16();
    let header = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
    // A date would need the time; exchanges send seconds.
    let asked = header.and_then(|value| retry_after(value, UnixNanos::default()));
    let usual = if REFUSALS.contains(&status) { REFUSED_PAUSE } else { Duration::ZERO };
    let text = format!("the stream was refused with status {status}");
    ConnectError { text, pause: asked.unwrap_or(usual) }
}

/// Connects to the first address of the host that answers.
fn open_socket(uri: &Uri) -> Result<TcpStream, String> {
    let host = uri.host().ok_or("the address names no host")?;
    let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("ws") { 80 } else { 443 });
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = (bare, port).to_socket_addrs();
    let addresses = addresses.map_err(|error| format!("{host} was not found: {error}"))?;
    let mut last = format!("{host} has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, ANSWER_MAX) {
            Ok(socket) => {
                let set = socket
                    .set_read_timeout(Some(ANSWER_MAX))
                    .and_then(|()| socket.set_write_timeout(Some(ANSWER_MAX)))
                    .and_then(|()| socket.set_nodelay(true));
                return set.map(|()| socket).map_err(|error| format!("socket: {error}"));
            }
            Err(error) => last = format!("{host}: {error}"),
        }
    }
    Err(last)
}

fn tcp(stream: &MaybeTlsStream<TcpStream>) -> Option<&TcpStream> {
    match stream {
        MaybeTlsStream::Plain(socket) => Some(socket),
        MaybeTlsStream::Rustls(tls) => Some(&tls.sock),
        _ => None,
    }
}

struct NetworkStream(WebSocket<MaybeTlsStream<TcpStream>>);

impl NetworkStream {
    fn write(&mut self, message: Message) -> Result<(), String> {
        self.0.send(message).map_err(|error| format!("stream: {error}"))
    }
}

impl Stream for NetworkStream {
    fn read(&mut self) -> Result<Frame, String> {
        use std::io::ErrorKind::{TimedOut, WouldBlock};
        match self.0.read() {
            Ok(Message::Text(text)) => Ok(Frame::Text(text.as_str().to_owned())),
            Ok(Message::Binary(bytes)) => {
                Ok(Frame::Text(String::from_utf8_lossy(&bytes).into_owned()))
            }
            Ok(Message::Ping(_)) => {
                // The answer waits inside until something is sent.
                self.0.flush().map_err(|error| format!("stream: {error}"))?;
                Ok(Frame::Alive)
            }
            Ok(Message::Close(reason)) => {
                let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
                Err(format!("the server closed the stream{reason}"))
            }
            Ok(_) => Ok(Frame::Alive),
            Err(Error::Io(error)) if matches!(error.kind(), WouldBlock | TimedOut) => {
                Ok(Frame::Quiet)
            }
            Err(error) => Err(format!("stream: {error}")),
        }
    }

    fn send(&mut self, text: &str) -> Result<(), String> {
        self.write(Message::text(text))
    }

    fn ping(&mut self) -> Result<(), String> {
        self.write(Message::Ping(Bytes::new()))
    }
}
