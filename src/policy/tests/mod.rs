//! The rules that the program carries, against the texts of the plans.

use super::*;

#[test]
fn the_embedded_rules_are_read_and_every_example_in_them_holds() {
    let rules = Rules::embedded();
    assert_eq!(rules.name, "xuchang-2022");
    for rule in &rules.rules {
        assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
    }
}
