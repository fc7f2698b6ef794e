/** An answer with every part, in the shape that the contract gives. Its figures are invented. */
import type { Assessment } from '../api/types'

const square = (half: number) => ({
  type: 'Polygon' as const,
  coordinates: [[[114 - half, 34 - half], [114 + half, 34 - half], [114 + half, 34 + half], [114 - half, 34 + half], [114 - half, 34 - half]]],
})

export const ASSESSMENT: Assessment = {
  place: { lon: 114, lat: 34, jurisdiction: '411024001001', network: 'gas', pipe: 'QG1', road: { code: 'X003411024', chainage: 'K1+250' } },
  zones: {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', geometry: square(0.003), properties: { zone: 'cordon', radius_m: 300, model: 'M1', parameters: { fixed_m: 300 }, why: 'rupture' } },
      { type: 'Feature', geometry: square(0.0005), properties: { zone: 'hot', radius_m: 50, model: 'M2', parameters: { p_mpa: 0.4, d_mm: 250 }, why: 'widest' } },
      { type: 'Feature', geometry: square(0.001), properties: { zone: 'warm', radius_m: 100, model: 'M4', parameters: {}, why: 'plume' } },
    ],
  },
  households: {
    hot: { count: 3, persons: 9, vulnerable: { elderly: 1, children: 0, disabled: 0, pregnant: 0, patients: 0 } },
    warm: { count: 12, persons: 40, vulnerable: { elderly: 4, children: 2, disabled: 0, pregnant: 1, patients: 0 } },
    cordon: { count: 1204, persons: 3980, vulnerable: { elderly: 300, children: 210, disabled: 9, pregnant: 8, patients: 7 } },
  },
  places: [],
  roads: [{ code: 'X003411024', from: 'K1+100', to: 'K1+400', bridge: null, chiefs: ['R-411024-01'] }],
  isolation: {
    close: [{ valve: 'V9', distance_m: 80 }, { valve: 'V2', distance_m: 410.5 }],
    cannot_isolate: [{ node: 'S1', kind: 'gate_station', distance_m: 2300 }],
    pipes: { count: 4, length_m: 700, volume_m3: 34 },
    still_fed: 2,
    data_faults: [{ rule: 'valve-operable', collection: 'gas_nodes', code: 'V2', problem: 'operable is not recorded' }],
  },
  outage: { households: 412, persons: 1310, source: 'trace' },
  cross_county: false,
  warning: {
    colour: 'blue',
    label_zh: '蓝色预警',
    criteria: [
      { clause: '3.2.1(2)', verdict: 'undetermined', facts: { facility: { value: 'trunk_main', derived: true } } },
      { clause: '3.2.1(7)', verdict: 'not_fired', facts: { households_out: { value: 412, derived: true } } },
      { clause: '3.2.3(3)', verdict: 'undetermined' },
      { clause: '3.2.4(1)', verdict: 'fired', facts: { lel_percent: 20, controlled: null } },
    ],
    undetermined: [{ clause: '3.2.1(2)', missing: ['trend', 'large_area', 'controlled'] }, { clause: '3.2.2(1)', missing: ['trend', 'controlled'] }],
    suggest_raise: false,
    decided_by: '县专项指挥部',
    published_by: '县专项指挥部办公室',
    reported_to: ['市专项指挥部'],
  },
  accident: { grade: 'general', label_zh: '一般事故', literal_match: true, clauses: ['4.4'], outside_literal_scope: false,
    undetermined: [{ clause: '4.3(2)', missing: ['deaths'] }] },
  response: { level: 'IV', clauses: ['5.4(4)'], decided_by: '市专项指挥部办公室', handled_by: '县专项指挥部' },
  notify: [{ unit: '公安局', why: '警戒', clause: '2.2(5)' }, { unit: '消防救援支队', why: '抢险', clause: '2.2(12)' }],
  deadlines: [{ what: '企业向县指挥部报告', within_minutes: 30, clause: '5.1(1)' }],
  measures: [{ text_zh: '划定警戒范围。', clause: '3.4.2(2)' }],
  assumptions: [{ id: 'DC2', text: '空档从高' }],
  rules: 'xuchang-2022',
  revision: 7,
}

/** What a server answers that cannot classify yet. */
export const UNCLASSIFIED: Assessment = { place: ASSESSMENT.place, zones: ASSESSMENT.zones, households: ASSESSMENT.households }
