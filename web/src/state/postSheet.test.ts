import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { last, serve, settle, type Asked } from './server.fixture'

let requests: Asked[]
let chief: typeof import('./chief')
let sheets: typeof import('./postSheet')
let overlays: typeof import('./overlays')
let days: typeof import('./day')

const LINE = { type: 'LineString', coordinates: [[114, 34], [114.1, 34]] }
const SHEET = {
  post: { code: 'P1', level: 'county', kind: 'route', jurisdiction: '411024' }, on: '2026-11-24', length_km: {}, condition: { assessed_km: '1.000', by_grade: {}, mean_index: 80 },
  stretches: [{ segment: 'S1', from: 'K0+000', to: 'K1+000', grade: 'good' }, { segment: 'S2', from: 'K1+000', to: 'K2+000', grade: null }],
  bridges: [{ code: 'B1', rating: 5, lon: 114, lat: 34 }], hazards: [{ code: 'H1', lon: 114, lat: 34 }, { code: 'H2', lon: null, lat: null }], violations: [],
  works_due: [{ collection: 'hazards', code: 'H1', lon: 114, lat: 34 }, { collection: 'works', code: 'W1', lon: 114, lat: 34 }], inspections_due: [{ post: 'P1', road: 'X1' }],
}

beforeEach(async () => {
  vi.resetModules()
  requests = serve()
  chief = await import('./chief')
  sheets = await import('./postSheet')
  overlays = await import('./overlays')
  days = await import('./day')
  await import('./chiefMap')
  const { tool } = await import('./view')
  tool.value = 'chief'
  chief.choosePost('P1')
  await settle()
  await last(requests, '/api/v1/chiefs/P1/sheet')?.answer(SHEET)
  await last(requests, '/api/v1/chiefs/P1/roads')?.answer({ rows: [
    { segment: 'S1', from: 'K0+000', to: 'K1+000', geometry: LINE, posts: [] }, { segment: 'S2', from: 'K1+000', to: 'K2+000', geometry: LINE, posts: [] },
  ], next: null })
})
afterEach(() => vi.unstubAllGlobals())

it('the stretches are drawn by their grade, and one that was not assessed as such', () => {
  expect(overlays.overlays.rows.features.map(({ properties }) => properties?.['grade'])).toEqual(['good', 'none'])
})

it('a thing is drawn once, what is dangerous last and so on top', () => {
  expect(overlays.overlays.sheet_items.features.map(({ properties }) => properties?.['key'])).toEqual(['works_due W1', 'hazards H1', 'bridges B1'])
})

it('another day asks again for sheet, post and roads, and the page before stays until it is there', async () => {
  days.chiefDay.value = '2024-05-01'
  await settle()
  for (const path of ['', '/sheet', '/roads']) expect(last(requests, `/api/v1/chiefs/P1${path}`)?.query).toMatchObject({ on: '2024-05-01' })
  expect(sheets.sheetOfPost.value?.on).toBe('2026-11-24')
  await last(requests, '/api/v1/chiefs/P1/sheet')?.answer({ ...SHEET, on: '2024-05-01' })
  expect(sheets.sheetOfPost.value?.on).toBe('2024-05-01')
})

it('another post clears the page at once', async () => {
  chief.choosePost('P2')
  await settle()
  expect(sheets.sheetOfPost.value).toBeNull()
})
