//! The words that reports share, as people read them.

use crate::reports::sheet::Label;
use crate::reports::sheet::Tone;

/// What a goal or a rule comes to. Formulas give the Chinese labels.
pub const STATUSES: &[Label] = &[
    Label { word: "met", zh: "达标", tone: Tone::Good },
    Label { word: "not_met", zh: "未达标", tone: Tone::Bad },
    Label { word: "overdue", zh: "逾期未达标", tone: Tone::Bad },
    Label { word: "not_due", zh: "未到期", tone: Tone::Quiet },
    Label { word: "no_data", zh: "数据不足", tone: Tone::Open },
    Label { word: "no_target", zh: "无量化目标", tone: Tone::Quiet },
    Label { word: "not_applicable", zh: "不适用", tone: Tone::Quiet },
];

pub const LEVELS: &[Label] = &[
    Label { word: "city", zh: "市", tone: Tone::Plain },
    Label { word: "county", zh: "县", tone: Tone::Plain },
    Label { word: "township", zh: "乡", tone: Tone::Plain },
    Label { word: "village", zh: "村", tone: Tone::Plain },
];

/// How a value is held against its target. The sign `=` would begin a formula.
pub const OPS: &[Label] = &[
    Label { word: "at_least", zh: "不低于", tone: Tone::Plain },
    Label { word: "equal", zh: "等于", tone: Tone::Plain },
];

pub const UNITS: &[Label] = &[
    Label { word: "km", zh: "km", tone: Tone::Plain },
    Label { word: "count", zh: "个", tone: Tone::Plain },
    Label { word: "projects", zh: "个项目", tone: Tone::Plain },
];

/// Whether a test is passed.
pub const PASSES: &[Label] =
    &[Label { word: "yes", zh: "是", tone: Tone::Plain }, Label { word: "no", zh: "否", tone: Tone::Plain }];
