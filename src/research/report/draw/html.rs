//! Markup, with everything that comes from outside escaped.

use std::fmt::{self, Write as _};

/// A piece of a page.
#[derive(Debug, Default)]
pub(in super::super) struct Html(String);

/// Text that shows as it is, in elements and in attributes of double quotes.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Escaped<'a>(pub(in super::super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // A page may not hold them, and they show nothing.
                control if control.is_control() => f.write_str(" ")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

impl Html {
    /// Adds markup; texts in it have to be [`Escaped`].
    pub(in super::super) fn put(&mut self, markup: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(markup);
    }

    /// Adds markup that has no texts from outside.
    pub(in super::super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// A card with a heading; `class` is `wide` or `half`.
    pub(in super::super) fn card(
        &mut self,
        class: &str,
        title: &str,
        about: &str,
        content: impl FnOnce(&mut Self),
    ) {
        self.put(format_args!("<section class=\"card {class}\"><h2>{}</h2>", Escaped(title)));
        if !about.is_empty() {
            self.put(format_args!("<p class=\"about\">{}</p>", Escaped(about)));
        }
        content(self);
        self.raw("</section>\n");
    }

    /// The text of it.
    pub(in super::super) fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_markup_elsewhere_is_text_here() {
        let text = Escaped("<script>\"a\" & 'b'\u{0}").to_string();
        assert_eq!(text, "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39; ");
    }
}
