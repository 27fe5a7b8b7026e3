//! The file around the sections.

use super::html::{Escaped, Html};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A whole file: nothing in it is fetched from elsewhere, and the policy in it forbids to try.
pub(in super::super) fn document(title: &str, body: Html) -> String {
    let (title, body) = (Escaped(title).to_string(), body.into_text());
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style></head>\n<body>\n<main>\n{body}</main>\n\
         <footer>Times are UTC. Past results say nothing certain about the future. \
         Made by hypertrader {version}.</footer>\n\
         <script>\n{SCRIPT}</script>\n</body></html>\n",
        version = env!("CARGO_PKG_VERSION")
    )
}
