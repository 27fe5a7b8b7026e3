//! What is told to whom: the sections `log` and `serve`.

use core::net::SocketAddr; // the address as a value; `std::net` also has sockets

use super::levels::{LogLevel, parse_target_level};
use crate::types::Secret;
use crate::types::settings::SettingProblem;

crate::settings! {
    /// The log file of live and paper engines. It belongs to the process: the first engine that
    /// names a folder opens it, and it stays open. Does not change decisions and is not part of
    /// the hash.
    pub struct LogSettings in "log" {
        /// Folder of the files `hypertrader-PID.log`. Empty: no file; the host still drains the
        /// ring.
        dir: String = String::new(), "", 1_024;
        /// From which severity on events are told. `ht_log_level` changes it at run time.
        level: LogLevel = LogLevel::Info, "", ();
        /// Other levels for single targets, such as `"serve=debug"`. Targets: engine, library,
        /// serve.
        targets: Vec<String> = Vec::new(), "", (64, 16);
        /// Size at which a file is closed and the next begun.
        max_bytes: u32 = 16_777_216, "bytes", (65_536, 1_073_741_824);
        /// Files of one process, the present one included; the oldest is deleted.
        max_files: u32 = 8, "", (1, 1_000);
    }
}

crate::settings! {
    /// The HTTP server with metrics and health, on a thread of its own. It belongs to the process:
    /// the first live or paper engine that names an address starts it. Does not change decisions
    /// and is not part of the hash.
    pub struct ServeSettings in "serve" {
        /// Address to listen at, such as `127.0.0.1:9464` or `[::1]:9464`. Empty: no server.
        listen: String = String::new(), "", 64;
        /// Whether an address may be listened at that other machines can reach. It needs
        /// `bearer_token`, and a network that nobody else listens to: nothing is encrypted.
        allow_remote: bool = false, "", ();
        /// What requests must send as `Authorization: Bearer TOKEN`; `env:NAME` takes it from the
        /// environment. Empty: every program of this machine may ask.
        bearer_token: Secret = Secret::default(), "", 512;
    }
}

impl LogSettings {
    /// What is wrong with the values.
    #[must_use]
    pub fn problems(&self) -> Vec<SettingProblem> {
        let found = self.targets.iter().filter_map(|text| parse_target_level(text).err());
        found.map(|message| SettingProblem { key: "log.targets".to_owned(), message }).collect()
    }
}

impl ServeSettings {
    /// The address; `None` if there is to be no server.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn address(&self) -> Result<Option<SocketAddr>, SettingProblem> {
        let problem = |key: &str, message: String| {
            Err(SettingProblem { key: format!("serve.{key}"), message })
        };
        if self.listen.is_empty() {
            return Ok(None);
        }
        let Ok(address) = self.listen.parse::<SocketAddr>() else {
            let text = format!("was {:?}, expected an address such as 127.0.0.1:9464", self.listen);
            return problem("listen", text);
        };
        if address.ip().is_loopback() {
            return Ok(Some(address));
        }
        if !self.allow_remote {
            let text =
                format!("was {address}, expected one of this machine, or allow_remote = true");
            return problem("listen", text);
        }
        if self.bearer_token.is_empty() {
            let text = "was empty, expected a token: allow_remote is true".to_owned();
            return problem("bearer_token", text);
        }
        Ok(Some(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(listen: &str, allow_remote: bool, token: &str) -> Result<bool, String> {
        let bearer_token = Secret::new(token.to_owned());
        let settings = ServeSettings { listen: listen.to_owned(), allow_remote, bearer_token };
        settings.address().map(|it| it.is_some()).map_err(|problem| problem.key)
    }

    #[test]
    fn other_machines_are_let_in_only_on_purpose_and_with_a_token() {
        assert_eq!(serve("", false, ""), Ok(false));
        assert_eq!(serve("127.0.0.1:9464", false, ""), Ok(true));
        assert_eq!(serve("[::1]:9464", false, ""), Ok(true));
        assert_eq!(serve("0.0.0.0:9464", false, "token"), Err("serve.listen".to_owned()));
        assert_eq!(serve("0.0.0.0:9464", true, ""), Err("serve.bearer_token".to_owned()));
        assert_eq!(serve("192.0.2.1:9464", true, "token"), Ok(true));
        assert_eq!(serve("localhost", false, ""), Err("serve.listen".to_owned()));
    }
}
