//! Charts of bars: who pays which share, and how far each goal is.

use std::fmt::Write as _;

use crate::exchange::xml::escaped;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Drawing;
use crate::reports::sheet::Kind;
use crate::reports::sheet::Tone;
use crate::reports::sheet::Words;
use crate::reports::sheet::words;

const FONT: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',SimHei,sans-serif";
const WIDTH: f64 = 1_600.0;
/// Where bars begin and how long 100 % is.
const FROM: f64 = 560.0;
const WHOLE: f64 = 760.0;

/// A goal as a share of 1.
pub struct Bar {
    pub label: String,
    /// With every unknown counted as failing, and as passing.
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub target: Option<f64>,
    pub tone: Tone,
    /// What it says at the end of the bar.
    pub says: String,
}

/// Goals under each other: what is reached, what is not known, and the target.
pub fn bars(rows: &[Bar]) -> Option<Drawing> {
    if rows.is_empty() {
        return None;
    }
    let tall = 50 * rows.len() + 70;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1600 {tall}\" role=\"img\" aria-labelledby=\"bars-title bars-desc\">\
         <title id=\"bars-title\">各项目标完成情况 goals against targets</title>\
         <desc id=\"bars-desc\">实心为已达到的比例，斜线为数据不足的部分，竖线为目标值。Filled: reached; hatched: not known; line: target. 数值见下表 the figures are in the table.</desc>\
         <defs><pattern id=\"unknown\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"10\" height=\"10\" fill=\"#fff\"/><rect width=\"3\" height=\"10\" fill=\"#8a6d00\"/></pattern></defs>\n\
         <g font-family=\"{FONT}\" font-size=\"24\" fill=\"#111\">\n",
    );
    for (tick, text) in [(0.0, "0"), (0.5, "50%"), (1.0, "100%")] {
        let x = FROM + tick * WHOLE;
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.0} 40V{}\" stroke=\"#ccc\" stroke-width=\"2\"/><text x=\"{x:.0}\" y=\"28\" text-anchor=\"middle\" font-size=\"20\">{text}</text>",
            tall - 20
        );
    }
    for (nth, row) in rows.iter().enumerate() {
        let y = 50 * nth + 50;
        let long = |share: f64| share.clamp(0.0, 1.0) * WHOLE;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            FROM - 14.0,
            y + 27,
            escaped(&row.label)
        );
        if let (Some(low), Some(high)) = (row.low, row.high) {
            let (low, high) = (long(low), long(high));
            let _ = write!(
                svg,
                "<rect x=\"{FROM}\" y=\"{y}\" width=\"{low:.1}\" height=\"36\" fill=\"{}\"/>",
                match row.tone {
                    Tone::Good => "#2e7d32",
                    Tone::Bad => "#b71c1c",
                    Tone::Open | Tone::Quiet | Tone::Plain => "#546e7a",
                }
            );
            if high > low {
                let _ = write!(
                    svg,
                    "<rect x=\"{:.1}\" y=\"{y}\" width=\"{:.1}\" height=\"36\" fill=\"url(#unknown)\" stroke=\"#8a6d00\"/>",
                    FROM + low,
                    high - low
                );
            }
        }
        if let Some(target) = row.target {
            let x = FROM + long(target);
            let _ = write!(svg, "<path d=\"M{x:.1} {}v46\" stroke=\"#000\" stroke-width=\"5\"/>", y - 5);
        }
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{}\">{}</text>", FROM + WHOLE + 16.0, y + 27, escaped(&row.says));
    }
    svg.push_str("</g></svg>\n");
    Some(Drawing { title: words("目标完成情况", "goals against targets"), svg })
}

/// An amount as one bar of its parts: name and fen each. `None` when there is nothing to share.
pub fn shares_bar(parts: &[(Words, i128)]) -> Option<Drawing> {
    let whole: i128 = parts.iter().map(|(_, fen)| *fen).sum();
    if whole <= 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share on paper")]
    let share = |fen: i128| fen as f64 / whole as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1600 220\" role=\"img\" aria-labelledby=\"shares-title shares-desc\">\
         <title id=\"shares-title\">资金分担 who pays which share</title><desc id=\"shares-desc\">{}</desc>\n\
         <g font-family=\"{FONT}\" font-size=\"24\" fill=\"#111\">\n",
        parts
            .iter()
            .map(|(who, fen)| format!(
                "{} {} 元（{:.1}%）",
                who.zh,
                Cell::Fen(*fen).shown(Kind::Money),
                share(*fen) * 100.0
            ))
            .collect::<Vec<_>>()
            .join("；")
    );
    let mut x = 20.0;
    let fills = [("#1f4e79", "#fff"), ("#9dc3e6", "#111"), ("#f4b183", "#111")];
    for (nth, ((who, fen), (fill, ink))) in parts.iter().zip(fills.into_iter().cycle()).enumerate() {
        let wide = share(*fen) * (WIDTH - 40.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"10\" width=\"{wide:.1}\" height=\"70\" fill=\"{fill}\" stroke=\"#111\"/>"
        );
        if wide > 130.0 {
            let _ = writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"54\" fill=\"{ink}\" text-anchor=\"middle\">{} {:.1}%</text>",
                x + wide / 2.0,
                who.zh,
                share(*fen) * 100.0
            );
        }
        // Amounts under the bar, a line each: a share of nothing has no room in it.
        let y = 118 + 36 * nth;
        let _ = writeln!(
            svg,
            "<rect x=\"20\" y=\"{}\" width=\"28\" height=\"22\" fill=\"{fill}\" stroke=\"#111\"/><text x=\"60\" y=\"{y}\">{} {}：{} 元，{:.1}%</text>",
            y - 20,
            who.zh,
            who.en,
            Cell::Fen(*fen).shown(Kind::Money),
            share(*fen) * 100.0
        );
        x += wide;
    }
    svg.push_str("</g></svg>\n");
    Some(Drawing { title: words("资金分担", "who pays which share"), svg })
}
