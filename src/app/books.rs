//! Reports as books of sheets: for a spreadsheet, for a printer.

use crate::app::ObligationsAsked;
use crate::app::Refusal;
use crate::app::View;
use crate::policy::money::ObligationRow;
use crate::reports::ObligationReport;
use crate::reports::obligation_book;
use crate::reports::obligation_table;
use crate::reports::page::map;
use crate::reports::page::next_level;
use crate::reports::page::shares_bar;
use crate::reports::sheet::Book;
use crate::reports::sheet::Sheet;
use crate::reports::sheet::words;
use crate::world::Level;
use crate::world::Scope;
use crate::world::UnitId;

impl View {
    /// The rows of [`View::obligations`], each with all its figures, for CSV; and the name of the file.
    pub fn obligation_table(&self, asked: &ObligationsAsked) -> Result<(Sheet, String), Refusal> {
        let below = self.obligations(asked)?;
        let report = ObligationReport { below: &below, whole: None, ..self.obligation_report(&below) };
        Ok((obligation_table(&report), obligation_book(&report).file_name))
    }

    /// A jurisdiction with what lies one level below it, or at the level that is asked for, and what that
    /// comes to.
    pub fn obligation_book(&self, asked: &ObligationsAsked) -> Result<Book, Refusal> {
        self.check_jurisdiction(asked.jurisdiction.as_deref())?;
        let top = self.top(asked.jurisdiction.as_deref());
        let level = self.level_below(top, asked.level);
        let of_top = ObligationsAsked { jurisdiction: self.code_of(top), level: None, ..asked.clone() };
        let below = match level {
            Some(level) => {
                let jurisdiction = asked.jurisdiction.clone();
                self.obligations(&ObligationsAsked { jurisdiction, level: Some(level), ..asked.clone() })?
            }
            None => self.obligations(asked)?,
        };
        let whole = match top {
            Some(_) => self.obligations(&of_top)?.rows.into_iter().next(),
            None => None,
        };
        // A jurisdiction does not add up to itself.
        let whole = whole.filter(|whole: &ObligationRow| below.rows.iter().all(|row| row.code != whole.code));
        let report = ObligationReport { whole: whole.as_ref(), ..self.obligation_report(&below) };
        Ok(obligation_book(&report))
    }

    /// The same with a map and who pays which share.
    pub fn obligation_page(&self, asked: &ObligationsAsked) -> Result<Book, Refusal> {
        let mut book = self.obligation_book(asked)?;
        if let Some(unit) = self.top(asked.jurisdiction.as_deref()) {
            book.drawings.extend(map(self.world(), Scope { unit, within: None }, &[]));
            let of_top = ObligationsAsked { jurisdiction: self.code_of(Some(unit)), level: None, ..asked.clone() };
            if let Some(shares) = self.obligations(&of_top)?.rows.first().and_then(|row| row.shares_fen) {
                let parts = [
                    (words("省级", "province"), shares.province),
                    (words("市级", "city"), shares.city),
                    (words("县级", "county"), shares.county),
                ];
                book.drawings.extend(shares_bar(&parts.map(|(who, fen)| (who, fen.into()))));
            }
        }
        Ok(book)
    }

    fn obligation_report<'a>(&'a self, below: &'a crate::policy::money::Obligations) -> ObligationReport<'a> {
        ObligationReport {
            below,
            whole: None,
            rules: &self.book().money,
            revision: self.revision(),
            is_invented: self.is_invented(),
        }
    }

    /// Whom a book is about: who is named, else the one at the top of the tree, if it is one.
    pub(super) fn top(&self, jurisdiction: Option<&str>) -> Option<UnitId> {
        let tree = self.jurisdictions().tree();
        if let Some(code) = jurisdiction {
            return tree.find(code);
        }
        let mut roots = tree.ids().filter(|id| tree.unit(*id).parent.is_none() && !tree.is_body(*id));
        roots.next().filter(|_| roots.next().is_none())
    }

    /// The level of the lines of a book; `None` where nothing lies below.
    pub(super) fn level_below(&self, top: Option<UnitId>, asked: Option<Level>) -> Option<Level> {
        let tree = self.jurisdictions().tree();
        let top = top?;
        let level = if tree.is_body(top) { Some(Level::County) } else { tree.unit(top).level };
        let level = asked.or_else(|| next_level(level))?;
        (!tree.scopes(Some(top), Some(level)).is_empty()).then_some(level)
    }

    pub(super) fn code_of(&self, unit: Option<UnitId>) -> Option<String> {
        unit.map(|unit| self.jurisdictions().tree().unit(unit).code.to_string())
    }
}
