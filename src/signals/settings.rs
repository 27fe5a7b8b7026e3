//! All sections of the signal configuration in one value.

use super::{
    BollingerSettings, CombineSettings, GateSettings, MaCrossSettings, MacdSettings, RsiSettings,
    SignalError, StopSettings,
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

    /// Checks every value against its own limits, as reading it from text does. Values that code
    /// wrote into the fields have not been through that: a NaN there would defeat comparisons.
    ///
    /// # Errors
    /// The first value outside its limits.
    pub fn check_limits(&self) -> Result<(), SignalError> {
        let mut check = LimitCheck(Ok(()));
        self.clone().visit(&mut check);
        check.0
    }
}

/// Sets every key to the value it has already, which checks it.
struct LimitCheck(Result<(), SignalError>);

impl SectionVisitor for LimitCheck {
    fn section<S: Settings>(&mut self, section: &mut S) {
        for (key, value) in section.values() {
            if let (Ok(()), Some(Err(problem))) = (&self.0, section.set(key, &value)) {
                self.0 = Err(SignalError::Limit { section: S::SECTION, problem });
            }
        }
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
    fn values_outside_their_limits_are_refused_by_section_and_key() {
        assert_eq!(SignalSettings::default().check_limits(), Ok(()));
        let mut settings = SignalSettings::default();
        settings.gates.model_min_prob = f64::NAN;
        settings.stops.atr_multiple = 0.0;
        let error = settings.check_limits().unwrap_err().to_string();
        let expected = "[signals.gates] model_min_prob was NaN, expected a number from 0.0 to 1.0";
        assert_eq!(error, expected);
        settings.gates = GateSettings::default();
        let error = settings.check_limits().unwrap_err().to_string();
        assert!(error.starts_with("[signals.stops] atr_multiple was 0.0, expected"), "{error}");
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
