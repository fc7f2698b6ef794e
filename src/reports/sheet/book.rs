//! What a report is made of.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::policy::Assumed;
use crate::reports::sheet::values::Cell;
use crate::reports::sheet::values::Label;

/// Chinese first, English beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub zh: Cow<'static, str>,
    pub en: Cow<'static, str>,
}

pub const fn words(zh: &'static str, en: &'static str) -> Words {
    Words { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
}

/// A report.
#[derive(Clone, Debug)]
pub struct Book {
    /// Of the file, without its ending: ASCII letters, digits, `-` and `_`.
    pub file_name: String,
    pub title: Words,
    /// Whom and when it is about, a line each.
    pub facts: Vec<(Words, String)>,
    /// The day whose state it tells.
    pub as_of: NaiveDate,
    pub revision: i64,
    pub is_invented: bool,
    /// The first is what CSV and the terminal are given.
    pub sheets: Vec<Sheet>,
    /// What the formulas compute with: cells with a name.
    pub parameters: Vec<Parameter>,
    pub notes: Vec<String>,
    pub sources: Vec<Source>,
    pub assumptions: Vec<Assumed>,
    /// Of the page to print alone.
    pub drawings: Vec<Drawing>,
}

/// One table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// A word of ours, by which formulas name it.
    pub key: &'static str,
    pub title: Words,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    /// The last line, which the lines add up to.
    pub total: Option<Line>,
    /// How many columns at the left stay in sight: they say whom a line is about.
    pub fixed: u16,
    /// Whether the page to print leaves it out.
    pub is_for_machines: bool,
}

/// A row of cells, one for each column.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub cells: Vec<Cell>,
    /// Keys of columns whose formula does not give the figure of this line: the figure alone is written.
    pub plain: Vec<&'static str>,
}

/// One column. `key` is its name in CSV and in formulas.
#[derive(Clone, Debug)]
pub struct Column {
    pub key: &'static str,
    pub title: Words,
    /// Empty where a figure has none.
    pub unit: &'static str,
    pub kind: Kind,
    /// The clause that the figures come from; empty where the lines say it themselves.
    pub clause: Cow<'static, str>,
    /// Of each line; see [`crate::reports::sheet::formula`].
    pub formula: Option<&'static str>,
    /// Whether the total line is the sum of the lines.
    pub is_summed: bool,
    /// Whether the page to print leaves it out: for what only machines read.
    pub is_for_machines: bool,
}

/// How the cells of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts, codes, chainages.
    Text,
    /// A word of a fixed list, with a colour.
    Status(&'static [Label]),
    /// Kilometres with three decimals.
    Km,
    /// CNY with two decimals.
    Money,
    /// A share, as percent with two decimals.
    Percent,
    /// A whole number.
    Count,
    /// Of the line's own unit.
    Number,
    Date,
}

impl Kind {
    pub fn is_figure(self) -> bool {
        !matches!(self, Self::Text | Self::Status(_) | Self::Date)
    }
}

/// A figure with a name, which formulas use.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// A name of ours that no spreadsheet takes for a cell: with an underscore.
    pub name: &'static str,
    pub title: Words,
    pub unit: &'static str,
    pub kind: Kind,
    pub value: Cell,
    pub clause: Cow<'static, str>,
}

/// What a figure or a rule stands on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// As the figures cite it.
    pub clause: String,
    pub document: String,
    /// Of the document, such as 许政办〔2022〕4号.
    pub number: String,
    pub text: String,
}

/// A picture, as SVG.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub title: Words,
    pub svg: String,
}

impl Book {
    /// What must be said first of what is not real.
    pub fn banner(&self) -> Option<&'static str> {
        self.is_invented.then_some("虚构数据：本表由虚构数据生成，不得作为实际依据。 Invented data: not real figures.")
    }

    /// Day and revision, in a line.
    pub fn state(&self) -> String {
        format!("截至 as of {} · 数据版本 revision {}", self.as_of, self.revision)
    }
}

impl Sheet {
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

impl Sheet {
    /// Adds a line for what the total has beyond the lines, as what is recorded of a county and lies in none
    /// of its townships; then the sums close again.
    pub fn add_rest(&mut self) {
        let Some(total) = &self.total else { return };
        let rest_of = |at: usize| {
            let known = self.lines.iter().map(|line| line.cells[at].exact()).sum::<Option<i128>>();
            total.cells[at].less(known?)
        };
        let mut is_there = false;
        let cells = self.columns.iter().enumerate().map(|(at, column)| match column.key {
            "name" => Cell::text("其余（未落到下级）"),
            _ if column.is_summed => {
                let rest = rest_of(at).unwrap_or(Cell::Unknown);
                is_there |= rest.exact().is_some_and(|rest| rest != 0);
                rest
            }
            _ => Cell::Unknown,
        });
        let cells: Vec<Cell> = cells.collect();
        if is_there && !self.lines.is_empty() {
            let plain = self.columns.iter().map(|column| column.key).collect();
            self.lines.push(Line { cells, plain });
        }
    }

    /// Marks in the total line what the lines do not add up to, as where a figure is known of the whole
    /// alone: such a figure is written as it is, never as a sum.
    pub fn check_total(&mut self) {
        let Some(mut total) = self.total.take() else { return };
        for (at, column) in self.columns.iter().enumerate().filter(|(_, column)| column.is_summed) {
            let sum = self.lines.iter().map(|line| line.cells[at].exact()).sum::<Option<i128>>();
            if sum != total.cells[at].exact() {
                total.plain.push(column.key);
            }
        }
        self.total = Some(total);
    }
}

impl Line {
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { cells, plain: Vec::new() }
    }
}

impl Column {
    pub const fn new(key: &'static str, title: Words, kind: Kind) -> Self {
        Self {
            key,
            title,
            unit: match kind {
                Kind::Km => "km",
                Kind::Money => "元",
                Kind::Percent => "%",
                _ => "",
            },
            kind,
            clause: Cow::Borrowed(""),
            formula: None,
            is_summed: false,
            is_for_machines: false,
        }
    }

    pub fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    pub fn clause(self, clause: impl Into<Cow<'static, str>>) -> Self {
        Self { clause: clause.into(), ..self }
    }

    pub fn formula(self, formula: &'static str) -> Self {
        Self { formula: Some(formula), ..self }
    }

    pub fn summed(self) -> Self {
        Self { is_summed: true, ..self }
    }

    pub fn for_machines(self) -> Self {
        Self { is_for_machines: true, ..self }
    }
}
