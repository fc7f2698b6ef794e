//! The shapes of a Shapefile (ESRI Shapefile Technical Description, July 1998), to and from bytes.
//!
//! Coordinates are little-endian, lengths in the file big-endian and in words of two bytes.

use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::MultiPoint;
use geo_types::Point;
use geo_types::Polygon;

use crate::domain::value::NotAValue;
use crate::exchange::shp_rings::polygons_of;
use crate::geom::Shape;

pub const NULL: i32 = 0;
pub const POINT: i32 = 1;
pub const POLYLINE: i32 = 3;
pub const POLYGON: i32 = 5;
const MULTIPOINT: i32 = 8;
const MULTIPATCH: i32 = 31;

/// The content of a record as a shape, and whether it had heights or measures.
pub fn decoded(content: &[u8]) -> Result<Option<(Shape, bool)>, NotAValue> {
    let mut bytes = Bytes { left: content };
    let kind = bytes.int()?;
    let (flat, has_height) = match kind {
        11..=20 => (kind - 10, true),
        21..=30 => (kind - 20, true),
        flat => (flat, false),
    };
    let shape: Shape = match flat {
        NULL if !has_height => return Ok(None),
        POINT => {
            let at = bytes.corner()?;
            // Before there were null shapes, NaN said that a point has no place.
            if at.x.is_nan() && at.y.is_nan() {
                return Ok(None);
            }
            Point(at).into()
        }
        MULTIPOINT => {
            bytes.skip(32)?;
            let count = bytes.count()?;
            MultiPoint::new(bytes.corners(count)?.into_iter().map(Point).collect()).into()
        }
        POLYLINE => match bytes.parts()? {
            mut parts if parts.len() == 1 => parts.remove(0).into(),
            parts => MultiLineString::new(parts).into(),
        },
        POLYGON => polygons_of(bytes.parts()?)?.into(),
        MULTIPATCH => {
            return Err(NotAValue {
                problem: "the shape is a multipatch, a body in space".into(),
                remedy: "give a point, a line or a polygon".into(),
            });
        }
        _ => {
            return Err(NotAValue {
                problem: format!("{kind} is not a type of shape"),
                remedy: "export the Shapefile again".into(),
            });
        }
    };
    Ok(Some((shape, has_height)))
}

struct Bytes<'a> {
    left: &'a [u8],
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], NotAValue> {
        let Some((first, rest)) = self.left.split_first_chunk::<N>() else {
            return Err(NotAValue {
                problem: "the shape is cut".into(),
                remedy: "copy or export the Shapefile again".into(),
            });
        };
        self.left = rest;
        Ok(*first)
    }

    fn int(&mut self) -> Result<i32, NotAValue> {
        Ok(i32::from_le_bytes(self.take()?))
    }

    /// How many things follow; no more than there are bytes for, so that nothing is reserved that
    /// the file does not fill.
    fn count(&mut self) -> Result<usize, NotAValue> {
        let count = self.int()?;
        usize::try_from(count).ok().filter(|count| count / 4 <= self.left.len()).ok_or_else(|| NotAValue {
            problem: format!("the shape says that it has {count} parts or corners, and has fewer"),
            remedy: "copy or export the Shapefile again".into(),
        })
    }

    fn skip(&mut self, bytes: usize) -> Result<(), NotAValue> {
        for _ in 0..bytes / 4 {
            self.int()?;
        }
        Ok(())
    }

    fn corner(&mut self) -> Result<Coord<f64>, NotAValue> {
        Ok(Coord { x: f64::from_le_bytes(self.take()?), y: f64::from_le_bytes(self.take()?) })
    }

    fn corners(&mut self, count: usize) -> Result<Vec<Coord<f64>>, NotAValue> {
        (0..count).map(|_| self.corner()).collect()
    }

    /// Lines or rings, behind their box and the places at which each begins.
    fn parts(&mut self) -> Result<Vec<LineString<f64>>, NotAValue> {
        self.skip(32)?;
        let (parts, count) = (self.count()?, self.count()?);
        let mut starts = Vec::new();
        for _ in 0..parts {
            starts.push(usize::try_from(self.int()?).unwrap_or(usize::MAX));
        }
        let corners = self.corners(count)?;
        starts.push(corners.len());
        let is_sound = starts[0] == 0 && starts.windows(2).all(|pair| pair[0] <= pair[1]);
        if !is_sound {
            return Err(NotAValue {
                problem: "the parts of the shape are out of order".into(),
                remedy: "export the Shapefile again".into(),
            });
        }
        let parts = starts.windows(2).map(|pair| LineString::new(corners[pair[0]..pair[1]].to_vec()));
        Ok(parts.filter(|part| !part.0.is_empty()).collect())
    }
}

/// The type of shape that a Shapefile of such shapes has; `None` for what it cannot hold.
pub fn kind_of(shape: &Shape) -> Option<i32> {
    match shape {
        Geometry::Point(_) => Some(POINT),
        Geometry::LineString(_) | Geometry::MultiLineString(_) => Some(POLYLINE),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => Some(POLYGON),
        _ => None,
    }
}

/// A shape as the content of a record; a null shape where there is none.
pub fn encoded(shape: Option<&Shape>) -> Vec<u8> {
    let lines: Vec<Vec<Coord<f64>>> = match shape {
        Some(Geometry::Point(at)) => {
            let mut content = POINT.to_le_bytes().to_vec();
            put(&mut content, [at.x(), at.y()]);
            return content;
        }
        Some(Geometry::LineString(line)) => vec![line.0.clone()],
        Some(Geometry::MultiLineString(lines)) => lines.iter().map(|line| line.0.clone()).collect(),
        Some(Geometry::Polygon(polygon)) => rings(polygon),
        Some(Geometry::MultiPolygon(parts)) => parts.iter().flat_map(rings).collect(),
        _ => return NULL.to_le_bytes().to_vec(),
    };
    let mut content = shape.and_then(kind_of).unwrap_or(NULL).to_le_bytes().to_vec();
    let extent = shape.and_then(BoundingRect::bounding_rect);
    let (least, most) = extent.map_or_else(Default::default, |extent| (extent.min(), extent.max()));
    put(&mut content, [least.x, least.y, most.x, most.y]);
    put_int(&mut content, lines.len());
    put_int(&mut content, lines.iter().map(Vec::len).sum());
    let mut start = 0;
    for line in &lines {
        put_int(&mut content, start);
        start += line.len();
    }
    for corner in lines.iter().flatten() {
        put(&mut content, [corner.x, corner.y]);
    }
    content
}

fn put<const N: usize>(content: &mut Vec<u8>, numbers: [f64; N]) {
    for number in numbers {
        content.extend(number.to_le_bytes());
    }
}

fn put_int(content: &mut Vec<u8>, number: usize) {
    content.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

/// Outer rings run clockwise, holes the other way.
fn rings(polygon: &Polygon<f64>) -> Vec<Vec<Coord<f64>>> {
    let clockwise = |ring: &LineString<f64>, is_wanted: bool| {
        let mut corners = ring.0.clone();
        if (crate::exchange::shp_rings::twice_area(ring) < 0.0) != is_wanted {
            corners.reverse();
        }
        corners
    };
    let holes = polygon.interiors().iter().map(|hole| clockwise(hole, false));
    std::iter::once(clockwise(polygon.exterior(), true)).chain(holes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::wkt::from_wkt;
    use crate::exchange::wkt::to_wkt;
    use proptest::prelude::*;

    #[track_caller]
    fn check(written: &str, read: &str) {
        let shape = from_wkt(written).unwrap().0;
        let (back, has_height) = decoded(&encoded(Some(&shape))).unwrap().unwrap();
        assert_eq!((to_wkt(&back).as_str(), has_height), (read, false));
    }

    #[test]
    fn shapes_come_back() {
        check("POINT(1 2)", "POINT(1 2)");
        check("LINESTRING(1 2,3 4)", "LINESTRING(1 2,3 4)");
        check("MULTILINESTRING((1 2,3 4),(5 6,7 8))", "MULTILINESTRING((1 2,3 4),(5 6,7 8))");
        let holed = "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1)),((20 0,29 0,29 9,20 0)))";
        check(holed, holed);
        check("POLYGON((0 0,0 9,9 9,9 0,0 0))", "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)))");
        assert_eq!(decoded(&encoded(None)).unwrap(), None);
    }

    #[test]
    fn heights_and_measures_are_dropped_and_said() {
        let mut content = 11_i32.to_le_bytes().to_vec();
        put(&mut content, [1.0, 2.0, 80.0, 0.0]);
        assert_eq!(decoded(&content).unwrap(), Some((Point::new(1.0, 2.0).into(), true)));
        let mut line = encoded(Some(&from_wkt("LINESTRING(1 2,3 4)").unwrap().0));
        line[0] = 23;
        assert!(decoded(&line).unwrap().unwrap().1);
    }

    #[test]
    fn what_is_no_shape_is_named() {
        let says = |content: &[u8], words: &str| {
            let why = decoded(content).unwrap_err();
            assert!(why.problem.contains(words), "{why}");
        };
        says(&31_i32.to_le_bytes(), "multipatch");
        says(&77_i32.to_le_bytes(), "77 is not a type");
        says(&1_i32.to_le_bytes(), "cut");
        let mut line = encoded(Some(&from_wkt("LINESTRING(1 2,3 4)").unwrap().0));
        line[36..44].copy_from_slice(&[255, 255, 255, 127, 255, 255, 255, 127]);
        says(&line, "has fewer");
        says(&[&line[..36], &[1, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0], &line[48..]].concat(), "out of order");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_decoder_panic(
            kind in 0..34_i32,
            counts in prop::array::uniform2(0..6_i32),
            rest in prop::collection::vec(any::<u8>(), 0..200),
            cut in 0..250_usize,
        ) {
            let mut content = kind.to_le_bytes().to_vec();
            content.extend([0; 32]);
            content.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
            content.extend(rest);
            let _ = decoded(&content[..cut.min(content.len())]);
        }
    }
}
