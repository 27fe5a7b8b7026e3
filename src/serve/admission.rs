//! Who may ask.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::telemetry::process_figures;

/// What a request has to show.
#[derive(Debug)]
pub(super) struct Admission {
    address: SocketAddr,
    /// SHA-256 of the token, so that comparing tells nothing about it; `None`: none is needed.
    token_hash: Option<[u8; 32]>,
    allow_remote: bool,
}

impl Admission {
    pub(super) fn new(address: SocketAddr, token: String, allow_remote: bool) -> Self {
        let token_hash = (!token.is_empty()).then(|| Sha256::digest(token).into());
        Self { address, token_hash, allow_remote }
    }

    /// Whether a page of the web, under a name that leads to this machine, has sent the request: a
    /// browser then sends that name. Programs of this machine name it by number or `localhost`.
    fn names_us(&self, headers: &HeaderMap) -> bool {
        if self.allow_remote {
            return true;
        }
        let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else {
            return false;
        };
        let name = host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
        });
        let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        name.eq_ignore_ascii_case("localhost")
            || number.is_ok_and(|number| number.is_loopback() || number == self.address.ip())
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let Some(expected) = self.token_hash else { return true };
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        sent.and_then(|sent| sent.strip_prefix("Bearer "))
            .is_some_and(|token| <[u8; 32]>::from(Sha256::digest(token.trim())) == expected)
    }
}

/// Lets a request through or answers in place of the page.
pub(super) async fn admit(
    State(admission): State<Arc<Admission>>,
    request: Request,
    next: Next,
) -> Response {
    let figures = process_figures();
    let refusal = if !admission.names_us(request.headers()) {
        (StatusCode::FORBIDDEN, "the Host is not this machine\n").into_response()
    } else if !admission.has_token(request.headers()) {
        let how = [(WWW_AUTHENTICATE, "Bearer")];
        (StatusCode::UNAUTHORIZED, how, "expected Authorization: Bearer\n").into_response()
    } else {
        figures.http_requests.fetch_add(1, Ordering::Relaxed);
        return next.run(request).await;
    };
    figures.http_refused.fetch_add(1, Ordering::Relaxed);
    refusal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(token: &str, allow_remote: bool) -> Admission {
        Admission::new(SocketAddr::from(([127, 0, 0, 1], 9464)), token.to_owned(), allow_remote)
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn names_of_the_web_are_not_ours() {
        let local = admission("", false);
        for ours in ["127.0.0.1:9464", "127.0.0.1", "localhost:9464", "LOCALHOST", "[::1]:9464"] {
            assert!(local.names_us(&headers(&[("host", ours)])), "{ours}");
        }
        for other in ["evil.example:9464", "localhost.evil.example", "192.0.2.1", "", "[::1:9"] {
            assert!(!local.names_us(&headers(&[("host", other)])), "{other}");
        }
        assert!(!local.names_us(&headers(&[])));
        assert!(admission("t", true).names_us(&headers(&[("host", "grafana.example")])));
    }

    #[test]
    fn the_token_is_compared_whole() {
        let guarded = admission("s3cret", false);
        assert!(guarded.has_token(&headers(&[("authorization", "Bearer s3cret")])));
        for sent in ["Bearer s3cre", "Bearer s3crett", "s3cret", "Basic s3cret", "Bearer "] {
            assert!(!guarded.has_token(&headers(&[("authorization", sent)])), "{sent}");
        }
        assert!(!guarded.has_token(&headers(&[])));
        assert!(admission("", false).has_token(&headers(&[])));
    }
}
