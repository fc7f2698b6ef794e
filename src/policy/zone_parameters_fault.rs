//! What can be wrong with the parameters of zones.

use crate::policy::PressureClass;
use crate::policy::ZoneParameters;

/// The first fault, in words that say what would be right.
pub fn zone_parameters_fault(with: &ZoneParameters) -> Option<String> {
    check(with).err()
}

fn check(with: &ZoneParameters) -> Result<(), String> {
    let codes: Vec<&str> = with.pressure_classes.iter().map(|class| &*class.code).collect();
    let wanted = PressureClass::ALL.map(PressureClass::as_str);
    if codes != wanted {
        return Err(format!(
            "pressure_classes are {}; give each once, in this order: {}",
            codes.join(", "),
            wanted.join(", ")
        ));
    }
    if let Some(class) =
        with.pressure_classes.iter().find(|class| class.below_mpa.is_some() == class.up_to_mpa.is_some())
    {
        return Err(format!("pressure_classes: {} has both below_mpa and up_to_mpa, or neither; give one", class.code));
    }
    if let Some(pair) = with.pressure_classes.windows(2).find(|pair| pair[0].bound() >= pair[1].bound()) {
        return Err(format!(
            "pressure_classes: {} ends at {} MPa and {} above it at {}; let bounds grow",
            pair[0].code,
            pair[0].bound(),
            pair[1].code,
            pair[1].bound()
        ));
    }
    let of_class = PressureClass::ALL.map(|class| (class.as_str(), with.floors_of(class)));
    let others = [
        ("floors.lpg_station", with.floors.lpg_station),
        ("heat.primary", with.heat.primary),
        ("heat.secondary", with.heat.secondary),
    ];
    for (name, distances) in of_class.into_iter().chain(others) {
        if !(distances.hot_m <= distances.warm_m && distances.warm_m <= distances.cordon_m) {
            return Err(format!("{name}: hot_m, warm_m and cordon_m do not grow; each zone lies in the next"));
        }
    }
    let mut figures: Vec<(&str, f64)> = figures(with).to_vec();
    figures.extend(of_class.into_iter().chain(others).map(|(name, distances)| (name, distances.hot_m)));
    figures.extend(with.pressure_classes.iter().map(|class| (&*class.code, class.bound())));
    // Written so that NaN is refused too.
    match figures.into_iter().find(|(_, figure)| !(*figure > 0.0 && figure.is_finite())) {
        Some((name, figure)) => Err(format!("{name} is {figure}; give a number above 0")),
        None => check_bounds(with),
    }
}

fn check_bounds(with: &ZoneParameters) -> Result<(), String> {
    let widest = with.sector.half_angle_deg.max(with.sector.half_angle_light_wind_deg);
    if widest >= 90.0 {
        return Err(format!("sector: a half angle is {widest}; give degrees below 90"));
    }
    if with.lel_fractions.warm > with.lel_fractions.hot || with.lel_fractions.hot > 1.0 {
        return Err("lel_fractions: warm is above hot, or hot above 1; the warm zone begins farther out".to_owned());
    }
    if with.orifice.heat_capacity_ratio <= 1.0 {
        return Err(format!(
            "orifice.heat_capacity_ratio is {}; give a number above 1",
            with.orifice.heat_capacity_ratio
        ));
    }
    Ok(())
}

/// Every figure that must be above zero.
fn figures(with: &ZoneParameters) -> [(&'static str, f64); 37] {
    let ZoneParameters { lel_fractions, gases, initial_isolation, orifice, plume, sector, conduits, .. } = with;
    let (facilities, road) = (&with.facilities, &with.road_above);
    [
        ("lel_fractions.hot", lel_fractions.hot),
        ("lel_fractions.warm", lel_fractions.warm),
        ("gases.natural_gas.lower_explosive_limit_percent", gases.natural_gas.lower_explosive_limit_percent),
        ("gases.natural_gas.density_kg_m3", gases.natural_gas.density_kg_m3),
        ("gases.lpg.lower_explosive_limit_percent", gases.lpg.lower_explosive_limit_percent),
        ("gases.lpg.density_kg_m3", gases.lpg.density_kg_m3),
        ("initial_isolation.radius_m", initial_isolation.radius_m),
        ("initial_isolation.large_spill_downwind_m", initial_isolation.large_spill_downwind_m),
        ("initial_isolation.tank_fire_m", initial_isolation.tank_fire_m),
        ("impact_radius.coefficient", with.impact_radius.coefficient),
        ("orifice.heat_capacity_ratio", orifice.heat_capacity_ratio),
        ("orifice.molar_mass_kg_mol", orifice.molar_mass_kg_mol),
        ("orifice.compressibility", orifice.compressibility),
        ("orifice.discharge_coefficient", orifice.discharge_coefficient),
        ("orifice.temperature_k", orifice.temperature_k),
        ("plume.fitted_from_m", plume.fitted_from_m),
        ("plume.fitted_to_m", plume.fitted_to_m),
        ("plume.unknown_wind_ms", plume.unknown_wind_ms),
        ("plume.stable_below_ms", plume.stable_below_ms),
        ("plume.calm_below_ms", plume.calm_below_ms),
        ("sector.half_angle_deg", sector.half_angle_deg),
        ("sector.half_angle_light_wind_deg", sector.half_angle_light_wind_deg),
        ("sector.light_wind_below_ms", sector.light_wind_below_ms),
        ("conduits.within_m", conduits.within_m),
        ("conduits.along_m", conduits.along_m),
        ("conduits.buffer_m", conduits.buffer_m),
        ("conduits.joined_within_m", conduits.joined_within_m),
        ("floors.lpg_station.hot_m", with.floors.lpg_station.hot_m),
        ("heat.primary.hot_m", with.heat.primary.hot_m),
        ("heat.secondary.hot_m", with.heat.secondary.hot_m),
        ("facilities.station_m", facilities.station_m),
        ("facilities.regulator_m", facilities.regulator_m),
        ("facilities.box_m", facilities.box_m),
        ("facilities.place_m", facilities.place_m),
        ("facilities.building_m", facilities.building_m),
        ("road_above.margin_m", road.margin_m),
        ("road_above.unknown_width_m", road.unknown_width_m),
    ]
}
