//! A warning as it is given out: the plain struct from which message, text and bulletin are made.
//!
//! Nothing is looked up here: the times come in, and so do names, measures and shapes. Unknown is
//! `None`, and every product says 未填 in its place.

use chrono::DateTime;
use chrono::Utc;
use geo_types::Polygon;

use crate::geom::LonLat;

/// What is asked for in a plan's field that nobody has filled in.
pub const NOT_GIVEN: &str = "未填";

/// One message about one warning. An adjusted or lifted warning is a message of its own, which
/// names those that it takes the place of.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The warning's code, without spaces, commas, `<` or `&`. With [`sent`](Self::sent) it makes
    /// the identifier of the message.
    pub warning_code: String,
    /// The incident's code, under which messages of one incident are kept together.
    pub incident_code: Option<String>,
    /// What this one updates or cancels: at least one then, none in an alert. Give all the earlier
    /// messages of the warning: the national profile names the first, the text the last.
    pub references: Vec<Reference>,
    /// Who sends, as one word that is unique in the world, such as `warnings@xuchang.example`.
    pub sender: String,
    /// 发布单位, in full.
    pub unit: String,
    /// 单位编码 of the national system, where the unit has one.
    pub unit_code: Option<String>,
    /// Who decided, even where that is the publisher: both are kept (G10 3.4.1, H10 4.2.1: DC12).
    pub decided_by: Option<String>,
    pub sent: DateTime<Utc>,
    pub status: Status,
    pub kind: MessageKind,
    pub hazard: Hazard,
    /// What has happened in a few words, such as 燃气管道泄漏. `None`: the name of the hazard.
    pub event: Option<String>,
    /// Whether it has happened (a leak) or is expected (an outage to come).
    pub has_happened: Option<bool>,
    pub colour: Colour,
    /// The heading. `None`: 〈unit〉发布/调整/解除〈event〉〈colour〉预警.
    pub headline: Option<String>,
    pub content: Content,
    /// 发布渠道, in the words of the plans (G10 3.3, H10 4.2.2(3)).
    pub channels: Vec<String>,
    /// From when the message holds.
    pub effective: Option<DateTime<Utc>>,
    /// 预警期起始时间.
    pub onset: Option<DateTime<Utc>>,
    pub expires: Option<DateTime<Utc>>,
    /// Degrees of EPSG:4490, longitude first; several parts are several polygons.
    pub polygons: Vec<Polygon<f64>>,
    pub circles: Vec<Circle>,
    /// 12-digit codes of divisions.
    pub geocodes: Vec<String>,
    /// What people are to do, in the words of CAP. Only who drew the shapes knows whether to leave
    /// them (a cordon) or to make ready (an outage); what is lifted says that all is clear.
    pub responses: Vec<Response>,
    /// What else follows from the event, for its codes.
    pub details: Vec<Detail>,
    /// Rows of the zone table of the bulletin.
    pub zones: Vec<ZoneRow>,
    /// Where the public may ask: a duty desk, never a person.
    pub contact: Option<String>,
    /// An http(s) address with more.
    pub web: Option<String>,
    /// Given when a block in English is wanted beside the Chinese one.
    pub english: Option<English>,
    /// Made from invented data: then the status is not `Actual`, and every product says so.
    pub is_invented: bool,
}

/// The six of the nine fields of H10 4.2.2(2) that are free text. 预警级别, 预警期起始时间 and
/// 发布单位 are the notice's [`colour`](Notice::colour), [`onset`](Notice::onset) and
/// [`unit`](Notice::unit), so that they cannot contradict them. G10 lists none; the same serve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// 预警区域.
    pub area: Option<String>,
    /// 险情类别.
    pub danger: Option<String>,
    /// 可能影响范围.
    pub reach: Option<String>,
    /// 事故或受灾情况.
    pub situation: Option<String>,
    /// 预防预警措施, a line each.
    pub measures: Option<String>,
    /// 工作要求, a line each.
    pub duties: Option<String>,
}

/// What may be said in English. What is `None` is made from the notice, or left to the Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct English {
    pub event: Option<String>,
    pub headline: Option<String>,
    pub area: Option<String>,
    pub description: Option<String>,
    pub instruction: Option<String>,
}

/// An earlier message: together these say which (CAP 1.2, `references`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub warning_code: String,
    pub sender: String,
    /// 单位编码 of who sent it. `None`: the same unit as now.
    pub unit_code: Option<String>,
    pub sent: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Actual,
    Exercise,
    Test,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// 发布.
    Alert,
    /// 调整.
    Update,
    /// 解除.
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hazard {
    Gas,
    Heat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Blue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    /// Leave the area.
    Evacuate,
    /// Keep out of it.
    Avoid,
    /// Stay inside, where one is.
    Shelter,
    /// Make ready, as for an outage.
    Prepare,
    /// Watch for what comes next.
    Monitor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// 管道破裂.
    Rupture,
    /// 道路封闭.
    RoadClosure,
    /// 桥梁封闭.
    BridgeClosure,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    pub centre: LonLat,
    pub radius_m: f64,
}

/// A zone, for the table of the bulletin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ZoneRow {
    /// 警戒范围, 缓冲区域, …
    pub name: String,
    /// How far it reaches from the place.
    pub radius_m: Option<f64>,
    /// Numbers below ten are printed as `<10`.
    pub households: Option<u64>,
    /// What holds there: who leaves, what is forbidden.
    pub rule: Option<String>,
}

impl Hazard {
    /// As the code list `hazard` has it.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "gas" => Some(Self::Gas),
            "heat" => Some(Self::Heat),
            _ => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Gas => "gas",
            Self::Heat => "heat",
        }
    }

    /// As the titles of the two plans have it.
    pub fn event_zh(self) -> &'static str {
        match self {
            Self::Gas => "城镇燃气事故",
            Self::Heat => "集中供热事故",
        }
    }

    pub fn event_en(self) -> &'static str {
        match self {
            Self::Gas => "Gas emergency",
            Self::Heat => "District heating emergency",
        }
    }
}

impl Colour {
    /// As the code list `warning_colour` has it.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "red" => Some(Self::Red),
            "orange" => Some(Self::Orange),
            "yellow" => Some(Self::Yellow),
            "blue" => Some(Self::Blue),
            _ => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Red => "红色",
            Self::Orange => "橙色",
            Self::Yellow => "黄色",
            Self::Blue => "蓝色",
        }
    }
}

impl MessageKind {
    pub fn verb_zh(self) -> &'static str {
        match self {
            Self::Alert => "发布",
            Self::Update => "调整",
            Self::Cancel => "解除",
        }
    }
}
