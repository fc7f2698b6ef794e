//! The one typeface of the printed pages: which glyph a sign has, how wide it is, where a line breaks.

use krilla::color::rgb;
use krilla::geom::Point;
use krilla::num::NormalizedF32;
use krilla::paint::Fill;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::text::Font;
use krilla::text::GlyphId;
use krilla::text::KrillaGlyph;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::instance::LocationRef;
use skrifa::instance::Size;
use skrifa::metrics::GlyphMetrics;

pub struct Typeface {
    font: Font,
    bytes: &'static [u8],
}

/// A colour: red, green, blue.
pub type Colour = (u8, u8, u8);

pub const BLACK: Colour = (0, 0, 0);
pub const GREY: Colour = (110, 110, 110);
pub const WHITE: Colour = (255, 255, 255);

impl Typeface {
    /// `None` for bytes that are no font.
    pub fn new(bytes: &'static [u8]) -> Option<Self> {
        skrifa::FontRef::new(bytes).ok()?;
        Some(Self { font: Font::new(bytes.into(), 0)?, bytes })
    }

    fn measures(&self) -> (Charmap<'_>, GlyphMetrics<'_>) {
        let font = skrifa::FontRef::new(self.bytes).expect("the font was read when the typeface was made");
        // Without a size in pixels widths are in units of the em.
        (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()))
    }

    /// Glyphs with their widths in shares of the em. A sign that the font lacks has glyph 0, its box.
    fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let (signs, widths) = self.measures();
        let em = self.font.units_per_em();
        let glyph = |(at, sign): (usize, char)| {
            let id = signs.map(sign).unwrap_or_default();
            let width = widths.advance_width(id).unwrap_or(em) / em;
            let end = at + sign.len_utf8();
            KrillaGlyph::new(GlyphId::new(id.to_u32()), width, 0.0, 0.0, 0.0, at..end, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// Whether the font has all signs of a text.
    pub fn has(&self, text: &str) -> bool {
        let (signs, _) = self.measures();
        text.chars().all(|sign| signs.map(sign).is_some())
    }

    /// Points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.x_advance).sum::<f32>() * size
    }

    /// Writes a text whose baseline begins at a place.
    pub fn write(&self, surface: &mut Surface, (x, y): (f32, f32), size: f32, colour: Colour, text: &str) {
        if text.is_empty() {
            return;
        }
        surface.set_stroke(None);
        surface.set_fill(Some(filled(colour)));
        surface.draw_glyphs(Point::from_xy(x, y), &self.glyphs(text), self.font.clone(), text, size, false);
    }

    /// The text in lines no wider than that. Chinese breaks anywhere, other words between each other, and
    /// within where one alone is too wide.
    pub fn broken(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        text.split('\n').flat_map(|line| self.broken_line(line, size, width)).collect()
    }

    fn broken_line(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let (mut start, mut reached, mut last_break) = (0, 0.0, 0);
        let widths: Vec<(usize, f32)> =
            self.glyphs(text).iter().map(|glyph| (glyph.text_range.start, glyph.x_advance * size)).collect();
        let is_wide = |at: usize| text[at..].chars().next().is_some_and(|sign| !sign.is_ascii());
        // No line begins with these (GB/T 15834, 5.1.10).
        let hangs = |at: usize| text[at..].starts_with(['，', '。', '；', '：', '、', '）', '！', '？', '”', '》']);
        let mut nth = 0;
        while let Some((at, wide)) = widths.get(nth).copied() {
            let before = text[..at].chars().next_back();
            let opens = before.is_some_and(|sign| ['（', '“', '《'].contains(&sign));
            let may_break = is_wide(at) || before.is_some_and(|sign| sign == ' ' || !sign.is_ascii());
            if at > start && may_break && !hangs(at) && !opens {
                last_break = at;
            }
            if reached + wide > width && at > start {
                let end = if last_break > start { last_break } else { at };
                lines.push(text[start..end].trim_end().to_owned());
                (start, reached) = (end, 0.0);
                nth = widths.iter().position(|(at, _)| *at == end).unwrap_or(nth);
                continue;
            }
            reached += wide;
            nth += 1;
        }
        lines.push(text[start..].trim_end().to_owned());
        lines
    }
}

pub fn filled((red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

/// Points and degrees are printed, not computed with.
#[expect(clippy::cast_possible_truncation, reason = "a printed place")]
pub fn printed(number: f64) -> f32 {
    number as f32
}
