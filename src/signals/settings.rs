//! All sections of the signal configuration in one value.

use super::{
    BollingerSettings, CombineSettings, GateSettings, MaCrossSettings, MacdSettings, RsiSettings,
    StopSettings,
};
use crate::types::settings::Settings;

/// Something that wants to see every section: reads text into it, prints it, documents it.
pub trait SectionVisitor {
    /// Called once per section.
    fn section<S: Settings>(&mut self, section: &mut S);
}

/// Everything that decides how rows become signals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignalSettings {
    /// Moving-average crossing.
    pub ma_cross: MaCrossSettings,
    /// Relative strength index.
    pub rsi: RsiSettings,
    /// MACD.
    pub macd: MacdSettings,
    /// Bollinger reversion.
    pub bollinger: BollingerSettings,
    /// Combination of the votes.
    pub combine: CombineSettings,
    /// News and model.
    pub gates: GateSettings,
    /// Stop and target.
    pub stops: StopSettings,
}

impl SignalSettings {
    /// Shows every section to `visitor`, always in the same order.
    pub fn visit(&mut self, visitor: &mut impl SectionVisitor) {
        visitor.section(&mut self.ma_cross);
        visitor.section(&mut self.rsi);
        visitor.section(&mut self.macd);
        visitor.section(&mut self.bollinger);
        visitor.section(&mut self.combine);
        visitor.section(&mut self.gates);
        visitor.section(&mut self.stops);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::settings::SettingValue;

    /// Sets every key to the value it has, and counts.
    #[derive(Default)]
    struct Rewrite {
        sections: Vec<&'static str>,
        keys: usize,
    }

    impl SectionVisitor for Rewrite {
        fn section<S: Settings>(&mut self, section: &mut S) {
            self.sections.push(S::SECTION);
            assert_eq!(S::specs().len(), section.values().len());
            for (key, value) in section.values() {
                let result = section.set(key, &value);
                assert_eq!(result, Some(Ok(())), "{}.{key}", S::SECTION);
                self.keys += 1;
            }
        }
    }

    #[test]
    fn every_section_is_visited_and_accepts_its_own_defaults() {
        let mut settings = SignalSettings::default();
        let mut visitor = Rewrite::default();
        settings.visit(&mut visitor);
        assert_eq!(
            visitor.sections,
            [
                "signals.ma_cross",
                "signals.rsi",
                "signals.macd",
                "signals.bollinger",
                "signals.combine",
                "signals.gates",
                "signals.stops",
            ]
        );
        assert!(visitor.keys > 40);
        assert_eq!(settings, SignalSettings::default());
    }

    #[test]
    fn visitor_can_change_a_section() {
        struct SwitchOff;
        impl SectionVisitor for SwitchOff {
            fn section<S: Settings>(&mut self, section: &mut S) {
                if S::SECTION == "signals.rsi" {
                    section.set("enabled", &SettingValue::Switch(false)).unwrap().unwrap();
                }
            }
        }
        let mut settings = SignalSettings::default();
        settings.visit(&mut SwitchOff);
        assert!(!settings.rsi.enabled);
        assert!(settings.macd.enabled);
    }
}
