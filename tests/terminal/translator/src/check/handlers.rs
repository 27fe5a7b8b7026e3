//! Event handlers: the terminal calls only those of the right shape. MetaEditor warns of others;
//! here they are errors, since such a function is never called.

use super::Checker;
use crate::model::{FunctionId, Parameter};
use crate::source::Problem;
use crate::types::Type;

/// Name, results, and parameters as messages show types; `&` for by reference.
const HANDLERS: &[(&str, &[&str], &[&str])] = &[
    ("OnInit", &["int", "void"], &[]),
    ("OnDeinit", &["void"], &["int"]),
    ("OnStart", &["void", "int"], &[]),
    ("OnTick", &["void"], &[]),
    ("OnTimer", &["void"], &[]),
    ("OnTrade", &["void"], &[]),
    (
        "OnTradeTransaction",
        &["void"],
        &["MqlTradeTransaction&", "MqlTradeRequest&", "MqlTradeResult&"],
    ),
    ("OnChartEvent", &["void"], &["int", "long&", "double&", "string&"]),
    ("OnBookEvent", &["void"], &["string&"]),
    ("OnTester", &["double"], &[]),
    ("OnTesterInit", &["int", "void"], &[]),
    ("OnTesterPass", &["void"], &[]),
    ("OnTesterDeinit", &["void"], &[]),
];

impl Checker {
    pub(super) fn check_handlers(&mut self) {
        let mut found = Vec::new();
        for (name, results, parameters) in HANDLERS {
            let ids = self.program.function_names.get(*name).cloned().unwrap_or_default();
            for id in &ids {
                found.push(*name);
                self.program.functions[id.0].is_used = true;
                self.check_handler(*id, results, parameters);
            }
        }
        let has_start = found.contains(&"OnStart");
        let pos = self.program.functions.last().map(|info| info.syntax.pos).unwrap_or_default();
        let is_library = self.program.properties.iter().any(|(name, _)| &**name == "library");
        if found.is_empty() && !is_library {
            let text = "event handling function not found";
            self.report(Problem::error(pos, 356, text));
        }
        for name in ["OnInit", "OnDeinit", "OnTick", "OnTimer"] {
            if has_start && found.contains(&name) {
                let text = format!("'{name}' function is not used in scripts");
                self.warn(pos, if name == "OnDeinit" { 57 } else { 55 }, text);
            }
        }
        if found.contains(&"OnTesterInit") && !found.contains(&"OnTesterDeinit") {
            let text = "OnTesterInit() impossible to use without OnTesterDeinit()";
            self.report(Problem::error(pos, 375, text));
        }
    }

    fn check_handler(&mut self, id: FunctionId, results: &[&str], parameters: &[&str]) {
        let info = self.program.function(id);
        let shown = |parameter: &Parameter| {
            let mark = if parameter.is_reference { "&" } else { "" };
            format!("{}{mark}", self.describe(&parameter.ty))
        };
        let own: Vec<String> = info.parameters.iter().map(shown).collect();
        let result = self.describe(&info.result);
        let needs_const = |parameter: &Parameter| parameter.is_reference && !parameter.is_const;
        let is_right = own == parameters
            && results.contains(&result.as_str())
            && !info.parameters.iter().any(needs_const)
            && !info.is_template;
        if !is_right {
            let text =
                format!("'{}' - wrong return type or parameters of an event handler", info.name);
            let number = match &*info.name {
                "OnInit" => 54,
                "OnDeinit" => 56,
                "OnStart" => 52,
                _ => 70,
            };
            let pos = info.syntax.pos;
            self.report(Problem::error(pos, number, text));
        }
    }

    /// The handler of that name, with its result.
    pub(crate) fn handler(&self, name: &str) -> Option<(&str, Type)> {
        let id = self.program.function_names.get(name)?.first()?;
        let info = self.program.function(*id);
        Some((&info.text, info.result.clone()))
    }
}
