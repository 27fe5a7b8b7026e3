//! What a server answered.

/// An answer, whatever its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Status of HTTP.
    pub status: u16,
    /// Headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// Body; bytes that are no UTF-8 are replaced.
    pub body: String,
}

impl Reply {
    /// The first header of a name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Beginning of the body, for a message.
    #[must_use]
    pub fn excerpt(&self) -> String {
        const CHARACTERS: usize = 120;
        let line: Vec<&str> = self.body.split_whitespace().collect();
        line.join(" ").chars().filter(|it| !it.is_control()).take(CHARACTERS).collect()
    }
}
