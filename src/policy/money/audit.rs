//! What the ledger was used for against what it may be used for (B05 to B07).

use crate::policy::money::rules::MoneyRules;
use crate::policy::money::rules::UseRule;
use crate::policy::money::words::Purpose;
use crate::policy::money::words::Source;

/// One line of the ledger, in the words of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// `None` when the text names nobody or several.
    pub source: Option<Source>,
    /// What the text of the purpose names.
    pub purposes: Vec<Purpose>,
    /// What the money was given for, as far as its source or its purpose says.
    earmarks: Vec<Purpose>,
    entry: Option<String>,
}

impl Judged {
    pub fn of(rules: &MoneyRules, source: &str, purpose: &str, entry: Option<&str>) -> Self {
        let purposes = rules.purposes_of(purpose);
        let mut earmarks = rules.purposes_of(source);
        earmarks.extend(&purposes);
        Self { source: rules.source_of(source), purposes, earmarks, entry: entry.map(str::to_owned) }
    }

    /// The same words under an entry of the ledger.
    pub(super) fn entered(mut self, entry: Option<&str>) -> Self {
        self.entry = entry.map(str::to_owned);
        self
    }

    /// For this alone.
    pub fn is_for(&self, purposes: &[Purpose]) -> bool {
        !self.purposes.is_empty() && self.purposes.iter().all(|purpose| purposes.contains(purpose))
    }

    /// Whether it could be for one of these, as far as its words say.
    pub fn may_be_for(&self, purposes: &[Purpose]) -> bool {
        self.unclear().is_some() || self.purposes.iter().any(|purpose| purposes.contains(purpose))
    }

    /// Whether it is what a rule forbids. What is not known breaks no rule; [`Judged::unclear`] lists it.
    pub fn breaks(&self, rule: &UseRule) -> bool {
        let is_of = rule.of_sources.is_empty() || self.source.is_some_and(|source| rule.of_sources.contains(&source));
        let is_for = rule.for_purposes.is_empty() || self.earmarks.iter().any(|one| rule.for_purposes.contains(one));
        if !is_of || !is_for {
            return false;
        }
        let is_other = |purpose: &Purpose| *purpose != Purpose::Maintenance && !rule.allows.contains(purpose);
        self.purposes.iter().any(|purpose| rule.forbids.contains(purpose))
            || (!rule.allows.is_empty() && self.purposes.iter().any(is_other))
            || self.entry.as_ref().is_some_and(|entry| rule.forbids_entries.contains(entry))
    }

    /// What keeps it from being judged; `None` when nothing does.
    pub fn unclear(&self) -> Option<&'static str> {
        if self.source.is_none() {
            Some("the source names no known payer, or several")
        } else if self.purposes.is_empty() {
            Some("the purpose fits no known use")
        } else if self.purposes == [Purpose::Maintenance] {
            Some("the purpose says maintenance, but not whether daily or works")
        } else if self.purposes.len() > 1 {
            Some("the purpose names several uses: divide the amount among them")
        } else {
            None
        }
    }
}
