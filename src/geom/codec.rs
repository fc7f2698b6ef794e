//! Geometry as bytes: ISO WKB, and the GeoPackage binary that wraps it (OGC 12-128r17, 2.1.3).
//!
//! The reader is our own because it meets files that nobody vouches for: a count is never trusted
//! beyond the bytes that are there, and Z and M are dropped, as the collections are flat.

use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::GeometryCollection;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::MultiPoint;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;
use geozero::CoordDimensions;
use geozero::ToWkb;

use crate::geom::Shape;

/// A byte order, a type and a count.
const SHORTEST: usize = 9;

/// So deep geometry collections may lie in one another.
pub const DEEPEST: u8 = 4;

/// How deep the shapes of a collection lie in it; 0 for a shape that is none.
pub fn depth_of(shape: &Shape) -> usize {
    match shape {
        Geometry::GeometryCollection(parts) => 1 + parts.iter().map(depth_of).max().unwrap_or(0),
        Geometry::MultiPoint(_) | Geometry::MultiLineString(_) | Geometry::MultiPolygon(_) => 1,
        _ => 0,
    }
}

/// Why bytes are not a shape that we hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecFault {
    #[error("the geometry ends too early")]
    Truncated,
    #[error("the geometry does not start as {0} does")]
    Header(&'static str),
    #[error(
        "the geometry is a {0}: stroke curves into straight pieces first (ST_CurveToLine, ogr2ogr -nlt CONVERT_TO_LINEAR)"
    )]
    Curve(&'static str),
    #[error("geometry type {0} is not one of OGC simple features")]
    Type(u32),
    #[error("geometries are nested too deep")]
    Depth,
}

/// ISO WKB, little-endian.
pub fn to_wkb(shape: &Shape) -> Vec<u8> {
    shape.to_wkb(CoordDimensions::xy()).expect("writing to memory does not fail")
}

/// GeoPackage binary: header, envelope (not for points, whose envelope is themselves), WKB.
pub fn to_geopackage(shape: &Shape, srs_id: i32) -> Vec<u8> {
    let envelope = match shape {
        Geometry::Point(_) => None,
        _ => shape.bounding_rect(),
    };
    // Bit 0: little-endian; bits 1–3: envelope kind, 1 = XY.
    let mut blob = vec![b'G', b'P', 0, if envelope.is_some() { 0b11 } else { 0b01 }];
    blob.extend(srs_id.to_le_bytes());
    if let Some(envelope) = envelope {
        for edge in [envelope.min().x, envelope.max().x, envelope.min().y, envelope.max().y] {
            blob.extend(edge.to_le_bytes());
        }
    }
    blob.extend(to_wkb(shape));
    blob
}

/// The shape of a GeoPackage blob; `None` when the blob says that it is empty.
pub fn from_geopackage(blob: &[u8]) -> Result<Option<Shape>, CodecFault> {
    if blob.len() < 8 || &blob[..2] != b"GP" {
        return Err(CodecFault::Header("GeoPackage binary"));
    }
    let flags = blob[3];
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(CodecFault::Header("GeoPackage binary")),
    };
    if flags & 0b10_0000 != 0 {
        return Err(CodecFault::Header("a standard GeoPackage geometry"));
    }
    let wkb = blob.get(8 + envelope..).ok_or(CodecFault::Truncated)?;
    let shape = from_wkb(wkb)?;
    let is_empty = flags & 0b1_0000 != 0 || geo::CoordsIter::coords_count(&shape) == 0;
    Ok((!is_empty).then_some(shape))
}

/// Reads ISO WKB and EWKB of either byte order.
pub fn from_wkb(bytes: &[u8]) -> Result<Shape, CodecFault> {
    Reader { left: bytes, little: true }.shape(0)
}

struct Reader<'a> {
    left: &'a [u8],
    little: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], CodecFault> {
        let (head, rest) = self.left.split_first_chunk::<N>().ok_or(CodecFault::Truncated)?;
        self.left = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, CodecFault> {
        let bytes = self.take::<4>()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn f64(&mut self) -> Result<f64, CodecFault> {
        let bytes = self.take::<8>()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// A count of things that take at least `least` bytes each: refused before anything is
    /// reserved for it.
    fn count(&mut self, least: usize) -> Result<usize, CodecFault> {
        let count = self.u32()? as usize;
        if count.saturating_mul(least) > self.left.len() { Err(CodecFault::Truncated) } else { Ok(count) }
    }

    fn coord(&mut self, dims: usize) -> Result<Coord<f64>, CodecFault> {
        let (x, y) = (self.f64()?, self.f64()?);
        for _ in 2..dims {
            self.f64()?;
        }
        Ok(Coord { x, y })
    }

    fn coords(&mut self, dims: usize) -> Result<LineString<f64>, CodecFault> {
        (0..self.count(8 * dims)?).map(|_| self.coord(dims)).collect()
    }

    fn polygon(&mut self, dims: usize) -> Result<Polygon<f64>, CodecFault> {
        let mut rings = (0..self.count(4)?).map(|_| self.coords(dims)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn parts(&mut self, depth: u8) -> Result<Vec<Shape>, CodecFault> {
        (0..self.count(SHORTEST)?).map(|_| self.shape(depth + 1)).collect()
    }

    fn shape(&mut self, depth: u8) -> Result<Shape, CodecFault> {
        if depth > DEEPEST {
            return Err(CodecFault::Depth);
        }
        self.little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(CodecFault::Header("WKB")),
        };
        let code = self.u32()?;
        // EWKB marks Z, M and an SRID in the high bits, ISO WKB Z and M in the thousands.
        let (kind, thousands) = ((code & 0x1fff_ffff) % 1000, (code & 0x1fff_ffff) / 1000);
        if thousands > 3 {
            return Err(CodecFault::Type(code));
        }
        let has_z = code & 0x8000_0000 != 0 || thousands == 1 || thousands == 3;
        let has_m = code & 0x4000_0000 != 0 || thousands == 2 || thousands == 3;
        if code & 0x2000_0000 != 0 {
            self.u32()?;
        }
        let dims = 2 + usize::from(has_z) + usize::from(has_m);
        Ok(match kind {
            // WKB writes an empty point as NaN, NaN.
            1 => match self.coord(dims)? {
                empty if empty.x.is_nan() && empty.y.is_nan() => MultiPoint::new(Vec::new()).into(),
                at => Point(at).into(),
            },
            2 => self.coords(dims)?.into(),
            3 => self.polygon(dims)?.into(),
            4 => {
                MultiPoint::new(self.parts(depth)?.into_iter().filter_map(|part| Point::try_from(part).ok()).collect())
                    .into()
            }
            5 => MultiLineString::new(
                self.parts(depth)?.into_iter().filter_map(|part| LineString::try_from(part).ok()).collect(),
            )
            .into(),
            6 => MultiPolygon::new(
                self.parts(depth)?.into_iter().filter_map(|part| Polygon::try_from(part).ok()).collect(),
            )
            .into(),
            7 => Geometry::GeometryCollection(GeometryCollection::from(self.parts(depth)?)),
            8 => return Err(CodecFault::Curve("circular string")),
            9 => return Err(CodecFault::Curve("compound curve")),
            10 => return Err(CodecFault::Curve("curve polygon")),
            11 => return Err(CodecFault::Curve("multicurve")),
            12 => self.surfaces(depth)?,
            other => return Err(CodecFault::Type(other)),
        })
    }

    /// A multisurface may hold curves; where every part is a polygon it is a multipolygon.
    fn surfaces(&mut self, depth: u8) -> Result<Shape, CodecFault> {
        let parts = self
            .parts(depth)?
            .into_iter()
            .map(|part| Polygon::try_from(part).map_err(|_cause| CodecFault::Curve("multisurface")));
        Ok(MultiPolygon::new(parts.collect::<Result<_, _>>()?).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geozero::ToGeo;
    use geozero::wkt::Wkt;
    use proptest::prelude::*;

    fn shape(wkt: &str) -> Shape {
        Wkt(wkt).to_geo().unwrap()
    }

    #[test]
    fn every_kind_of_shape_reads_back_as_it_was_written() {
        for wkt in [
            "POINT(114.1 34.2)",
            "LINESTRING(1 2, 3 4, 5 6)",
            "POLYGON((0 0, 9 0, 9 9, 0 0), (3 1, 4 1, 4 2, 3 1))",
            "MULTIPOINT(1 2, 3 4)",
            "MULTILINESTRING((1 2, 3 4), (5 6, 7 8))",
            "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0)))",
        ] {
            let shape = shape(wkt);
            assert_eq!(from_geopackage(&to_geopackage(&shape, 4490)).unwrap(), Some(shape.clone()), "{wkt}");
            assert_eq!(from_wkb(&to_wkb(&shape)).unwrap(), shape, "{wkt}");
        }
    }

    #[test]
    fn a_line_with_heights_and_measures_becomes_flat() {
        let mut ewkb = vec![1, 2, 0, 0, 0xe0];
        ewkb.extend(4490_u32.to_le_bytes());
        ewkb.extend(2_u32.to_le_bytes());
        for number in [114.0, 34.0, 80.0, 0.0, 114.5, 34.5, 81.0, 100.0_f64] {
            ewkb.extend(number.to_le_bytes());
        }
        assert_eq!(from_wkb(&ewkb).unwrap(), shape("LINESTRING(114 34, 114.5 34.5)"));
    }

    #[test]
    fn curves_are_refused_by_name() {
        let bytes = [1, 8, 0, 0, 0, 0, 0, 0, 0];
        assert!(from_wkb(&bytes).unwrap_err().to_string().contains("circular string"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = from_geopackage(&bytes);
            let _ = from_wkb(&bytes);
        }

        #[test]
        fn a_truncated_shape_is_an_error_not_a_smaller_shape(cut in 0..90_usize) {
            let whole = to_wkb(&shape("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0))"));
            prop_assert!(cut >= whole.len() || from_wkb(&whole[..cut]).is_err());
        }
    }
}
