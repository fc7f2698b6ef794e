//! Charts of what was reached year by year, a small one for each goal.

use std::fmt::Write as _;

use crate::exchange::xml::escaped;
use crate::reports::sheet::Drawing;
use crate::reports::sheet::words;

const FONT: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',SimHei,sans-serif";
/// Charts in a row, and what one takes.
const ACROSS: usize = 4;
/// Rows that have room on a printed page.
const DOWN: usize = 3;
const WIDE: usize = 400;
const TALL: usize = 250;
/// The field of a chart within that.
const LEFT: f64 = 70.0;
const TOP: f64 = 56.0;
const FIELD: (f64, f64) = (300.0, 140.0);

/// What was reached of one goal.
pub struct Series {
    pub label: String,
    /// Year and value; `None` where it is not known.
    pub points: Vec<(i32, Option<f64>)>,
    pub target: Option<f64>,
    /// Whether values are shares of 1.
    pub is_share: bool,
}

/// The charts of goals of which two years are known, as many to a drawing as a page has room for.
pub fn trends(series: &[Series]) -> Vec<Drawing> {
    let has_two = |one: &&Series| one.points.iter().filter(|(_, value)| value.is_some()).count() > 1;
    let shown: Vec<&Series> = series.iter().filter(has_two).collect();
    shown.chunks(ACROSS * DOWN).enumerate().map(|(nth, some)| drawing(nth, some)).collect()
}

fn drawing(page: usize, shown: &[&Series]) -> Drawing {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"trend{page}-title trend{page}-desc\">\
         <title id=\"trend{page}-title\">历年变化 trend by year</title><desc id=\"trend{page}-desc\">{}</desc>\n\
         <g font-family=\"{FONT}\" font-size=\"18\" fill=\"#111\">\n",
        ACROSS * WIDE,
        shown.len().div_ceil(ACROSS) * TALL,
        shown.iter().map(|one| said(one)).collect::<Vec<_>>().join("。"),
    );
    for (nth, one) in shown.iter().enumerate() {
        let _ = writeln!(svg, "<g transform=\"translate({} {})\">", nth % ACROSS * WIDE, nth / ACROSS * TALL);
        put_chart(&mut svg, one);
        svg.push_str("</g>\n");
    }
    svg.push_str("</g></svg>\n");
    Drawing { title: words("历年变化", "trend by year"), svg }
}

fn said(series: &Series) -> String {
    let points = series.points.iter().map(|(year, value)| match value {
        Some(value) => format!("{year} {}", written(*value, series.is_share)),
        None => format!("{year} 数据不足"),
    });
    escaped(&format!("{}：{}", series.label, points.collect::<Vec<_>>().join("，")))
}

fn written(value: f64, is_share: bool) -> String {
    if is_share { format!("{:.1}%", value * 100.0) } else { format!("{:.1}", value + 0.0) }
}

fn put_chart(svg: &mut String, series: &Series) {
    let known = || series.points.iter().filter_map(|(year, value)| Some((*year, (*value)?)));
    let top = known().map(|(_, value)| value).chain(series.target).fold(f64::MIN_POSITIVE, f64::max);
    let top = if series.is_share { 1.0 } else { top };
    let years = series.points.iter().map(|(year, _)| *year);
    let (first, last) = (years.clone().min().unwrap_or_default(), years.max().unwrap_or_default());
    let x = |year: i32| LEFT + f64::from(year - first) / f64::from((last - first).max(1)) * FIELD.0;
    let y = |value: f64| TOP + (1.0 - (value / top).clamp(0.0, 1.0)) * FIELD.1;
    let _ = writeln!(svg, "<text x=\"8\" y=\"28\" font-size=\"20\">{}</text>", escaped(&series.label));
    let _ = writeln!(
        svg,
        "<path d=\"M{LEFT} {TOP}V{}H{}\" fill=\"none\" stroke=\"#888\" stroke-width=\"2\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">0</text>",
        TOP + FIELD.1,
        LEFT + FIELD.0,
        LEFT - 6.0,
        TOP + 7.0,
        if series.is_share { "100%".to_owned() } else { format!("{top:.0}") },
        LEFT - 6.0,
        TOP + FIELD.1 + 6.0,
    );
    if let Some(target) = series.target {
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {:.1}h{}\" stroke=\"#b71c1c\" stroke-width=\"2\" stroke-dasharray=\"8 5\"/>",
            y(target),
            FIELD.0
        );
    }
    // A year that is not known breaks the line.
    let mut path = String::new();
    let mut is_drawing = false;
    for (year, value) in &series.points {
        match value {
            Some(value) => {
                let _ = write!(path, "{}{:.1} {:.1}", if is_drawing { "L" } else { "M" }, x(*year), y(*value));
                is_drawing = true;
            }
            None => is_drawing = false,
        }
    }
    let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"#1f4e79\" stroke-width=\"4\"/>");
    for (year, value) in known() {
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"6\" fill=\"#1f4e79\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"15\">{}</text>",
            x(year),
            y(value),
            x(year),
            y(value) - 12.0,
            written(value, series.is_share)
        );
    }
    for year in [first, last] {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{year}</text>",
            x(year),
            TOP + FIELD.1 + 28.0
        );
    }
}
