//! What must be reported by when, and whether it was.

use chrono::DateTime;
use chrono::Days;
use chrono::NaiveTime;
use chrono::TimeDelta;
use chrono::Utc;

use crate::domain::day_in_china;
use crate::queries::Utility;

/// So far back follow-ups that were due are listed.
const LISTED: TimeDelta = TimeDelta::days(7);
/// China keeps one time all year.
const BEIJING: TimeDelta = TimeDelta::hours(8);

/// What of an incident its due times depend on.
#[derive(Clone, Debug)]
pub struct Course {
    pub hazard: Utility,
    pub reported_at: DateTime<Utc>,
    /// In the words of the code list `accident_grade`; `None` is unknown.
    pub grade: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    /// In the order in which they were recorded.
    pub sent: Vec<Sent>,
}

/// A report that went up, or a question that came down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub kind: SentKind,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentKind {
    /// The first report.
    First,
    FollowUp,
    /// Headquarters ask; an answer by telephone is due.
    Query,
    /// Headquarters ask for an answer in writing, too.
    QueryInWriting,
    /// Answered by telephone.
    Phone,
    /// Answered in writing.
    Written,
    /// More are known to be dead or injured, or fewer; a follow-up is due the same day.
    Casualties,
}

impl SentKind {
    pub const ALL: [Self; 7] =
        [Self::First, Self::FollowUp, Self::Query, Self::QueryInWriting, Self::Phone, Self::Written, Self::Casualties];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::FollowUp => "follow_up",
            Self::Query => "query",
            Self::QueryInWriting => "query_in_writing",
            Self::Phone => "phone",
            Self::Written => "written",
            Self::Casualties => "casualties",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// `first`, `follow_up`, `phone`, `written` or `casualties`.
    pub what: SentKind,
    /// `None`: the plan gives no number.
    pub due_at: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
    pub progress: Progress,
    pub clause: &'static str,
    /// What of it is our reading, not the plan's word.
    pub note: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Done,
    /// Done after its time.
    Late,
    Open,
    Overdue,
    /// Whether it is due at all is not known.
    Undetermined,
}

impl Progress {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Late => "late",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Undetermined => "undetermined",
        }
    }

    /// A thing done at its very minute is in time, and one not done then is not overdue yet.
    fn of(due_at: Option<DateTime<Utc>>, done_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        match (due_at, done_at) {
            (Some(due), Some(done)) if done > due => Self::Late,
            (_, Some(_)) => Self::Done,
            (Some(due), None) if now > due => Self::Overdue,
            (_, None) => Self::Open,
        }
    }
}

/// Everything that is or was due, in the order of its time: the first report, the follow-ups of the
/// last week with the next one, an answer to every question.
pub fn due(course: &Course, now: DateTime<Utc>) -> Vec<Due> {
    let mut all = vec![first(course, now)];
    all.extend(answers(course, now));
    all.extend(casualties(course, now));
    all.extend(follow_ups(course, now));
    all.sort_by_key(|due| (due.due_at.unwrap_or(course.reported_at), due.what as u8));
    all
}

fn first(course: &Course, now: DateTime<Utc>) -> Due {
    let done_at = course.sent.iter().find(|sent| sent.kind == SentKind::First).map(|sent| sent.at);
    let (due_at, clause, note) = match course.hazard {
        Utility::Gas => (
            Some(course.reported_at + TimeDelta::minutes(30)),
            "5.1(1)",
            "counted from the report; the plan counts from the judgement on the scene, 视情况",
        ),
        Utility::Heat => (None, "6.1.1", "the plan says 按照规定时间 and gives no number"),
    };
    let progress = Progress::of(due_at, done_at, now);
    Due { what: SentKind::First, due_at, done_at, progress, clause, note: Some(note) }
}

/// 15 minutes by telephone, 30 in writing. The gas plan has no such clause: there it is our reading.
fn answers(course: &Course, now: DateTime<Utc>) -> Vec<Due> {
    let (clause, note) = match course.hazard {
        Utility::Heat => ("6.1.3(3)", None),
        Utility::Gas => ("H10 6.1.3(3)", Some("the gas plan sets no time; that of the heating plan is taken")),
    };
    let mut all = Vec::new();
    for (nth, query) in course.sent.iter().enumerate() {
        let wanted: &[(SentKind, i64)] = match query.kind {
            SentKind::Query => &[(SentKind::Phone, 15)],
            SentKind::QueryInWriting => &[(SentKind::Phone, 15), (SentKind::Written, 30)],
            _ => continue,
        };
        for (what, minutes) in wanted {
            let answer = |sent: &&Sent| sent.kind == *what && sent.at >= query.at;
            let done_at = course.sent[nth..].iter().find(answer).map(|sent| sent.at);
            let due_at = Some(query.at + TimeDelta::minutes(*minutes));
            let progress = Progress::of(due_at, done_at, now);
            all.push(Due { what: *what, due_at, done_at, progress, clause, note });
        }
    }
    all
}

/// H10 6.1.3(2): changed casualties go up on the day of the change, whatever the grade. The follow-up that
/// says so is any that comes after the change. The gas plan has no such clause: there it is our reading.
fn casualties(course: &Course, now: DateTime<Utc>) -> Vec<Due> {
    let (clause, note) = match course.hazard {
        Utility::Heat => ("6.1.3(2)", None),
        Utility::Gas => ("H10 6.1.3(2)", Some("the gas plan sets no time; that of the heating plan is taken")),
    };
    let changes = course.sent.iter().enumerate().filter(|(_, sent)| sent.kind == SentKind::Casualties);
    let due = |(nth, change): (usize, &Sent)| {
        let follows = |sent: &&Sent| matches!(sent.kind, SentKind::First | SentKind::FollowUp) && sent.at >= change.at;
        let done_at = course.sent[nth..].iter().find(follows).map(|sent| sent.at);
        let next_day = day_in_china(change.at).checked_add_days(Days::new(1));
        // The last second of the day; no calendar ends within it.
        let due_at = next_day.map(|day| day.and_time(NaiveTime::MIN).and_utc() - BEIJING - TimeDelta::seconds(1));
        let progress = Progress::of(due_at, done_at, now);
        Due { what: SentKind::Casualties, due_at, done_at, progress, clause, note }
    };
    changes.map(due).collect()
}

/// H10 6.1.3(2): by 07:30 and by 16:00 every day from the report to the end, from 较大 on. A follow-up
/// counts for the first such time that comes after it, or at it.
fn follow_ups(course: &Course, now: DateTime<Utc>) -> Vec<Due> {
    let is_due = match course.grade.as_deref() {
        Some("extraordinary" | "major" | "large") => Some(true),
        Some(_) => Some(false),
        None => None,
    };
    if course.hazard != Utility::Heat || is_due == Some(false) {
        return Vec::new();
    }
    let listed_from = course.reported_at.max(now - LISTED);
    let mut before = course.reported_at;
    let mut all = Vec::new();
    // From a day before, so that the first one listed knows the one before it.
    for at in hours_after(course.reported_at.max(listed_from - TimeDelta::days(1))) {
        // The next one is due as long as the rescue goes on.
        if course.ended_at.is_some_and(|end| at > end) {
            break;
        }
        if at <= listed_from {
            before = at;
            continue;
        }
        let within = |sent: &&Sent| sent.kind == SentKind::FollowUp && sent.at > before && sent.at <= at;
        let done_at = course.sent.iter().find(within).map(|sent| sent.at);
        let progress = match is_due {
            None if done_at.is_none() => Progress::Undetermined,
            _ => Progress::of(Some(at), done_at, now),
        };
        let note = is_due.is_none().then_some("due from 较大 on; the grade is not known");
        all.push(Due { what: SentKind::FollowUp, due_at: Some(at), done_at, progress, clause: "6.1.3(2)", note });
        if at > now {
            break;
        }
        before = at;
    }
    all
}

/// Every 07:30 and 16:00 in China after an instant, without end.
fn hours_after(from: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    let first_day = day_in_china(from);
    let hours = [(7, 30), (16, 0)];
    (0..)
        .map_while(move |days| first_day.checked_add_days(Days::new(days)))
        .flat_map(move |day| {
            hours.map(|(hour, minute)| {
                let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("an hour of the day");
                day.and_time(time).and_utc() - BEIJING
            })
        })
        .filter(move |at| *at > from)
}

#[cfg(test)]
mod tests;
