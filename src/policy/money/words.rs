//! What a source or a purpose written by hand is, by key words.
//!
//! Longer words are found first and hide what they hold: `县市级` names no city, `养护管理机构人员`
//! no maintenance. What holds a word of denial, as 不含, is left to a person.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 成品油税费改革转移支付替代原公路养路费中拖摩费部分.
    FuelTax,
    Central,
    Province,
    City,
    County,
    Township,
    /// Villages, people, enterprises.
    Social,
    Loan,
}

/// What for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 日常养护, with its management.
    Daily,
    /// 养护工程: major, medium and preventive.
    Works,
    /// Maintenance, and not said which.
    Maintenance,
    Staff,
    Office,
    /// What an organisation runs on.
    Operation,
    NewBuilding,
    Rebuilding,
}

impl Source {
    pub fn word(self) -> &'static str {
        match self {
            Self::FuelTax => "fuel_tax",
            Self::Central => "central",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Social => "social",
            Self::Loan => "loan",
        }
    }
}

impl Purpose {
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Works => "works",
            Self::Maintenance => "maintenance",
            Self::Staff => "staff",
            Self::Office => "office",
            Self::Operation => "operation",
            Self::NewBuilding => "new_building",
            Self::Rebuilding => "rebuilding",
        }
    }
}

/// Key words of some meanings.
#[derive(Clone, Debug)]
pub struct Words<M> {
    /// The longest first. A word may have several meanings, as 新改建.
    words: Vec<(Vec<char>, Vec<M>)>,
    denials: Vec<String>,
}

impl<M: Copy + Ord> Words<M> {
    pub(super) fn new(lists: impl IntoIterator<Item = (M, Vec<String>)>, denials: Vec<String>) -> Self {
        let mut meanings: BTreeMap<Vec<char>, Vec<M>> = BTreeMap::new();
        for (meaning, words) in lists {
            for word in words {
                meanings.entry(plain(&word).chars().collect()).or_default().push(meaning);
            }
        }
        let mut words: Vec<(Vec<char>, Vec<M>)> = meanings.into_iter().collect();
        // Stable: words of one length stay in their order.
        words.sort_by_key(|(word, _)| Reverse(word.len()));
        Self { words, denials }
    }

    /// Every meaning that the text names, in their order; nothing where the text denies something.
    pub fn meanings(&self, text: &str) -> Vec<M> {
        let text = plain(text);
        let mut found = Vec::new();
        if self.denials.iter().any(|denial| text.contains(denial.as_str())) {
            return found;
        }
        let mut left: Vec<char> = text.chars().collect();
        for (word, meanings) in &self.words {
            while let Some(at) = left.windows(word.len()).position(|window| window == word) {
                left[at..at + word.len()].fill('\0');
                found.extend(meanings);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether a text names a word; one of Latin letters stands alone: `BT` is not in `EBT`.
pub(super) fn names(text: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return plain(text).contains(&plain(word));
    }
    let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    text.match_indices(&word).any(|(at, found)| {
        !is_part(text[..at].chars().next_back()) && !is_part(text[at + found.len()..].chars().next())
    })
}

/// Without spaces, small letters.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::money::MoneyRules;

    #[test]
    fn sources_are_known_by_their_words() {
        let of = |text: &str| MoneyRules::embedded().source_of(text);
        for (text, source) in [
            ("省级", Source::Province),
            ("省财政厅补助", Source::Province),
            ("市级", Source::City),
            ("许昌市本级财政", Source::City),
            ("县级", Source::County),
            ("县（市、区）级配套", Source::County),
            ("县市级财政", Source::County),
            ("区财政", Source::County),
            ("管委会", Source::County),
            ("乡镇自筹", Source::Township),
            ("中央车购税", Source::Central),
            ("成品油税费改革转移支付", Source::FuelTax),
            ("省级成品油税费改革转移支付（拖摩费部分）", Source::FuelTax),
            ("社会捐赠", Source::Social),
            ("一般债券", Source::Loan),
        ] {
            assert_eq!(of(text), Some(source), "{text}");
        }
        for text in ["", "财政资金", "省、市补助", "不含省级", "其他"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_latin_word_stands_alone() {
        assert!(names("采用BT模式", "BT") && names("bt", "BT") && names("建设 - 移交", "建设-移交"));
        assert!(!names("EBT", "BT") && !names("BTO模式", "BT"));
    }

    #[test]
    fn purposes_are_known_by_their_words_and_may_be_several() {
        use Purpose::*;
        let of = |text: &str| MoneyRules::embedded().purposes_of(text);
        for (text, purposes) in [
            ("日常养护", vec![Daily]),
            ("农村公路日常养护及管理工作", vec![Daily]),
            ("村护路员补助", vec![Daily]),
            ("养护员工资", vec![Daily]),
            ("养护工程", vec![Works]),
            ("县道大中修", vec![Works]),
            ("预防性养护工程", vec![Works]),
            ("农村公路养护资金", vec![Maintenance]),
            ("人员经费", vec![Staff]),
            ("养护管理机构人员经费", vec![Staff]),
            ("机构运行经费", vec![Operation]),
            ("办公经费", vec![Office]),
            ("日常养护及办公经费", vec![Daily, Office]),
            ("新建公路", vec![NewBuilding]),
            ("新改建工程", vec![NewBuilding, Rebuilding]),
        ] {
            assert_eq!(of(text), purposes, "{text}");
        }
        for text in ["", "其他", "安防工程", "日常养护（不含人员经费）"] {
            assert_eq!(of(text), [], "{text}");
        }
    }
}
