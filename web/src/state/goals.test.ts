import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GoalRow, ShortfallFeature } from '../api/roadTypes'
import { last, serve, settle, type Asked } from './server.fixture'

let requests: Asked[]
let goals: typeof import('./goals')
let short: typeof import('./shortfall')
let view: typeof import('./view')
let units: typeof import('./units')
let overlays: typeof import('./overlays')

const row = (goal: string, more: Partial<GoalRow> = {}): GoalRow => ({
  goal, jurisdiction: '411000', level: 'city', value: 0.5, numerator: 1, denominator: 2, unit: 'count', op: '=', target: 1, due: '2025-12-31', status: 'overdue',
  coverage: 1, shortfall_count: 1, unknown_count: 0, clause: 'R4', responsible: [], assumptions: [], ...more,
})
const feature = (id: string, unknown: boolean, placed = true): ShortfallFeature => ({
  type: 'Feature', id, geometry: placed ? { type: 'Point', coordinates: [114, 34] } : null, properties: { collection: 'bridges', code: id, unknown },
})
const page = (features: ShortfallFeature[], next: string | null, count: number, unknown: number) => ({
  type: 'FeatureCollection', goal: 'A06', as_of: '2026-11-24', jurisdiction: '411000', count, unknown_count: unknown, features, next,
})
const SHORTFALL = '/api/v1/goals/A06/shortfall'

beforeEach(async () => {
  vi.resetModules()
  requests = serve()
  goals = await import('./goals')
  short = await import('./shortfall')
  view = await import('./view')
  units = await import('./units')
  overlays = await import('./overlays')
})
afterEach(() => vi.unstubAllGlobals())

async function begin(rows: GoalRow[]) {
  view.tool.value = 'goals'
  await settle()
  await last(requests, '/api/v1/goals')?.answer({ as_of: '2026-11-24', rows })
}

describe('the goals', () => {
  it('are asked for when the tool is opened, and of the whole they show the root alone', async () => {
    expect(requests).toHaveLength(0)
    await begin([row('A06'), row('A19', { status: 'met' }), row('A06', { jurisdiction: '411024', level: 'county' })])
    expect(last(requests, '/api/v1/goals')?.query).toEqual({})
    expect(goals.unitShown.value).toBe('411000')
    expect(goals.rowsOfUnit.value.map(({ goal }) => goal)).toEqual(['A06', 'A19'])
    expect(goals.statusCounts.value).toEqual([{ status: 'overdue', count: 1 }, { status: 'met', count: 1 }])
  })

  it('drop a filter that the next unit has no goal for', async () => {
    await begin([row('A06'), row('A19', { status: 'met' })])
    goals.onlyStatus.value = 'met'
    expect(goals.shownRows.value.map(({ goal }) => goal)).toEqual(['A19'])
    units.unit.value = '411024'
    await settle()
    await last(requests, '/api/v1/goals')?.answer({ as_of: '2026-11-24', rows: [row('A06', { jurisdiction: '411024' })] })
    expect(goals.onlyStatus.value).toBeNull()
    expect(goals.shownRows.value).toHaveLength(1)
  })

  it('of one name are told apart by date and part', async () => {
    await begin([row('A12', { part: 'mileage' }), row('A12', { part: 'county' }), row('A17', { due: '2022-12-31' }), row('A17')])
    goals.openGoal(row('A12', { part: 'county' }), 'basis')
    expect(goals.chosenRow.value?.part).toBe('county')
    goals.openGoal(row('A17'), 'basis')
    expect(goals.chosenRow.value?.due).toBe('2025-12-31')
  })
})

describe('the shortfall', () => {
  it('is the same features counted, listed and drawn, page after page', async () => {
    await begin([row('A06', { shortfall_count: 2, unknown_count: 2 })])
    goals.openGoal(row('A06'), 'shortfall')
    await settle()
    expect(last(requests, SHORTFALL)?.query).toEqual({ jurisdiction: '411000', due: '2025-12-31', limit: '1000' })
    await last(requests, SHORTFALL)?.answer(page([feature('b1', false), feature('b2', false)], `${SHORTFALL}?cursor=2`, 2, 2))
    await last(requests, SHORTFALL)?.answer(page([feature('b3', true), feature('b4', true, false)], null, 2, 2))
    expect(short.failing.value.map(({ id }) => id)).toEqual(['b1', 'b2'])
    expect(short.unknown.value.map(({ id }) => id)).toEqual(['b3', 'b4'])
    expect(short.shortfall.value?.count).toBe(short.failing.value.length)
    expect(short.placeless.value.map(({ id }) => id)).toEqual(['b4'])
    expect(overlays.overlays.shortfall.features.map(({ properties }) => properties?.['id'])).toEqual(['b1', 'b2', 'b3'])
  })

  it('is taken off the map with its goal, and is not asked for again on coming back', async () => {
    await begin([row('A06')])
    goals.openGoal(row('A06'), 'shortfall')
    await settle()
    await last(requests, SHORTFALL)?.answer(page([feature('b1', false)], null, 1, 0))
    expect(overlays.overlays.shortfall.features).toHaveLength(1)
    goals.goalView.value = 'basis'
    await settle()
    expect(overlays.overlays.shortfall.features).toHaveLength(0)
    const before = requests.length
    goals.goalView.value = 'shortfall'
    await settle()
    expect(requests).toHaveLength(before)
    expect(overlays.overlays.shortfall.features).toHaveLength(1)
  })

  it('of a goal that was left never comes late over the next one', async () => {
    await begin([row('A06'), row('A19')])
    goals.openGoal(row('A06'), 'shortfall')
    await settle()
    const slow = last(requests, SHORTFALL)
    goals.openGoal(row('A19'), 'shortfall')
    await settle()
    expect(slow?.signal.aborted).toBe(true)
    await last(requests, '/api/v1/goals/A19/shortfall')?.answer(page([feature('s1', false)], null, 1, 0))
    await slow?.answer(page([feature('b1', false)], null, 1, 0))
    expect(short.features.value.map(({ id }) => id)).toEqual(['s1'])
  })

  it('that was refused says so, and can be asked for again', async () => {
    await begin([row('A06')])
    goals.openGoal(row('A06'), 'shortfall')
    await settle()
    await last(requests, SHORTFALL)?.answer({ title: 'Away', detail: 'the store does not answer' }, 503)
    expect(short.shortfallProblem.value?.detail).toBe('the store does not answer')
    void short.loadShortfall()
    await settle()
    await last(requests, SHORTFALL)?.answer(page([feature('b1', false)], null, 1, 0))
    expect(short.shortfallProblem.value).toBeNull()
    expect(short.features.value).toHaveLength(1)
  })
})
