//! The page of a backtest, drawn.

use super::draw::document::document;
use super::draw::format;
use super::draw::html::Html;
use super::facts::Account;
use super::page::BacktestPage;
use super::sections::{breakdown, curves, data, figures, luck, months, summary, trades};

impl BacktestPage {
    /// The page as one HTML file that needs nothing else, at most
    /// [`BACKTEST_BYTES_MAX`](super::BACKTEST_BYTES_MAX) long. Cost: a few passes over trades and
    /// points, and a sort of the trades.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = Html::default();
        summary::heading(&mut html, &self.title, &self.span());
        summary::verdict(&mut html, &self.verdict, &self.findings);
        if let Some(account) = &self.evidence.account {
            summary::tiles(&mut html, &account.performance, &self.currency);
            self.put_account(&mut html, account);
        }
        data::findings(&mut html, &self.findings, "Doctor: what to doubt");
        data::facts(&mut html, &self.facts);
        data::fingerprints(&mut html, std::slice::from_ref(&self.fingerprint));
        document(&self.title, html)
    }

    fn put_account(&self, html: &mut Html, account: &Account) {
        let (performance, currency) = (&account.performance, self.currency.as_str());
        let about = format!("{currency}, at every bar.");
        curves::equity(html, account, "Equity and drawdown", &about);
        months::months(html, performance, "wide");
        curves::rolling(html, account);
        trades::over_time(html, account, currency);
        trades::distribution(html, account, currency);
        trades::excursions(html, account, currency);
        breakdown::breakdown(html, performance, |html| {
            figures::costs(html, performance);
            figures::streaks(html, performance);
        });
        data::brackets(html, &self.evidence);
        trades::extremes(html, account);
        figures::drawdowns(html, account);
        if let Some(monte_carlo) = &self.monte_carlo {
            luck::monte_carlo(html, monte_carlo);
        }
        figures::figures(html, performance);
    }

    fn span(&self) -> String {
        let time = |time: Option<_>| time.map_or(format::NONE.to_owned(), format::minute);
        let data = &self.fingerprint;
        format!(
            "{} to {}, {} {} of {}",
            time(data.first),
            time(data.last),
            format::count(data.rows),
            data.kind,
            data.source
        )
    }
}
