//! A book as an HTML document.

use std::fmt::Write as _;

use crate::exchange::xml::escaped;
use crate::reports::page::style::STYLE;
use crate::reports::sheet::Book;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Column;
use crate::reports::sheet::Kind;
use crate::reports::sheet::Line;
use crate::reports::sheet::Sheet;
use crate::reports::sheet::Words;

/// What stands for what is not known.
const NOT_KNOWN: &str = "<span class=\"unknown\" title=\"不明 not known\">–</span>";

/// The page: Chinese first, the clause with every figure, sources and assumptions at the end.
pub fn html_page(book: &Book) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n",
        escaped(&book.title.zh),
        in_both(&book.title),
    );
    if let Some(banner) = book.banner() {
        let _ = writeln!(page, "<p class=\"banner\" role=\"note\">{}</p>", escaped(banner));
    }
    page.push_str("<dl>\n");
    for (label, fact) in &book.facts {
        let _ = writeln!(page, "<dt>{}</dt><dd>{}</dd>", in_both(label), escaped(fact));
    }
    let _ = writeln!(page, "</dl>\n</header>\n<main>");
    put_drawings(&mut page, book);
    for sheet in book.sheets.iter().filter(|sheet| !sheet.is_for_machines) {
        put_sheet(&mut page, sheet);
    }
    put_parameters(&mut page, book);
    put_end(&mut page, book);
    let _ = writeln!(page, "</main>\n<footer>{}</footer>\n</body>\n</html>", escaped(&book.state()));
    page
}

fn in_both(words: &Words) -> String {
    format!("{} <span lang=\"en\">{}</span>", escaped(&words.zh), escaped(&words.en))
}

fn put_drawings(page: &mut String, book: &Book) {
    if book.drawings.is_empty() {
        return;
    }
    page.push_str("<div class=\"drawings\">\n");
    // Two stand beside each other; one more than that takes the width.
    let wide_from = if book.drawings.len() == 1 { 0 } else { 2 };
    for (nth, drawing) in book.drawings.iter().enumerate() {
        let class = if nth >= wide_from { " class=\"wide\"" } else { "" };
        let _ = writeln!(
            page,
            "<figure{class}><figcaption>{}</figcaption>\n{}</figure>",
            in_both(&drawing.title),
            drawing.svg
        );
    }
    page.push_str("</div>\n");
}

/// A table that a keyboard can scroll where it is wider than the screen.
fn begin_table(page: &mut String, id: &str, title: &Words) {
    let _ = writeln!(
        page,
        "<section>\n<h2 id=\"{id}\">{}</h2>\n<div class=\"table\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">\n<table>",
        in_both(title)
    );
}

fn put_sheet(page: &mut String, sheet: &Sheet) {
    let shown: Vec<usize> = (0..sheet.columns.len()).filter(|at| !sheet.columns[*at].is_for_machines).collect();
    begin_table(page, sheet.key, &sheet.title);
    page.push_str("<thead><tr>\n");
    for column in shown.iter().map(|at| &sheet.columns[*at]) {
        let unit = match column.unit {
            "" | "%" => String::new(),
            unit => format!("（{}）", escaped(unit)),
        };
        let clause = match &*column.clause {
            "" => String::new(),
            clause => format!("<small>{}</small>", escaped(clause)),
        };
        let _ = writeln!(
            page,
            "<th scope=\"col\" class=\"{}\">{}{unit} <small lang=\"en\">{}</small>{clause}</th>",
            class_of(column),
            escaped(&column.title.zh),
            escaped(&column.title.en),
        );
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for line in &sheet.lines {
        put_line(page, sheet, line, &shown);
    }
    page.push_str("</tbody>\n");
    if let Some(total) = &sheet.total {
        page.push_str("<tfoot>\n");
        put_line(page, sheet, total, &shown);
        page.push_str("</tfoot>\n");
    }
    page.push_str("</table>\n</div>\n</section>\n");
}

fn class_of(column: &Column) -> &'static str {
    match column.kind {
        Kind::Date => "short",
        kind if kind.is_figure() => "n",
        _ => "text",
    }
}

fn put_line(page: &mut String, sheet: &Sheet, line: &Line, shown: &[usize]) {
    page.push_str("<tr>");
    for (nth, at) in shown.iter().enumerate() {
        let (column, cell) = (&sheet.columns[*at], &line.cells[*at]);
        let text = match cell {
            Cell::Unknown if column.kind.is_figure() => NOT_KNOWN.to_owned(),
            cell => escaped(&cell.shown(column.kind)),
        };
        // The last of the fixed columns names the line.
        let is_name = nth + 1 == usize::from(sheet.fixed);
        let _ = match cell {
            Cell::Word(label) => write!(page, "<td class=\"word {}\">{text}</td>", label.tone.word()),
            _ if is_name => write!(page, "<th scope=\"row\" class=\"{}\">{text}</th>", class_of(column)),
            _ => write!(page, "<td class=\"{}\">{text}</td>", class_of(column)),
        };
    }
    page.push_str("</tr>\n");
}

fn put_parameters(page: &mut String, book: &Book) {
    if book.parameters.is_empty() {
        return;
    }
    begin_table(page, "parameters", &crate::reports::sheet::words("计算参数", "what is computed with"));
    page.push_str(
        "<thead><tr><th scope=\"col\">参数 <small lang=\"en\">parameter</small></th><th scope=\"col\" class=\"n\">数值 <small lang=\"en\">value</small></th>\
         <th scope=\"col\">单位 <small lang=\"en\">unit</small></th><th scope=\"col\">条款 <small lang=\"en\">clause</small></th></tr></thead>\n<tbody>\n",
    );
    for one in &book.parameters {
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>",
            in_both(&one.title),
            escaped(&one.value.shown(one.kind)),
            escaped(one.unit),
            escaped(&one.clause),
        );
    }
    page.push_str("</tbody></table>\n</div>\n</section>\n");
}

fn put_end(page: &mut String, book: &Book) {
    if !book.notes.is_empty() {
        page.push_str("<section>\n<h2>说明 <span lang=\"en\">notes</span></h2>\n<ul>\n");
        for note in &book.notes {
            let _ = writeln!(page, "<li>{}</li>", escaped(note));
        }
        page.push_str("</ul>\n</section>\n");
    }
    begin_table(page, "sources", &crate::reports::sheet::words("依据", "sources"));
    page.push_str(
        "<thead><tr><th scope=\"col\">条款 <small lang=\"en\">clause</small></th><th scope=\"col\">文件 <small lang=\"en\">document</small></th>\
         <th scope=\"col\">文号 <small lang=\"en\">number</small></th><th scope=\"col\">内容 <small lang=\"en\">text</small></th></tr></thead>\n<tbody>\n",
    );
    for source in &book.sources {
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&source.clause),
            escaped(&source.document),
            escaped(&source.number),
            escaped(&source.text)
        );
    }
    page.push_str("</tbody></table>\n</div>\n</section>\n");
    if !book.assumptions.is_empty() {
        page.push_str("<section>\n<h2>假定 <span lang=\"en\">assumptions</span></h2>\n<dl>\n");
        for one in &book.assumptions {
            let _ = writeln!(page, "<dt>{}</dt><dd>{}</dd>", escaped(&one.id), escaped(&one.text));
        }
        page.push_str("</dl>\n</section>\n");
    }
}
