use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("2026-11-{text}:00+08:00")).unwrap().to_utc()
}

fn course(hazard: Utility, grade: Option<&str>, sent: &[(SentKind, &str)]) -> Course {
    let sent = sent.iter().map(|(kind, when)| Sent { kind: *kind, at: at(when) }).collect();
    Course { hazard, reported_at: at("24T10:00"), grade: grade.map(String::from), ended_at: None, sent }
}

/// What is due: the word, the time in China, the progress.
#[track_caller]
fn check(course: &Course, now: &str, expect: &[(&str, &str, &str)]) {
    let found: Vec<_> = due(course, at(now))
        .iter()
        .map(|due| {
            let when = due.due_at.map_or("-".into(), |at| (at + BEIJING).format("%dT%H:%M").to_string());
            (due.what.as_str().to_owned(), when, due.progress.as_str().to_owned())
        })
        .collect();
    let expect: Vec<_> = expect.iter().map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into())).collect();
    assert_eq!(found, expect);
}

#[test]
fn the_first_report_of_a_gas_leak_is_due_half_an_hour_after_it() {
    let open = course(Utility::Gas, None, &[]);
    check(&open, "24T10:30", &[("first", "24T10:30", "open")]);
    check(&open, "24T10:31", &[("first", "24T10:30", "overdue")]);
    let sent = |when| course(Utility::Gas, None, &[(SentKind::First, when)]);
    check(&sent("24T10:30"), "25T00:00", &[("first", "24T10:30", "done")]);
    check(&sent("24T10:31"), "25T00:00", &[("first", "24T10:30", "late")]);
    assert_eq!(due(&open, at("24T10:30"))[0].clause, "5.1(1)");
}

#[test]
fn the_heating_plan_gives_no_number_for_the_first_report() {
    check(&course(Utility::Heat, Some("general"), &[]), "25T00:00", &[("first", "-", "open")]);
}

#[test]
fn a_large_heat_accident_is_reported_on_twice_a_day() {
    let sent = [
        (SentKind::First, "24T10:10"),
        (SentKind::FollowUp, "24T16:00"),
        // After 16:00 it counts for the next morning.
        (SentKind::FollowUp, "24T16:01"),
        (SentKind::FollowUp, "25T16:05"),
    ];
    let large = course(Utility::Heat, Some("large"), &sent);
    let days = [
        ("first", "-", "done"),
        ("follow_up", "24T16:00", "done"),
        ("follow_up", "25T07:30", "done"),
        ("follow_up", "25T16:00", "overdue"),
        ("follow_up", "26T07:30", "done"),
        ("follow_up", "26T16:00", "open"),
    ];
    check(&large, "26T08:00", &days);
    let ended = Course { ended_at: Some(at("25T16:00")), ..large };
    check(&ended, "27T08:00", &days[..4]);
}

#[test]
fn without_a_grade_it_is_not_known_whether_follow_ups_are_due() {
    let unknown = course(Utility::Heat, None, &[]);
    check(&unknown, "24T11:00", &[("first", "-", "open"), ("follow_up", "24T16:00", "undetermined")]);
    check(&course(Utility::Heat, Some("none"), &[]), "24T11:00", &[("first", "-", "open")]);
    check(&course(Utility::Gas, Some("major"), &[]), "24T10:10", &[("first", "24T10:30", "open")]);
}

#[test]
fn a_question_of_headquarters_is_answered_in_15_minutes_and_in_writing_in_30() {
    let sent = [
        (SentKind::First, "24T10:00"),
        (SentKind::Query, "24T11:00"),
        (SentKind::Phone, "24T11:15"),
        (SentKind::QueryInWriting, "24T12:00"),
        (SentKind::Phone, "24T12:16"),
    ];
    let general = course(Utility::Heat, Some("general"), &sent);
    let answers = [
        ("first", "-", "done"),
        ("phone", "24T11:15", "done"),
        ("phone", "24T12:15", "late"),
        ("written", "24T12:30", "overdue"),
    ];
    check(&general, "24T13:00", &answers);
    assert_eq!(due(&general, at("24T13:00"))[1].clause, "6.1.3(3)");
    let gas = course(Utility::Gas, None, &sent);
    let phone = due(&gas, at("24T13:00")).into_iter().find(|due| due.what == SentKind::Phone).unwrap();
    assert!(phone.clause == "H10 6.1.3(3)" && phone.note.is_some());
}

#[test]
fn of_a_long_incident_the_last_week_is_listed() {
    let long = course(Utility::Heat, Some("major"), &[(SentKind::FollowUp, "24T12:00")]);
    let mut late = due(&long, at("30T12:00") + TimeDelta::days(60));
    assert_eq!(late.remove(0).what, SentKind::First);
    assert_eq!(late.len(), 15);
    assert!(late[..14].iter().all(|due| due.progress == Progress::Overdue) && late[14].progress == Progress::Open);
}

#[test]
fn changed_casualties_go_up_the_same_day_whatever_the_grade() {
    let changed = (SentKind::Casualties, "24T12:00");
    let open = course(Utility::Heat, Some("general"), &[changed]);
    check(&open, "24T23:59", &[("first", "-", "open"), ("casualties", "24T23:59", "open")]);
    check(&open, "25T00:00", &[("first", "-", "open"), ("casualties", "24T23:59", "overdue")]);
    let early = course(Utility::Heat, Some("general"), &[(SentKind::FollowUp, "24T11:00"), changed]);
    assert_eq!(due(&early, at("25T00:00"))[1].progress, Progress::Overdue, "that was before the change");
    let told = course(Utility::Heat, Some("general"), &[changed, (SentKind::FollowUp, "24T18:00")]);
    let found = due(&told, at("25T00:00"));
    assert_eq!((found[1].progress, found[1].clause), (Progress::Done, "6.1.3(2)"));
    let gas = course(Utility::Gas, None, &[changed]);
    assert_eq!(due(&gas, at("24T13:00"))[1].clause, "H10 6.1.3(2)");
}
