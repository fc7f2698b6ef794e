//! A warning as a bulletin to print: HTML for A4 that needs nothing from elsewhere.
//!
//! The colour is a band and a word, so that a black-and-white printer loses nothing. Numbers of
//! households below ten are not printed: they could tell who lives there.

use std::fmt::Write as _;

use crate::exchange::xml::escaped;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Notice;
use crate::reports::notice::ZoneRow;
use crate::reports::refused::Refused;
use crate::reports::warning_text::channels;
use crate::reports::warning_text::lead;
use crate::reports::words::LIFTED;
use crate::reports::words::filled;
use crate::reports::words::filled_or_not;
use crate::reports::words::time_zh;

/// What a number is that nobody knows.
const NOT_KNOWN: &str = "不明";
const FEWEST_COUNTED: u64 = 10;

const STYLE: &str = "\
@page { size: A4; margin: 12mm 15mm }
* { box-sizing: border-box; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { max-width: 180mm; margin: 0 auto; color: #000; background: #fff;
  font: 10.5pt/1.4 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, serif }
header { padding: 4mm; text-align: center; border: 1mm solid #000 }
header p { margin: 0; font-size: 14pt; font-weight: bold }
h1 { margin: 0; font-size: 18pt; line-height: 1.3 }
h2 { margin: 4mm 0 1.5mm; font-size: 13pt; break-after: avoid }
.red { background: #c00000; color: #fff }
.orange { background: #f58220; color: #000 }
.yellow { background: #ffd800; color: #000 }
.blue { background: #0054a6; color: #fff }
.mark { margin: 4mm 0 0; padding: 2mm; border: 0.6mm dashed #000; font-weight: bold; text-align: center }
table { width: 100%; border-collapse: collapse }
th, td { padding: 0.9mm 2mm; border: 0.3mm solid #000; text-align: left; vertical-align: top;
  white-space: pre-line; overflow-wrap: anywhere }
tr { break-inside: avoid }
tbody th { width: 36mm }
footer { margin-top: 5mm; text-align: right; break-inside: avoid }
footer small { display: block; text-align: left; overflow-wrap: anywhere }
";

/// The bulletin as an HTML document.
pub fn bulletin(notice: &Notice) -> Result<String, Refused> {
    notice.check()?;
    let headline = escaped(&notice.headline_zh());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{headline}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"{}\"><p>{}预警 · {}</p><h1>{headline}</h1></header>\n",
        notice.colour.code(),
        notice.colour.zh(),
        notice.kind.verb_zh(),
    );
    if let Some(note) = notice.note_zh() {
        let _ = writeln!(page, "<p class=\"mark\">{}</p>", escaped(&note));
    }
    let _ = writeln!(page, "<p>{}</p>", escaped(&lead(notice)));
    put_fields(&mut page, notice);
    put_zones(&mut page, &notice.zones);
    put_measures(&mut page, notice);
    put_end(&mut page, notice);
    page.push_str("</body>\n</html>\n");
    Ok(page)
}

fn put_fields(page: &mut String, notice: &Notice) {
    page.push_str("<h2>预警信息</h2>\n<table><tbody>\n");
    for (title, text) in notice.nine_fields() {
        let _ = writeln!(page, "<tr><th scope=\"row\">{title}</th><td>{}</td></tr>", escaped(&text));
    }
    page.push_str("</tbody></table>\n");
}

fn put_zones(page: &mut String, zones: &[ZoneRow]) {
    page.push_str("<h2>区域划分</h2>\n");
    if zones.is_empty() {
        let _ = writeln!(page, "<p>{NOT_KNOWN}</p>");
        return;
    }
    page.push_str("<table><thead><tr><th>区域</th><th>半径</th><th>户数</th><th>管控要求</th></tr></thead><tbody>\n");
    for zone in zones {
        let radius = zone.radius_m.filter(|radius_m| radius_m.is_finite());
        let radius = radius.map_or_else(|| NOT_KNOWN.to_owned(), |radius_m| format!("{:.0} 米", radius_m.ceil()));
        let households = match zone.households {
            None => NOT_KNOWN.to_owned(),
            Some(few) if few < FEWEST_COUNTED => format!("<{FEWEST_COUNTED}"),
            Some(many) => many.to_string(),
        };
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{radius}</td><td>{}</td><td>{}</td></tr>",
            escaped(&filled_or_not(Some(&zone.name))),
            escaped(&households),
            escaped(&filled_or_not(zone.rule.as_deref())),
        );
    }
    page.push_str("</tbody></table>\n");
}

/// What people are to do, a line each.
fn put_measures(page: &mut String, notice: &Notice) {
    page.push_str("<h2>请您这样做</h2>\n<ol>\n");
    let measures = match notice.kind {
        MessageKind::Cancel => LIFTED.to_owned(),
        MessageKind::Alert | MessageKind::Update => notice.asked(notice.content.measures.as_deref()),
    };
    for measure in measures.lines().filter_map(|line| filled(Some(line))) {
        let _ = writeln!(page, "<li>{}</li>", escaped(&measure));
    }
    page.push_str("</ol>\n");
}

fn put_end(page: &mut String, notice: &Notice) {
    let _ = writeln!(
        page,
        "<p>咨询：{}<br>发布渠道：{}</p>\n<footer><p>{}<br>{}</p><small>决定单位：{} · 预警编号：{} · 信息编号：{}</small></footer>",
        escaped(&filled_or_not(notice.contact.as_deref())),
        escaped(&channels(notice)),
        escaped(&filled_or_not(Some(&notice.unit))),
        time_zh(notice.sent),
        escaped(&filled_or_not(notice.decided_by.as_deref())),
        escaped(&notice.warning_code),
        escaped(&notice.identifier()),
    );
}
