//! A list on paper: A4 pages of a title, a map and a table, with a font inside and texts that can be
//! searched and copied.

mod map;
mod typeface;

use chrono::Datelike;
use chrono::NaiveDate;
use krilla::Document;
use krilla::metadata::DateTime;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;

pub use map::Surroundings;
pub use map::extent;
pub use typeface::Typeface;

use crate::reports::route_list::CrewList;
use crate::reports::route_list::CrewStop;
use crate::reports::route_list::pdf::map::Frame;
use crate::reports::route_list::pdf::map::fill;
use crate::reports::route_list::pdf::map::rectangle;
use crate::reports::route_list::pdf::map::stroke;
use crate::reports::route_list::pdf::typeface::BLACK;
use crate::reports::route_list::pdf::typeface::Colour;
use crate::reports::route_list::pdf::typeface::GREY;

/// A4, points.
const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 36.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Where what is printed ends; below it is the foot of the page.
const BOTTOM: f32 = PAGE.1 - MARGIN - 14.0;
const MAP_HEIGHT: f32 = 470.0;
const TEXT: f32 = 8.5;
const LEADING: f32 = 12.0;
const SHADE: Colour = (235, 235, 235);

/// Titles and widths of the columns; together as wide as the page allows.
const COLUMNS: [(&str, f32); 7] = [
    ("序号", 28.0),
    ("作业内容", 194.0),
    ("路线与桩号", 130.0),
    ("侧别、偏距", 56.0),
    ("本段 km", 42.0),
    ("累计 km", 47.0),
    ("完成", 26.0),
];

/// What stands on a page below one another.
enum Block {
    Title(String),
    Line(String, Colour),
    Map,
    Head,
    Row(Vec<Vec<String>>),
    Gap,
}

impl Block {
    fn height(&self) -> f32 {
        match self {
            Self::Title(_) => 26.0,
            Self::Line(..) | Self::Gap => LEADING,
            Self::Map => MAP_HEIGHT + 10.0,
            Self::Head => LEADING + 6.0,
            #[expect(clippy::cast_precision_loss, reason = "a few lines")]
            Self::Row(cells) => cells.iter().map(Vec::len).max().unwrap_or(1) as f32 * LEADING + 4.0,
        }
    }
}

/// `Err` in words where the pages cannot be made.
pub fn pdf(list: &CrewList, around: &Surroundings, typeface: &Typeface) -> Result<Vec<u8>, String> {
    let pages = paged(blocks(list, typeface));
    let mut document = Document::new();
    document.set_metadata(metadata(list));
    let count = pages.len();
    for (number, blocks) in (1..).zip(&pages) {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("a page has a size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut top = MARGIN;
        for block in blocks {
            put(&mut surface, typeface, block, list, around, top);
            top += block.height();
        }
        foot(&mut surface, typeface, list, &format!("{number} / {count}"));
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|why| format!("{why:?}"))
}

fn metadata(list: &CrewList) -> Metadata {
    let metadata = Metadata::new()
        .title(list.name.clone())
        .description(list.code.clone())
        .language("zh-CN".to_owned())
        .creator("luzhang".to_owned());
    // Not the clock's time, so that the same list gives the same bytes.
    let Ok(day) = list.made_on.parse::<NaiveDate>() else { return metadata };
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(0);
    metadata.creation_date(DateTime::new(year).month(small(day.month())).day(small(day.day())))
}

fn blocks(list: &CrewList, typeface: &Typeface) -> Vec<Block> {
    let mut blocks = vec![Block::Title(typeface.broken(&list.name, 16.0, WIDTH).swap_remove(0))];
    let summary = list.summary();
    let lines = |text: &String, colour| {
        let lines = typeface.broken(text, TEXT, WIDTH).into_iter();
        lines.map(move |line| Block::Line(line, colour)).collect::<Vec<_>>()
    };
    if let Some((first, _)) = summary.split_first() {
        blocks.extend(lines(first, BLACK));
    }
    blocks.extend([Block::Gap, Block::Map, Block::Head]);
    blocks.extend(list.stops.stops.iter().map(|stop| row(stop, typeface)));
    blocks.push(Block::Gap);
    blocks.extend(summary.iter().skip(1).flat_map(|text| lines(text, GREY)));
    blocks
}

fn row(stop: &CrewStop, typeface: &Typeface) -> Block {
    let road = [stop.road_name.as_deref(), stop.road.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let aside = match stop.side_zh() {
        "" => format!("{} m", stop.offset_m),
        side => format!("{side} {} m", stop.offset_m),
    };
    let texts = [
        stop.n.to_string(),
        format!("{}\n{}", stop.what, stop.code),
        format!("{road}\n{}", stop.chainage.as_deref().unwrap_or_default()),
        aside,
        stop.leg_km.clone(),
        stop.total_km.clone(),
        "□".to_owned(),
    ];
    let cells = texts.iter().zip(COLUMNS).map(|(text, (_, width))| typeface.broken(text, TEXT, width - 6.0));
    Block::Row(cells.collect())
}

/// Blocks on pages; the head of the table stands on each page that has rows.
fn paged(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut pages: Vec<Vec<Block>> = Vec::new();
    let mut page: Vec<Block> = Vec::new();
    let mut top = MARGIN;
    for block in blocks {
        // A head alone at the foot of a page helps nobody.
        let needed = if matches!(block, Block::Head) { block.height() * 3.0 } else { block.height() };
        if top + needed > BOTTOM && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
            top = MARGIN;
            if matches!(block, Block::Row(_)) {
                top += Block::Head.height();
                page.push(Block::Head);
            }
        }
        top += block.height();
        page.push(block);
    }
    pages.push(page);
    pages
}

fn put(surface: &mut Surface, typeface: &Typeface, block: &Block, list: &CrewList, around: &Surroundings, top: f32) {
    match block {
        Block::Title(text) => typeface.write(surface, (MARGIN, top + 16.0), 16.0, BLACK, text),
        Block::Line(text, colour) => typeface.write(surface, (MARGIN, top + TEXT), TEXT, *colour, text),
        Block::Map => {
            let frame = Frame { left: MARGIN, top, width: WIDTH, height: MAP_HEIGHT };
            map::draw(surface, typeface, list, around, frame);
        }
        Block::Head => {
            let frame = Frame { left: MARGIN, top, width: WIDTH, height: block.height() };
            fill(surface, rectangle(frame), SHADE);
            put_cells(surface, typeface, COLUMNS.map(|(title, _)| vec![title.to_owned()]).as_slice(), top + 2.0);
        }
        Block::Row(cells) => {
            put_cells(surface, typeface, cells, top);
            let under = Frame { left: MARGIN, top: top + block.height() - 0.5, width: WIDTH, height: 0.01 };
            stroke(surface, rectangle(under), SHADE, 0.5);
        }
        Block::Gap => {}
    }
}

fn put_cells(surface: &mut Surface, typeface: &Typeface, cells: &[Vec<String>], top: f32) {
    let mut left = MARGIN;
    for (lines, (_, width)) in cells.iter().zip(COLUMNS) {
        let mut baseline = top + LEADING;
        for line in lines {
            typeface.write(surface, (left + 3.0, baseline), TEXT, BLACK, line);
            baseline += LEADING;
        }
        left += width;
    }
}

fn foot(surface: &mut Surface, typeface: &Typeface, list: &CrewList, number: &str) {
    let baseline = PAGE.1 - MARGIN;
    let words = if list.is_invented {
        format!("{} · {} · 数据为虚构，仅供演示", list.code, list.made_on)
    } else {
        format!("{} · {}", list.code, list.made_on)
    };
    typeface.write(surface, (MARGIN, baseline), 7.5, GREY, &words);
    typeface.write(surface, (PAGE.0 - MARGIN - typeface.width(number, 7.5), baseline), 7.5, GREY, number);
}
