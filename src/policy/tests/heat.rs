//! Heat: warnings, grades, levels, limits and measures (H10 3 to 6, rules E).

use super::*;

/// Rows of households by columns of hours; a word for each cell.
#[track_caller]
fn check_matrix(hours_fact: &str, rows: &[(u32, &str)], answer: impl Fn(&Classification) -> String) {
    let hours = ["0", "23.99", "24", "24.01", "47.99", "48", "48.01", "500"];
    for (households, expected) in rows {
        for (hours, cell) in hours.iter().zip(expected.split_whitespace()) {
            let found = heat(&facts(&format!("households_out = {households}, {hours_fact} = {hours}")));
            assert_eq!(answer(&found), cell, "{households} for {hours} h");
        }
    }
}

#[test]
fn the_forecast_of_households_and_hours_gives_the_colour() {
    check_matrix(
        "outage_hours",
        &[
            (0, "- - - - - - - -"),
            (999, "- - - - - - - -"),
            (1_000, "- - blue blue blue blue blue blue"),
            (9_999, "- - blue blue blue blue blue blue"),
            (10_000, "- - yellow yellow yellow yellow yellow yellow"),
            (29_999, "- - yellow yellow yellow yellow yellow yellow"),
            (30_000, "- - orange orange orange orange orange orange"),
            (49_999, "- - orange orange orange orange orange orange"),
            (50_000, "- - orange orange orange red red red"),
            (90_000, "- - orange orange orange red red red"),
        ],
        |found| found.warning.colour.map_or("-", Colour::word).to_owned(),
    );
}

#[test]
fn each_colour_has_its_own_clause() {
    let fired_on = |reported: &str| {
        let found = heat(&facts(reported));
        fired(&found).iter().map(|clause| (*clause).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(fired_on("households_out = 50000, outage_hours = 48"), ["4.2.1 I(1)", "4.2.1 II(1)"]);
    assert_eq!(fired_on("households_out = 30000, outage_hours = 24"), ["4.2.1 II(1)"]);
    assert_eq!(fired_on("households_out = 10000, outage_hours = 24"), ["4.2.1 III(1)"]);
    assert_eq!(fired_on("households_out = 1000, outage_hours = 24"), ["4.2.1 IV(1)"]);
}

#[test]
fn the_judgement_of_the_headquarters_gives_any_colour_and_is_open_while_unknown() {
    for (word, colour, clause) in [
        ("red", Colour::Red, "4.2.1 I(2)"),
        ("orange", Colour::Orange, "4.2.1 II(2)"),
        ("yellow", Colour::Yellow, "4.2.1 III(2)"),
        ("blue", Colour::Blue, "4.2.1 IV(2)"),
    ] {
        let found = heat(&facts(&format!("headquarters_judgement = '{word}', households_out = 0")));
        assert_eq!((found.warning.colour, fired(&found)), (Some(colour), vec![clause]));
        assert_eq!(found.warning.publication.decided_by.as_deref(), Some("市集中供热事故应急处置指挥部"));
        assert_eq!(found.warning.publication.published_by.as_deref(), Some("当地政府（管委会）"));
        check_assumed(&found, &["EC5", "EC6"], &[]);
        assert_eq!(verdict(&heat(&facts("")), clause), (Verdict::Undetermined, vec!["headquarters_judgement"]));
    }
    for (numbers, judged) in [("50000, outage_hours = 48", "orange"), ("30000, outage_hours = 24", "yellow")] {
        let found = heat(&facts(&format!("households_out = {numbers}, headquarters_judgement = '{judged}'")));
        assert_eq!(found.warning.publication.decided_by.as_deref(), Some("当地政府（管委会）"), "{numbers}");
    }
    let higher = heat(&facts("headquarters_judgement = 'blue', households_out = 10000, outage_hours = 24"));
    assert_eq!(higher.warning.colour, Some(Colour::Yellow));
    assert_eq!(higher.warning.publication.decided_by.as_deref(), Some("当地政府（管委会）"));
}

#[test]
fn without_a_forecast_of_hours_only_too_few_households_rule_a_colour_out() {
    let found = heat(&facts("households_out = 30000, headquarters_judgement = 'blue'"));
    assert_eq!(verdict(&found, "4.2.1 I(1)"), (Verdict::NotFired, vec![]));
    assert_eq!(verdict(&found, "4.2.1 II(1)"), (Verdict::Undetermined, vec!["outage_hours"]));
    assert_eq!(verdict(&found, "4.2.1 III(1)"), (Verdict::NotFired, vec![]));
    let found = heat(&facts("outage_hours = 23"));
    assert_eq!(verdict(&found, "4.2.1 IV(1)"), (Verdict::NotFired, vec![]));
}

#[test]
fn the_households_and_hours_so_far_give_the_grade() {
    check_matrix(
        "elapsed_hours",
        &[
            (0, "- - - - - - - -"),
            (999, "- - - - - - - -"),
            (1_000, "- - general general general general general general"),
            (9_999, "- - general general general general general general"),
            (10_000, "- - large large large large large large"),
            (29_999, "- - large large large large large large"),
            (30_000, "- - major major major major major major"),
            (49_999, "- - major major major major major major"),
            (50_000, "- - major major major extraordinary extraordinary extraordinary"),
            (90_000, "- - major major major extraordinary extraordinary extraordinary"),
        ],
        |found| found.accident.grade.map_or("-", Grade::word).to_owned(),
    );
}

#[test]
fn the_households_and_hours_so_far_give_the_level() {
    check_matrix(
        "elapsed_hours",
        &[
            (999, "none none none none none none none none"),
            (1_000, "none none IV IV IV IV IV IV"),
            (9_999, "none none IV IV IV IV IV IV"),
            (10_000, "none none III III III III III III"),
            (19_999, "none none III III III III III III"),
            (20_000, "none none II II II II II II"),
            (29_999, "none none II II II II II II"),
            (30_000, "none none I I I I I I"),
            (50_000, "none none I I I I I I"),
        ],
        |found| found.response.level.map_or("none", Level::word).to_owned(),
    );
}

#[test]
fn casualties_and_loss_give_grade_and_level() {
    for (reported, grade, clause, level) in [
        ("deaths = 0, serious_injuries = 0, loss_10k_cny = 0", "-", "", "none"),
        ("deaths = 0, serious_injuries = 0, loss_10k_cny = 99.99", "-", "", "none"),
        ("loss_10k_cny = 100", "general", "3.4(1)", "IV"),
        ("loss_10k_cny = 999.99", "general", "3.4(1)", "IV"),
        ("loss_10k_cny = 1000", "large", "3.3(1)", "III"),
        ("loss_10k_cny = 2999.99", "large", "3.3(1)", "III"),
        ("loss_10k_cny = 3000", "large", "3.3(1)", "II"),
        ("loss_10k_cny = 4999.99", "large", "3.3(1)", "II"),
        ("loss_10k_cny = 5000", "major", "3.2(1)", "I"),
        ("loss_10k_cny = 9999.99", "major", "3.2(1)", "I"),
        ("loss_10k_cny = 10000", "extraordinary", "3.1(1)", "I"),
        ("deaths = 1", "general", "3.4(1)", "IV"),
        ("deaths = 2", "general", "3.4(1)", "IV"),
        ("deaths = 3", "large", "3.3(1)", "III"),
        ("deaths = 5", "large", "3.3(1)", "III"),
        ("deaths = 6", "large", "3.3(1)", "II"),
        ("deaths = 9", "large", "3.3(1)", "II"),
        ("deaths = 10", "major", "3.2(1)", "I"),
        ("deaths = 29", "major", "3.2(1)", "I"),
        ("deaths = 30", "extraordinary", "3.1(1)", "I"),
        ("serious_injuries = 1", "general", "3.4(1)", "IV"),
        ("serious_injuries = 9", "general", "3.4(1)", "IV"),
        ("serious_injuries = 10", "large", "3.3(1)", "III"),
        ("serious_injuries = 19", "large", "3.3(1)", "III"),
        ("serious_injuries = 20", "large", "3.3(1)", "II"),
        ("serious_injuries = 49", "large", "3.3(1)", "II"),
        ("serious_injuries = 50", "major", "3.2(1)", "I"),
        ("serious_injuries = 99", "major", "3.2(1)", "I"),
        ("serious_injuries = 100", "extraordinary", "3.1(1)", "I"),
    ] {
        let found = heat(&facts(reported));
        assert_eq!(found.accident.grade.map_or("-", Grade::word), grade, "{reported}");
        assert_eq!(found.accident.clauses.join(" "), clause, "{reported}");
        assert_eq!(found.response.level.map_or("none", Level::word), level, "{reported}");
        assert_eq!((found.accident.literal_match, found.accident.outside_literal_scope), (true, Some(false)));
    }
}

#[test]
fn no_dead_and_no_injured_are_no_accident_and_unknown_ones_are_open() {
    let none = heat(&facts("deaths = 0, serious_injuries = 0, loss_10k_cny = 0, households_out = 999"));
    assert_eq!((none.accident.grade, none.accident.label_zh), (None, "未达等级"));
    assert_eq!(none.accident.undetermined, []);
    check_assumed(&none, &["EC1", "EC2", "EC4"], &["EC3", "EC9"]);
    let open = heat(&facts("deaths = 0, loss_10k_cny = 0, households_out = 999"));
    assert_eq!((open.accident.grade, open.accident.label_zh), (None, "事故等级待判定"));
    assert_eq!(open.accident.undetermined.len(), 4);
    assert!(open.accident.undetermined.iter().all(|one| one.missing.contains("serious_injuries")));
}

#[test]
fn each_issue_of_the_plan_shows_where_it_was_resolved() {
    let long = heat(&facts("households_out = 50000, elapsed_hours = 24, outage_hours = 30"));
    check_assumed(&long, &["E0", "EC3", "EC5", "EC9", "EC10", "E6"], &["EC1", "EC4", "EC8"]);
    check_assumed(&heat(&facts("loss_10k_cny = 99")), &["EC4"], &[]);
    let summer = with_map("households_out = 30000, outage_hours = 24", "in_heating_season = false");
    let winter = with_map("households_out = 30000, outage_hours = 24", "in_heating_season = true");
    check_assumed(&heat(&summer), &["EC8"], &[]);
    check_assumed(&heat(&winter), &[], &["EC8"]);
    assert_eq!(heat(&summer).warning.colour, heat(&winter).warning.colour);
}

#[test]
fn full_activation_may_be_waived_from_large_on_within_one_county() {
    let waivable = |reported: &str, map: &str| heat(&with_map(reported, map)).response.activation_waivable;
    for grade in ["deaths = 3", "deaths = 10", "deaths = 30"] {
        assert!(waivable(grade, "cross_county = false"), "{grade}");
    }
    assert!(!waivable("deaths = 3", "cross_county = true"));
    assert!(!waivable("deaths = 3", ""));
    assert!(!waivable("deaths = 2", "cross_county = false"));
    assert!(!waivable("deaths = 3, secondary_disaster = true", "cross_county = false"));
    let found = heat(&with_map("deaths = 3", "cross_county = false"));
    assert_eq!((found.response.level, found.response.waiver_clause.as_deref()), (Some(Level::III), Some("6.3")));
    check_assumed(&found, &["EC7"], &[]);
}

#[test]
fn each_level_is_decided_by_its_office() {
    for (deaths, decided, handled) in [
        (10, "市集中供热事故应急处置指挥部指挥长", "报省住房和城乡建设厅"),
        (6, "市集中供热事故应急处置指挥部副指挥长", "原则上由市集中供热事故应急处置指挥部"),
        (3, "市集中供热事故应急处置指挥部副指挥长", "原则上由市集中供热事故应急处置指挥部"),
        (1, "市集中供热事故应急处置指挥部办公室主任", "事发地县（市、区）政府（管委会）相关指挥机构"),
    ] {
        let found = heat(&facts(&format!("deaths = {deaths}"))).response;
        assert_eq!(found.decided_by.as_deref(), Some(decided));
        assert!(found.handled_by.unwrap().starts_with(handled));
        assert_eq!(found.handling_clause.as_deref(), Some("5.1"));
    }
}

#[test]
fn from_large_on_follow_ups_are_due_twice_a_day_and_on_changes_the_same_day() {
    let limits = |reported: &str| -> Vec<(String, Option<u32>, Option<String>)> {
        heat(&facts(reported)).deadlines.into_iter().map(|due| (due.clause, due.within_minutes, due.at)).collect()
    };
    let within = |clause: &str, minutes: u32| (clause.to_owned(), Some(minutes), None);
    let at = |time: &str| ("6.1.3(2)".to_owned(), None, Some(time.to_owned()));
    let small = [within("6.1.1", 0), within("6.1.3(3)", 15), within("6.1.3(3)", 30)];
    assert_eq!(limits("deaths = 0, serious_injuries = 0"), small);
    assert_eq!(
        limits("deaths = 3"),
        [within("6.1.1", 0), at("07:30"), at("16:00"), at("23:59"), within("6.1.3(3)", 15), within("6.1.3(3)", 30)]
    );
}

#[test]
fn each_colour_adds_its_measures_to_those_below_it() {
    let measures = |judged: &str| -> Vec<String> {
        let found = heat(&facts(&format!("headquarters_judgement = '{judged}', households_out = 0, deaths = 0")));
        found.measures.into_iter().map(|one| one.clause).filter(|clause| clause.starts_with("4.2.1")).collect()
    };
    let blue = measures("blue");
    assert_eq!(blue.len(), 6);
    for (colour, count) in [("yellow", 12), ("orange", 16), ("red", 18)] {
        let found = measures(colour);
        assert_eq!(found.len(), count, "{colour}");
        assert_eq!(found[..6], blue[..]);
    }
    assert_eq!(measures("red")[16..], ["4.2.1 I(1)", "4.2.1 I(2)"]);
}

#[test]
fn users_are_told_however_small_the_outage_and_members_are_those_of_the_heating_plan() {
    let found = heat(&facts("households_out = 5, deaths = 30"));
    let units: Vec<&str> = found.notify.iter().map(|notice| notice.unit.as_str()).collect();
    assert!(units.contains(&"受影响用户") && units.contains(&"热力企业"));
    for stranger in ["市自然资源和规划局", "市市场监管局", "市防震减灾中心"] {
        assert!(!units.contains(&stranger));
    }
    assert!(units.contains(&"市人力资源和社会保障局"));
    let large = heat(&facts("households_out = 30000, outage_hours = 24"));
    let units: Vec<&str> = large.notify.iter().map(|notice| notice.unit.as_str()).collect();
    for unit in ["市工业和信息化局", "市水利局", "市政府", "可能受到危害的毗邻地区政府", "承担应急处置职责的相关单位"]
    {
        assert!(units.contains(&unit), "{unit}");
    }
}
