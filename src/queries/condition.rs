//! In what condition a road is on a day: surveys laid onto segments by chainage, and the segment's own
//! assessment, whichever is newer at each place.
//!
//! MQI counts; where it is missing PQI does, and where that is missing too a PQI derived from PCI and RQI;
//! an answer says which. What was measured on an unknown day, or after the day that is asked for, counts
//! never. A survey that gives no index leaves the one before it standing.

use chrono::NaiveDate;

use crate::geom::Chainage;
use crate::queries::condition_scale::Grade;
use crate::queries::condition_scale::Index;
use crate::queries::condition_scale::Scale;
use crate::world::Segment;
use crate::world::Survey;
use crate::world::World;

/// A part of a segment with the index that holds there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConditionPiece<'a> {
    /// Shares of the segment's line, from 0 to 1.
    pub from: f64,
    pub to: f64,
    pub value: f64,
    pub index: Index,
    pub grade: Grade,
    pub surveyed_on: NaiveDate,
    pub source: ConditionSource<'a>,
}

/// Where an index was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionSource<'a> {
    /// A survey, by its code.
    Survey(&'a str),
    /// The segment's own record.
    Segment,
}

/// The condition of a segment on a day, in the order of its line; what no piece holds is not assessed.
///
/// At each place the newest wins. Of two surveys of one day the one with the better index to go by (MQI
/// before PQI before a derived one), then one driven by an instrument, then the one whose code comes
/// first; the segment's own record gives way to a survey of the same day, which is nearer the place.
pub fn condition_of<'a>(
    world: &'a World,
    segment: &'a Segment,
    on: NaiveDate,
    scale: &Scale,
) -> Vec<ConditionPiece<'a>> {
    let class = segment.facts.technical_class.as_deref();
    let own = own_assessment(segment, on);
    let mut laid: Vec<(f64, f64, Found<'a>)> = Vec::new();
    if let (Some(road), Some(whole)) = (segment.road.as_deref(), segment.stretch) {
        let share = |at: Chainage| (at.metres() - whole.from().metres()) / whole.length_m();
        for survey in world.surveys().along(road, whole).filter(|survey| survey.surveyed_on <= on) {
            let Some(part) = survey.stretch.shared_with(whole) else { continue };
            if let Some(found) = surveyed(survey, class, scale) {
                laid.push((share(part.from()), share(part.to()), found));
            }
        }
    }
    laid.extend(own.map(|own| (0.0, 1.0, own)));
    let mut cuts: Vec<f64> = laid.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    let mut pieces: Vec<ConditionPiece<'a>> = Vec::new();
    for pair in cuts.windows(2) {
        let here = laid.iter().filter(|(from, to, _)| *from <= pair[0] && pair[1] <= *to);
        let Some((_, _, best)) = here.max_by(|a, b| a.2.rank().cmp(&b.2.rank())) else { continue };
        match pieces.last_mut() {
            Some(last) if last.to >= pair[0] && last.source == best.source => last.to = pair[1],
            _ => pieces.push(best.over(pair[0], pair[1], scale)),
        }
    }
    pieces
}

/// An index, and what decides between two of them.
#[derive(Clone, Copy, Debug)]
struct Found<'a> {
    value: f64,
    index: Index,
    on: NaiveDate,
    is_automatic: bool,
    source: ConditionSource<'a>,
}

impl Found<'_> {
    /// The greatest wins.
    fn rank(&self) -> impl Ord {
        let code = match self.source {
            ConditionSource::Survey(code) => Some(std::cmp::Reverse(code)),
            ConditionSource::Segment => None,
        };
        (self.on, code.is_some(), std::cmp::Reverse(self.index), self.is_automatic, code)
    }
}

impl<'a> Found<'a> {
    fn over(self, from: f64, to: f64, scale: &Scale) -> ConditionPiece<'a> {
        let Self { value, index, on, source, .. } = self;
        ConditionPiece { from, to, value, index, grade: scale.grade(value), surveyed_on: on, source }
    }
}

fn surveyed<'a>(survey: &'a Survey, class: Option<&str>, scale: &Scale) -> Option<Found<'a>> {
    let (value, index) = match (survey.mqi, survey.pqi) {
        (Some(mqi), _) => (mqi, Index::Mqi),
        (None, Some(pqi)) => (pqi, Index::Pqi),
        (None, None) => (scale.derived_pqi(class, survey)?, Index::Derived),
    };
    Some(Found {
        value,
        index,
        on: survey.surveyed_on,
        is_automatic: survey.is_automatic == Some(true),
        source: ConditionSource::Survey(&survey.code),
    })
}

fn own_assessment(segment: &Segment, on: NaiveDate) -> Option<Found<'static>> {
    let facts = &segment.facts;
    let day = facts.assessed_on.filter(|day| *day <= on)?;
    let (value, index) = match (facts.mqi, facts.pqi) {
        (Some(mqi), _) => (mqi, Index::Mqi),
        (None, Some(pqi)) => (pqi, Index::Pqi),
        (None, None) => return None,
    };
    Some(Found { value, index, on: day, is_automatic: false, source: ConditionSource::Segment })
}
