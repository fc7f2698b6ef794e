//! Shapes as well-known text (OGC 06-103r4, 7), as CSV carries them.
//!
//! The reader is our own because it meets files that nobody vouches for: nesting is bounded, curves
//! are refused by name, heights and measures are dropped and said to be.

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::GeometryCollection;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::MultiPoint;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;
use geozero::ToWkt;

use crate::domain::value::NotAValue;
use crate::domain::value::clipped;
use crate::exchange::shapes::polygon_of;
use crate::geom::Shape;
use crate::geom::codec::CodecFault;

pub fn to_wkt(shape: &Shape) -> String {
    shape.to_wkt().expect("writing to memory does not fail")
}

/// The shape of a text, and whether it had heights or measures. An `SRID=…;` before it is passed
/// over: a file has one CRS, named once.
pub fn from_wkt(text: &str) -> Result<(Shape, bool), NotAValue> {
    let body = match text.split_once(';') {
        Some((srid, body)) if srid.trim().to_uppercase().starts_with("SRID=") => body,
        _ => text,
    };
    let mut reader = Reader { left: body, had_height: false };
    let shape = reader.shape(0)?;
    reader.space();
    if !reader.left.is_empty() {
        return refuse(text);
    }
    Ok((shape, reader.had_height))
}

fn refuse<T>(text: &str) -> Result<T, NotAValue> {
    Err(NotAValue {
        problem: format!("`{}` is not WKT", clipped(text)),
        remedy: "well-known text, as POINT(113.86 34.03) or LINESTRING(113.8 34, 113.9 34.1)".into(),
    })
}

struct Reader<'a> {
    left: &'a str,
    had_height: bool,
}

impl<'a> Reader<'a> {
    fn space(&mut self) {
        self.left = self.left.trim_start();
    }

    /// Takes a sign where it stands next.
    fn sign(&mut self, sign: char) -> bool {
        self.space();
        match self.left.strip_prefix(sign) {
            Some(rest) => {
                self.left = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), NotAValue> {
        if self.sign(sign) { Ok(()) } else { refuse(if self.left.is_empty() { "(the text ends)" } else { self.left }) }
    }

    fn token(&mut self, part_of: fn(char) -> bool) -> &'a str {
        self.space();
        let end = self.left.find(|c| !part_of(c)).unwrap_or(self.left.len());
        let (token, rest) = self.left.split_at(end);
        self.left = rest;
        token
    }

    fn word(&mut self) -> String {
        self.token(|c| c.is_ascii_alphabetic()).to_ascii_uppercase()
    }

    fn shape(&mut self, depth: u8) -> Result<Shape, NotAValue> {
        let whole = self.left;
        let mut kind = self.word();
        if depth > 4 || kind.is_empty() {
            return refuse(whole);
        }
        // `POINT Z (…)` and `POINTZ(…)`; what follows decides how many numbers a position has.
        for suffix in ["ZM", "Z", "M"] {
            if let Some(plain) = kind.strip_suffix(suffix) {
                kind = plain.to_owned();
                break;
            }
        }
        let before = self.left;
        let mut word = self.word();
        if ["Z", "M", "ZM"].contains(&word.as_str()) {
            word = self.word();
        } else if word.is_empty() {
            self.left = before;
        }
        let is_empty = match word.as_str() {
            "" => false,
            "EMPTY" => true,
            _ => return refuse(whole),
        };
        Ok(match kind.as_str() {
            "POINT" if is_empty => MultiPoint::new(Vec::new()).into(),
            "POINT" => {
                self.expect('(')?;
                let at = self.position()?;
                self.expect(')')?;
                Point(at).into()
            }
            "LINESTRING" if is_empty => LineString::new(Vec::new()).into(),
            "LINESTRING" => self.line()?.into(),
            "POLYGON" if is_empty => Polygon::new(LineString::new(Vec::new()), Vec::new()).into(),
            "POLYGON" => self.polygon()?.into(),
            "MULTIPOINT" => MultiPoint::new(self.list(is_empty, Self::point)?).into(),
            "MULTILINESTRING" => MultiLineString::new(self.list(is_empty, Self::line)?).into(),
            "MULTIPOLYGON" => MultiPolygon::new(self.list(is_empty, Self::polygon)?).into(),
            "GEOMETRYCOLLECTION" => {
                Geometry::GeometryCollection(GeometryCollection::from(self.list(is_empty, |me| me.shape(depth + 1))?))
            }
            "CIRCULARSTRING" => return curve("circular string"),
            "COMPOUNDCURVE" => return curve("compound curve"),
            "CURVEPOLYGON" => return curve("curve polygon"),
            "MULTICURVE" => return curve("multicurve"),
            "MULTISURFACE" => return curve("multisurface"),
            _ => return refuse(whole),
        })
    }

    fn list<T>(
        &mut self,
        is_empty: bool,
        mut part: impl FnMut(&mut Self) -> Result<T, NotAValue>,
    ) -> Result<Vec<T>, NotAValue> {
        let mut parts = Vec::new();
        let before = self.left;
        if is_empty || self.word() == "EMPTY" {
            return Ok(parts);
        }
        self.left = before;
        self.expect('(')?;
        loop {
            parts.push(part(self)?);
            if !self.sign(',') {
                self.expect(')')?;
                return Ok(parts);
            }
        }
    }

    fn line(&mut self) -> Result<LineString<f64>, NotAValue> {
        Ok(LineString::new(self.list(false, Self::position)?))
    }

    fn polygon(&mut self) -> Result<Polygon<f64>, NotAValue> {
        polygon_of(self.list(false, Self::line)?)
    }

    /// A part of a multipoint is written `(1 2)` or `1 2`.
    fn point(&mut self) -> Result<Point<f64>, NotAValue> {
        let has_brackets = self.sign('(');
        let at = self.position()?;
        if has_brackets {
            self.expect(')')?;
        }
        Ok(Point(at))
    }

    fn position(&mut self) -> Result<Coord<f64>, NotAValue> {
        let mut numbers = [0.0; 4];
        let mut count = 0;
        loop {
            let whole = self.left;
            let token = self.token(|c| c.is_ascii_alphanumeric() || ['.', '-', '+'].contains(&c));
            if token.is_empty() && count >= 2 {
                break;
            }
            match token.parse() {
                Ok(number) if count < 4 => numbers[count] = number,
                _ => return refuse(if whole.is_empty() { "(the text ends)" } else { whole }),
            }
            count += 1;
        }
        self.had_height |= count > 2;
        Ok(Coord { x: numbers[0], y: numbers[1] })
    }
}

fn curve<T>(kind: &'static str) -> Result<T, NotAValue> {
    Err(curve_fault(&CodecFault::Curve(kind)))
}

/// A codec's fault in two parts: what is wrong, and what would be right.
pub fn curve_fault(why: &CodecFault) -> NotAValue {
    let said = why.to_string();
    match said.split_once(": ") {
        Some((problem, remedy)) => NotAValue { problem: problem.to_owned(), remedy: remedy.to_owned() },
        None => NotAValue { problem: said, remedy: "write the file again, or leave the row out".into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::CoordsIter;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(text: &str, plain: &str) {
        assert_eq!(to_wkt(&from_wkt(text).unwrap().0), plain);
    }

    #[test]
    fn the_ways_in_which_programs_write_wkt_are_read() {
        reads("POINT(114.1 34.2)", "POINT(114.1 34.2)");
        reads("SRID=4490;point Z (114.1 34.2 80)", "POINT(114.1 34.2)");
        reads("LineString ZM(1 2 3 4,5 6 7 8)", "LINESTRING(1 2,5 6)");
        reads("POINTZ(1e2 -2.5 3)", "POINT(100 -2.5)");
        reads("MULTIPOINT((1 2),(3 4))", "MULTIPOINT(1 2,3 4)");
        reads("MULTIPOINT(1 2, 3 4)", "MULTIPOINT(1 2,3 4)");
        reads("POLYGON((0 0,9 0,9 9,0 0),(3 1,4 1,4 2,3 1))", "POLYGON((0 0,9 0,9 9,0 0),(3 1,4 1,4 2,3 1))");
        assert!(from_wkt("POINT M (1 2 3)").unwrap().1);
        assert!(!from_wkt("MULTIPOLYGON EMPTY").unwrap().1);
    }

    /// Found by the fuzzer: what we write of it was not read.
    #[test]
    fn parts_may_be_empty() {
        let empty = from_wkt("POLYGON EMPTY").unwrap().0;
        assert_eq!(from_wkt(&to_wkt(&empty)).unwrap().0, empty);
        assert_eq!(from_wkt("MULTILINESTRING(EMPTY,(1 2,3 4))").unwrap().0.coords_count(), 2);
    }

    #[test]
    fn what_is_not_wkt_is_refused() {
        for text in
            ["", "POINT", "POINT(1)", "POINT(1 2", "POINT(1 2))", "POINT(a b)", "CIRCLE(1 2)", "POINT(1 2 3 4 5)"]
        {
            assert!(from_wkt(text).unwrap_err().problem.contains("is not WKT"), "{text}");
        }
        assert!(from_wkt("CIRCULARSTRING(0 0,1 1,2 0)").unwrap_err().remedy.contains("CONVERT_TO_LINEAR"));
        assert!(from_wkt("POLYGON((0 0,9 0,9 9))").unwrap_err().problem.contains("does not close"));
        assert!(from_wkt(&"GEOMETRYCOLLECTION(".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "(POINT|LINESTRING|POLYGON|MULTI|Z|M| |\\(|\\)|,|[0-9.-]{1,3}|\\PC){0,20}") {
            let _ = from_wkt(&text);
        }
    }
}
