//! The records of a collection, page by page: by box and by equality, in the order of their codes.

use geo::BoundingRect;
use geo::Intersects;
use geo_types::Coord;
use geo_types::Rect;

use crate::domain::Past;
use crate::domain::Value;
use crate::world::Row;
use crate::world::Shard;
use crate::world::Table;

/// Which records are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Degrees. Two boxes where one would cross the antimeridian. Records whose shape meets a box
    /// are wanted; touching its edge is meeting.
    pub boxes: Vec<Rect<f64>>,
    /// Field and value, all of which must be equal. Unknown equals nothing.
    pub equal: Vec<(usize, Value)>,
    /// The one code that is wanted.
    pub code: Option<String>,
    /// Only versions that count in this past.
    pub past: Option<Past>,
}

/// One page.
#[derive(Debug)]
pub struct Page<'a> {
    pub rows: Vec<Row<'a>>,
    /// How many records match, on all pages.
    pub matched: usize,
    /// Whether there is more after the last row.
    pub more: bool,
}

impl Wanted {
    pub fn is_everything(&self) -> bool {
        self.boxes.is_empty() && self.equal.is_empty() && self.code.is_none() && self.past.is_none()
    }

    fn takes(&self, row: Row<'_>) -> bool {
        self.code.as_ref().is_none_or(|code| row.code() == code)
            && self.past.is_none_or(|past| counts(row, past))
            && self.equal.iter().all(|(field, value)| row.shard.column(*field).value(row.row) == *value)
    }
}

/// Whether the version that stands counted in the past.
pub fn counts(row: Row<'_>, past: Past) -> bool {
    let (_, valid_from, recorded_at) = row.shard.standing(row.row);
    past.counts(valid_from, recorded_at)
}

/// One page of two tables that have no code in common.
pub fn merged<'a>(one: Page<'a>, other: Page<'a>, limit: usize) -> Page<'a> {
    let mut rows = one.rows;
    rows.extend(other.rows);
    rows.sort_unstable_by(|a, b| a.code().cmp(b.code()));
    let more = one.more || other.more || rows.len() > limit;
    rows.truncate(limit);
    Page { rows, matched: one.matched + other.matched, more }
}

/// The page of at most `limit` records whose codes come after `after`.
pub fn items<'a>(table: &'a Table, wanted: &Wanted, after: Option<&str>, limit: usize) -> Page<'a> {
    if wanted.is_everything() {
        let mut rows: Vec<Row> = table.in_code_order(after).take(limit + 1).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        return Page { rows, matched: table.len(), more };
    }
    let mut found = if wanted.boxes.is_empty() {
        matching(table, wanted)
    } else {
        let boxed = table.shards().flat_map(|shard| in_boxes(shard, &wanted.boxes));
        boxed.filter(|row| wanted.takes(*row)).collect()
    };
    let matched = found.len();
    found.retain(|row| after.is_none_or(|after| row.code() > after));
    let more = found.len() > limit;
    // Only the page is sorted, not all that match.
    if more {
        found.select_nth_unstable_by(limit, |a, b| a.code().cmp(b.code()));
        found.truncate(limit);
    }
    found.sort_unstable_by(|a, b| a.code().cmp(b.code()));
    Page { rows: found, matched, more }
}

/// Rows by equality. The first condition on a text is put to each distinct text once.
fn matching<'a>(table: &'a Table, wanted: &Wanted) -> Vec<Row<'a>> {
    if let Some(code) = &wanted.code {
        return table.find(code).into_iter().filter(|row| wanted.takes(*row)).collect();
    }
    let text = wanted.equal.iter().find_map(|(field, value)| Some((*field, value.as_text()?)));
    let Some((field, text)) = text else {
        return table.rows().filter(|row| wanted.takes(*row)).collect();
    };
    let mut found = Vec::new();
    for shard in table.shards() {
        if let crate::world::Column::Text(texts) = shard.column(field) {
            let rows = texts.rows_where(|known| known == text).into_iter();
            found.extend(rows.map(|row| Row { shard, row: row as usize }).filter(|row| wanted.takes(*row)));
        }
    }
    found
}

/// Rows of a shard whose shape meets one of the boxes, in degrees.
fn in_boxes<'a>(shard: &'a Shard, boxes: &[Rect<f64>]) -> Vec<Row<'a>> {
    let Some(bounds) = shard.bounds() else { return Vec::new() };
    let mut rows = Vec::new();
    for wanted in boxes.iter().filter(|wanted| wanted.intersects(&bounds)) {
        if wanted.min().x <= bounds.min().x
            && wanted.min().y <= bounds.min().y
            && wanted.max().x >= bounds.max().x
            && wanted.max().y >= bounds.max().y
        {
            rows.extend((0..shard.len()).filter(|row| shard.shape(*row).is_some()));
            continue;
        }
        shard.near_box(*wanted, |row| {
            if meets(shard, row, *wanted) {
                rows.push(row);
            }
        });
    }
    if boxes.len() > 1 {
        rows.sort_unstable();
        rows.dedup();
    }
    rows.into_iter().map(|row| Row { shard, row }).collect()
}

fn meets(shard: &Shard, row: usize, wanted: Rect<f64>) -> bool {
    match shard.shape_ref(row) {
        Some(shape) => shape.bounding_rect().is_some_and(|rect| rect.intersects(&wanted)) && shape.intersects(&wanted),
        None => {
            let [x, y] = shard.lonlat(row);
            wanted.intersects(&Coord { x, y })
        }
    }
}
