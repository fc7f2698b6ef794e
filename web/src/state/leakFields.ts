/** What may be known of a leak: the fields of the report, in the order in which they are asked for. */
import type { NetworkName } from '../api/types'

/** `flag` has three values: yes, no, and not known, which is where every field begins. */
type Input = { kind: 'flag' } | { kind: 'number'; unit: Unit } | { kind: 'choice'; options: readonly string[] }
export type Unit = 'mpa' | 'mm' | 'lel' | 'degrees' | 'speed' | 'households' | 'hours' | 'persons' | 'money' | 'places' | 'magnitude'

export const FIELD_GROUPS = ['site', 'supply', 'harm', 'command'] as const

export interface FieldSpec {
  name: string
  input: Input
  group: (typeof FIELD_GROUPS)[number]
  /** For which hazards it is asked first, not under “more”. */
  first?: readonly NetworkName[]
  /** Long values: takes a line of its own. */
  wide?: true
  /** Says nothing about a heating leak: not asked for there, and not sent. */
  gasOnly?: true
}

const GAS = ['gas'] as const
const HEAT = ['heat'] as const
const BOTH = ['gas', 'heat'] as const
const flag = { kind: 'flag' } as const
const choice = <const Options extends readonly string[]>(...options: Options) => ({ kind: 'choice', options }) as const
const number = (unit: Unit) => ({ kind: 'number', unit }) as const

const SPECS = [
  { name: 'gas', group: 'site', first: GAS, gasOnly: true, input: choice('natural_gas', 'lpg') },
  { name: 'scenario', group: 'site', first: BOTH, input: choice('leak', 'rupture', 'tanker', 'tanker_fire') },
  { name: 'facility', group: 'site', first: GAS, gasOnly: true, wide: true, input: choice(
    'buried_main', 'trunk_main', 'overhead_line', 'multi_storey', 'high_rise', 'residential_garage', 'public_underground_space', 'trench',
    'box_regulator', 'small_regulator', 'district_regulator', 'gate_station', 'storage_station', 'mother_station', 'filling_station', 'lpg_station') },
  { name: 'lel_percent', group: 'site', first: GAS, gasOnly: true, input: number('lel') },
  { name: 'trend', group: 'site', first: GAS, gasOnly: true, input: choice('falling', 'stable', 'rising', 'rapid') },
  { name: 'controlled', group: 'site', first: GAS, input: flag },
  { name: 'large_area', group: 'site', first: GAS, gasOnly: true, input: flag },
  { name: 'pressure_mpa', group: 'site', first: GAS, input: number('mpa') },
  { name: 'hole_mm', group: 'site', first: GAS, input: number('mm') },
  { name: 'wind_from_deg', group: 'site', first: GAS, gasOnly: true, input: number('degrees') },
  { name: 'wind_ms', group: 'site', first: GAS, gasOnly: true, input: number('speed') },

  { name: 'third_party_damage', group: 'site', input: flag },
  { name: 'threatens_residents', group: 'site', input: flag },
  { name: 'large_amount', group: 'site', gasOnly: true, input: flag },
  { name: 'several_households', group: 'site', gasOnly: true, input: flag },
  { name: 'in_main_city', group: 'site', input: flag },
  { name: 'works_in_protection_range', group: 'site', input: flag },
  { name: 'simultaneous_leaks', group: 'site', input: number('places') },
  { name: 'road_above', group: 'site', input: choice('trunk', 'secondary', 'residential', 'none') },
  { name: 'diameter_mm', group: 'site', input: number('mm') },
  { name: 'stability', group: 'site', gasOnly: true, input: choice('D', 'F') },
  { name: 'terrain', group: 'site', gasOnly: true, input: choice('urban', 'rural') },

  { name: 'households_out', group: 'supply', first: HEAT, input: number('households') },
  { name: 'outage_hours', group: 'supply', first: HEAT, input: number('hours') },
  { name: 'elapsed_hours', group: 'supply', first: HEAT, input: number('hours') },
  { name: 'gate_outlet_mpa', group: 'supply', gasOnly: true, input: number('mpa') },
  { name: 'medium_network_mpa', group: 'supply', gasOnly: true, input: number('mpa') },

  { name: 'deaths', group: 'harm', first: HEAT, input: number('persons') },
  { name: 'serious_injuries', group: 'harm', first: HEAT, input: number('persons') },
  { name: 'loss_10k_cny', group: 'harm', input: number('money') },
  { name: 'crowded_place_casualties', group: 'harm', input: flag },
  { name: 'secondary_disaster', group: 'harm', input: flag },
  { name: 'magnitude', group: 'harm', input: number('magnitude') },
  { name: 'disaster', group: 'harm', input: choice('none', 'major', 'extraordinary') },

  { name: 'headquarters_judgement', group: 'command', first: HEAT, input: choice('red', 'orange', 'yellow', 'blue') },
  { name: 'special_period', group: 'command', input: flag },
  { name: 'city_enterprise', group: 'command', input: flag },
] as const satisfies readonly FieldSpec[]

export type FieldName = (typeof SPECS)[number]['name']
export type Field = FieldSpec & { name: FieldName }
export const FIELDS: readonly Field[] = SPECS

/** As typed or chosen; empty is not known. */
export type Form = Record<FieldName, string>

export function emptyForm(): Form {
  return Object.fromEntries(FIELDS.map(({ name }) => [name, ''])) as Form
}

export const isAsked = (field: Field, hazard: NetworkName) => !(field.gasOnly && hazard === 'heat')
export const isFirst = (field: Field, hazard: NetworkName) => field.first?.includes(hazard) === true

/** The field that answers a missing fact, or null where this form has none for this hazard. */
export function fieldOfFact(fact: string, hazard: NetworkName): FieldName | null {
  return FIELDS.find((field) => field.name === fact && isAsked(field, hazard))?.name ?? null
}

/** Parts of the report that are no field of the form. */
export type Part = 'place' | 'valves' | 'cordon' | 'hazard'
const PARTS: Record<string, Part> = { at: 'place', pipe: 'place', node: 'place', unusable_valves: 'valves', cordon: 'cordon', hazard: 'hazard' }

/** Where the page shows a fault: `/lel_percent` is a field, `/at/0` the place. Null for what it does not know. */
export function spotOfPointer(pointer: string): FieldName | Part | null {
  const [name = ''] = pointer.replace(/^#?\/?/, '').split('/')
  return FIELDS.find((field) => field.name === name)?.name ?? PARTS[name] ?? null
}
