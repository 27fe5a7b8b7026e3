//! Gets one address.

use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use super::reply::Reply;
use super::secret::Secret;

/// Largest body that is read.
pub const BODY_BYTES_MAX: u64 = 8 << 20;

const RESOLVE_MAX: Duration = Duration::from_secs(5);
const CONNECT_MAX: Duration = Duration::from_secs(5);
const SEND_MAX: Duration = Duration::from_secs(5);

/// A client with connections of its own.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
}

impl Client {
    /// A client that waits at most `answer_max` for the head of an answer and as long for its body.
    /// Looking up the name, connecting (with TLS) and sending have five seconds each. No proxy, no
    /// redirects, no cookies: an interface that moves is a surprise, not a detour.
    #[must_use]
    pub fn new(answer_max: Duration) -> Self {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::WebPki)
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_resolve(Some(RESOLVE_MAX))
            .timeout_connect(Some(CONNECT_MAX))
            .timeout_send_request(Some(SEND_MAX))
            .timeout_recv_response(Some(answer_max))
            .timeout_recv_body(Some(answer_max))
            .user_agent(concat!("hypertrader/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Self { agent: config.new_agent() }
    }

    /// Gets `url`. Any answer of the server is a success, whatever its status.
    ///
    /// # Errors
    /// Why there is no answer: the phase that failed or timed out, or a body over
    /// [`BODY_BYTES_MAX`]. The text holds no header.
    pub fn get(&self, url: &str, secret: Option<(&str, &Secret)>) -> Result<Reply, String> {
        let mut request = self.agent.get(url);
        if let Some((name, value)) = secret {
            request = request.header(name, value.reveal());
        }
        let mut answer = request.call().map_err(|error| error.to_string())?;
        let headers = answer.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let headers = headers.collect();
        let body = answer.body_mut().with_config().limit(BODY_BYTES_MAX).lossy_utf8(true);
        let body = body.read_to_string().map_err(|error| format!("body: {error}"))?;
        Ok(Reply { status: answer.status().as_u16(), headers, body })
    }
}

/// TLS as the client has it, for sockets that are no HTTP.
///
/// # Errors
/// The provider knows no protocol version that is asked for.
pub fn tls_config() -> Result<Arc<rustls::ClientConfig>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS: {error}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
