import { describe, expect, it } from 'vitest'
import { en } from '../i18n/en'
import { emptyForm, fieldOfFact, FIELDS, isAsked, spotOfPointer } from './leakFields'
import { readValue, reportOf, unreadable, type Known } from './leakReport'

function known(given: Partial<Known> = {}): Known {
  return { hazard: 'gas', at: null, asset: { network: 'gas', kind: 'pipe', code: 'QG1' }, form: emptyForm(), unusable: [], cordon: [], ...given }
}

describe('the report', () => {
  it('of which nothing is known names the hazard and the place, and nothing else', () => {
    expect(reportOf(known())).toEqual({ hazard: 'gas', pipe: 'QG1' })
  })

  it('keeps no apart from unknown, and zero from nothing', () => {
    const form = { ...emptyForm(), controlled: 'false', large_area: 'true', deaths: '0' }
    expect(reportOf(known({ form }))).toEqual({ hazard: 'gas', pipe: 'QG1', controlled: false, large_area: true, deaths: 0 })
  })

  it('fixes the place on a pipe or node by the click, with the decimals that are shown', () => {
    expect(reportOf(known({ at: [114.123456789, 34.1] }))).toEqual({ hazard: 'gas', at: [114.1234568, 34.1], pipe: 'QG1' })
    expect(reportOf(known({ asset: { network: 'gas', kind: 'node', code: 'QN1' } }))).toEqual({ hazard: 'gas', node: 'QN1' })
    expect(reportOf(known({ at: [114, 34], asset: null }))).toEqual({ hazard: 'gas', at: [114, 34] })
  })

  it('sends numbers as numbers, choices as words, whatever the keyboard', () => {
    const form = { ...emptyForm(), gas: 'lpg', facility: 'trench', lel_percent: '５５', hole_mm: ' 12.5 ', loss_10k_cny: '1,200', wind_from_deg: '0' }
    expect(reportOf(known({ form }))).toEqual(
      { hazard: 'gas', pipe: 'QG1', gas: 'lpg', facility: 'trench', lel_percent: 55, hole_mm: 12.5, wind_from_deg: 0, loss_10k_cny: 1200 })
  })

  it('leaves out and marks what cannot be read', () => {
    const form = { ...emptyForm(), hole_mm: 'big', wind_ms: '1-2', deaths: '3' }
    expect(reportOf(known({ form }))).toEqual({ hazard: 'gas', pipe: 'QG1', deaths: 3 })
    expect(unreadable(form, 'gas')).toEqual(['hole_mm', 'wind_ms'])
  })

  it('of a heating leak says nothing about gas, though it was filled in', () => {
    const form = { ...emptyForm(), gas: 'lpg', lel_percent: '50', trend: 'rapid', outage_hours: '24' }
    const asset = { network: 'heat' as const, kind: 'pipe' as const, code: 'RG1' }
    expect(reportOf(known({ hazard: 'heat', asset, form }))).toEqual({ hazard: 'heat', pipe: 'RG1', outage_hours: 24 })
  })

  it('carries unusable valves and a closed cordon', () => {
    const corners = [[114, 34], [114.01, 34], [114.01, 34.01]]
    expect(reportOf(known({ unusable: ['V9'], cordon: corners }))).toMatchObject({
      unusable_valves: ['V9'], cordon: { type: 'Polygon', coordinates: [[...corners, corners[0]]] },
    })
    expect(reportOf(known({ cordon: corners.slice(1) }))).not.toHaveProperty('cordon')
  })
})

describe('a value', () => {
  it.each([['-3', -3], ['.5', 0.5], ['1e3', undefined], ['0x10', undefined], ['', null], ['  ', null], ['50%', 50]])('%j is %j', (text, value) => {
    expect(readValue('magnitude', text)).toBe(value)
  })

  it('of a flag is yes, no or not known', () => {
    expect([readValue('controlled', 'true'), readValue('controlled', 'false'), readValue('controlled', '')]).toEqual([true, false, null])
  })
})

describe('the fields', () => {
  // The inputs of the contract but for hazard, place, valves and cordon, which the page asks for in other ways.
  const CONTRACT = `gas facility road_above several_households lel_percent trend controlled large_area large_amount third_party_damage
    threatens_residents works_in_protection_range in_main_city simultaneous_leaks gate_outlet_mpa medium_network_mpa magnitude disaster
    pressure_mpa hole_mm diameter_mm scenario wind_from_deg wind_ms stability terrain households_out outage_hours elapsed_hours deaths
    serious_injuries loss_10k_cny secondary_disaster crowded_place_casualties headquarters_judgement special_period city_enterprise`.split(/\s+/)

  it('are those of the contract, each once', () => {
    expect(FIELDS.map(({ name }) => name).sort()).toEqual([...CONTRACT].sort())
    expect(FIELDS.every((field) => isAsked(field, 'gas'))).toBe(true)
  })

  it('have a word for their name, their unit and each of their values', () => {
    const needed = FIELDS.flatMap(({ name, input }) => [`leak.field.${name}`,
      ...(input.kind === 'choice' ? input.options.map((option) => `leak.${name}.${option}`) : []),
      ...(input.kind === 'number' ? [`leak.unit.${input.unit}`] : [])])
    expect(Object.keys(en)).toEqual(expect.arrayContaining(needed))
  })

  it('are found by the fact that a criterion misses', () => {
    expect(fieldOfFact('trend', 'gas')).toBe('trend')
    expect(fieldOfFact('trend', 'heat')).toBeNull()
    expect(fieldOfFact('outage_hours', 'heat')).toBe('outage_hours')
    expect(fieldOfFact('mp_alarm_nodes', 'gas')).toBeNull()
  })

  it.each([
    ['/lel_percent', 'lel_percent'], ['#/wind_ms', 'wind_ms'], ['/at/0', 'place'], ['/pipe', 'place'], ['/node', 'place'],
    ['/unusable_valves/1', 'valves'], ['/cordon', 'cordon'], ['/cordon/coordinates/0', 'cordon'], ['/hazard', 'hazard'], ['/colour', null], ['', null],
  ])('a fault at %j is shown at %j', (pointer, spot) => {
    expect(spotOfPointer(pointer)).toBe(spot)
  })
})
